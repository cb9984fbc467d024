"""Pools and the pairs drawn from them: inputs and labels are those of the texts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index.encoder import Encoder
from qa.squad import SquadParagraph, load_squad
from qa.training.device_pairs import DeviceTexts, PairBatch, TeacherScores
from qa.training.examples import is_held_back
from qa.training.pairs import PairDraw, PairOptions, Pairs, batches_by_length
from qa.training.pool import NOTHING, TrainingPool, load_pool, save_pool
from qa.training.pool_building import PoolOptions, build_pool

AS_ASKED = PairOptions(drop_mark_share=0, search_share=0)
SHARE = 0.3


@pytest.fixture(scope="module")
def towns(town_file: Path) -> list[SquadParagraph]:
    """The paragraphs of the town articles."""
    return load_squad(town_file)


@pytest.fixture(scope="module")
def pool(towns: list[SquadParagraph], tokenizer: Tokenizer, encoder: Encoder) -> TrainingPool:
    """The town questions, some held back."""
    options = PoolOptions(held_back_share=SHARE, choices=3)
    return build_pool([towns], tokenizer, encoder.encode_passages, options, lambda *_: None)


def drawing(pool: TrainingPool, options: PairOptions = AS_ASKED, seed: int = 5) -> PairDraw:
    return PairDraw(pool.questions, pool.marks[2], options, np.random.default_rng(seed))


def batch_of(pool: TrainingPool, pairs: Pairs) -> PairBatch:
    questions = pool.questions
    texts = DeviceTexts(questions.asked, questions.contexts.values, pool.marks[:2], "cpu")
    return texts.batch(texts.rows(pairs), int(pairs.lengths.max()))


def decoded(batch: PairBatch, row: int, tokenizer: Tokenizer) -> str:
    ids = batch.token_ids[row][batch.attention_mask[row].bool()]
    return str(tokenizer.decode(ids.tolist(), skip_special_tokens=False))


def plain(text: str, tokenizer: Tokenizer) -> str:
    """The text as it looks after tokenising."""
    return str(tokenizer.decode(tokenizer.encode(text, add_special_tokens=False).ids))


def test_a_pool_that_was_saved_is_loaded_as_it_was(pool: TrainingPool, tmp_path: Path) -> None:
    save_pool(tmp_path / "pool.npz", pool)
    loaded = load_pool(tmp_path / "pool.npz")
    assert loaded.marks == pool.marks
    for name in ("own_context", "answers", "occurrences", "found", "may_answer", "held_back"):
        np.testing.assert_array_equal(
            getattr(loaded.questions, name), getattr(pool.questions, name)
        )
    np.testing.assert_array_equal(loaded.questions.contexts.bounds, pool.questions.contexts.bounds)


def test_another_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, numbers=np.arange(3))
    with pytest.raises(ValueError, match=r"other\.npz is not a pool .* 'qa train pool'"):
        load_pool(path)


def test_what_is_found_is_of_other_articles_and_trained_on(
    pool: TrainingPool, towns: list[SquadParagraph]
) -> None:
    questions = pool.questions
    assert 0 < questions.held_back.sum() < len(questions)
    assert questions.held_back.sum() == sum(
        len(town.questions) for town in towns if is_held_back(town.title, SHARE)
    )
    assert (questions.found[questions.held_back] == NOTHING).all()
    searched = questions.found[~questions.held_back]
    assert (searched[:, 0] != NOTHING).all()
    assert (searched != questions.own_context[~questions.held_back][:, None]).all()
    assert not set(searched.ravel()) & set(questions.own_context[questions.held_back])


def test_pairs_read_as_question_and_context_with_the_answer_marked(
    pool: TrainingPool, towns: list[SquadParagraph], tokenizer: Tokenizer
) -> None:
    wanted = {
        (plain(q.question, tokenizer), plain(q.answers[0].text, tokenizer))
        for town in towns
        if not is_held_back(town.title, SHARE)
        for q in town.questions
    }
    rows = np.flatnonzero(~pool.questions.held_back)
    batch = batch_of(pool, drawing(pool).own(rows))
    found = set()
    for row in range(len(rows)):
        question, context, rest = (
            part.strip() for part in decoded(batch, row, tokenizer).split("[SEP]")
        )
        assert question.startswith("[CLS] ")
        assert not rest
        answer = batch.token_ids[row, batch.starts[row] : batch.ends[row] + 1].tolist()
        assert plain(context, tokenizer)
        found.add((question.removeprefix("[CLS] "), str(tokenizer.decode(answer))))
    assert found == wanted


def test_spans_may_begin_in_the_window_or_at_no_answer(pool: TrainingPool) -> None:
    pairs = drawing(pool).own(np.flatnonzero(~pool.questions.held_back))
    batch = batch_of(pool, pairs)
    assert batch.allowed[:, 0].all()
    assert batch.allowed.sum(dim=1).tolist() == (pairs.window_length + 1).tolist()
    assert batch.allowed[torch.arange(len(pairs)), batch.starts].all()
    assert batch.attention_mask.sum(dim=1).tolist() == pairs.lengths.tolist()
    # The second part is the window and the mark behind it.
    assert batch.token_types.sum(dim=1).tolist() == (pairs.window_length + 1).tolist()


@pytest.mark.parametrize("length", [24, 40])
def test_short_windows_hold_the_answer_whole(pool: TrainingPool, length: int) -> None:
    options = replace(AS_ASKED, lengths=(length,), length_shares=(1.0,))
    rows = np.flatnonzero(~pool.questions.held_back)
    pairs = drawing(pool, options).own(rows)
    assert len(pairs)
    assert pairs.lengths.max() <= length
    assert (pairs.starts >= pairs.asked_length + 2).all()
    assert (pairs.ends < pairs.lengths - 1).all()


def test_negatives_hold_no_text_of_the_answer(
    pool: TrainingPool, towns: list[SquadParagraph], tokenizer: Tokenizer
) -> None:
    answers = {
        plain(q.question, tokenizer): plain(q.answers[0].text, tokenizer)
        for town in towns
        for q in town.questions
    }
    everything = replace(AS_ASKED, found_share=1.0, cropped_share=1.0)
    pairs = drawing(pool, everything).one_pass()
    batch = batch_of(pool, pairs)
    negatives = [row for row in range(len(pairs)) if pairs.starts[row] == 0]
    assert len(negatives) > (~pool.questions.held_back).sum()
    for row in negatives:
        question, context, _ = decoded(batch, row, tokenizer).split(" [SEP]")
        assert answers[question.removeprefix("[CLS] ")] not in context


def test_questions_lose_their_marks_or_all_but_key_words(
    pool: TrainingPool, tokenizer: Tokenizer
) -> None:
    rows = np.flatnonzero(~pool.questions.held_back)
    without_mark = drawing(pool, PairOptions(drop_mark_share=1, search_share=0)).own(rows)
    as_search = drawing(pool, PairOptions(drop_mark_share=0, search_share=1)).own(rows)
    asked = drawing(pool).own(rows)
    assert (without_mark.asked_length == asked.asked_length - 1).all()
    for row in range(len(rows)):
        assert "?" not in decoded(batch_of(pool, as_search), row, tokenizer).split("[SEP]")[0]


def test_held_back_questions_are_never_drawn(pool: TrainingPool) -> None:
    held_back = pool.questions.questions.bounds[:-1][pool.questions.held_back]
    everything = replace(AS_ASKED, found_share=1.0, cropped_share=1.0)
    assert not set(drawing(pool, everything).one_pass().asked_begin) & set(held_back)
    assert set(drawing(pool).held_back(384).asked_begin) == set(held_back)


def test_batches_hold_every_place_once_and_similar_lengths() -> None:
    lengths = np.random.default_rng(1).integers(10, 400, 3_000)
    batches = batches_by_length(lengths, 16, np.random.default_rng(2))
    assert sorted(np.concatenate(batches).tolist()) == list(range(3_000))
    spread = np.mean([np.ptp(lengths[batch]) for batch in batches])
    assert spread < 40


def test_teachers_scores_come_back_for_the_pair_they_are_of() -> None:
    lengths = np.array([3, 5, 2])
    scores = TeacherScores(lengths, "cpu")
    for number in (1.0, 3.0):
        places = torch.tensor([2, 0])
        starts = torch.tensor([[1.0, 2.0, 9.0], [3.0, 4.0, 5.0]]) * number
        scores.add(places, starts, -starts)
    scores.divide(2)
    starts, ends = scores.of(torch.tensor([0, 1, 2]), 4)
    assert starts[0, :3].tolist() == [6.0, 8.0, 10.0]
    assert starts[1].tolist() == [0.0, 0.0, 0.0, 0.0]
    assert starts[2, :2].tolist() == [2.0, 4.0]
    assert ends[0, :3].tolist() == [-6.0, -8.0, -10.0]
