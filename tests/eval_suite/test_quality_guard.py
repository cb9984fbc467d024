"""Answers don't get worse: a fixed part of quality against least scores, never against time."""

from pathlib import Path

import pytest
import quality_guard

from eval.thresholds import Threshold, missed
from index.encoder import Encoder
from qa.answering import AnswererModels


@pytest.mark.slow
@pytest.mark.parametrize("name", quality_guard.SETS)
def test_quality(name: str, tmp_path: Path, encoder: Encoder, models: AnswererModels) -> None:
    thresholds = [
        Threshold(measure, least)
        for measure, least in quality_guard.read_thresholds()[name].items()
    ]
    assert {threshold.measure for threshold in thresholds} == set(quality_guard.SLACK)
    evaluation, replies = quality_guard.ask(name, tmp_path / "index", encoder, models)
    assert missed(thresholds, evaluation.overall) == []
    # Not only as the reply states it: in the articles themselves.
    texts = {document.document_id: document.text for document in quality_guard.documents_of(name)}
    citations = [citation for reply in replies for citation in reply.citations]
    assert len(citations) > len(replies) / 4
    for entry in citations:
        text = texts[entry.document_id]
        assert text[entry.start : entry.end] == entry.quote
        assert text[entry.context_start : entry.context_end] == entry.context
