"""Where one question's processor time goes, function by function.

    python -m bench.question_profile --articles articles.jsonl.gz --questions questions.jsonl.gz \
        --work news

Processor time, all threads together, so that other processes disturb little; the profiler makes
Python's own functions look about half as slow again as they are, the networks not.
"""

import cProfile
import pstats
import time
from pathlib import Path

import click

from bench.news import load_articles, load_questions, open_news_index
from bench.report import command_line, print_result
from index.retrieval import RetrievalOptions, Retriever
from qa.answering import Answerer
from qa.assembly import open_encoder, open_models
from qa.model_files import SHIPPED_FOLLOW_UPS, SHIPPED_READER
from qa.question import Question

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 40
OURS = ("qa", "index")


@click.command()
@click.option("--articles", type=EXISTING, required=True)
@click.option("--questions", type=EXISTING, required=True)
@click.option("--work", type=click.Path(path_type=Path), required=True)
@click.option("--limit", default=2_501, show_default=True, help="Articles.")
@click.option("--asked", default=60, show_default=True, help="Questions.")
def main(articles: Path, questions: Path, work: Path, limit: int, asked: int) -> None:
    """Print milliseconds a question, with and without the profiler, and the longest functions."""
    encoder, documents = open_encoder(), load_articles(articles, limit)
    index = open_news_index(work / f"index-{limit}", documents, encoder)
    models = open_models(SHIPPED_READER, SHIPPED_FOLLOW_UPS)
    answerer = Answerer(index, Retriever(index, RetrievalOptions()), models)
    texts = load_questions(questions, asked)

    def ask() -> float:
        started = time.process_time()
        for text in texts:
            answerer.answer([Question(text)])
        return (time.process_time() - started) / len(texts) * 1_000

    ask()
    plain = ask()
    profiler = cProfile.Profile(time.process_time)
    profiled = profiler.runcall(ask)
    functions = _longest(pstats.Stats(profiler), len(texts))
    result = {"question_ms": plain, "profiled_ms": profiled, "functions_ms": functions}
    print_result(command_line(), result)


def _longest(profile: pstats.Stats, questions: int) -> dict[str, float]:
    """Cumulative milliseconds a question of our functions, the longest first."""
    root = Path(__file__).parents[1]
    found = {}
    for (file, line, name), (_, _, _, cumulative, _) in profile.stats.items():  # type: ignore[attr-defined]
        path = Path(file)
        if path.is_relative_to(root) and path.relative_to(root).parts[0] in OURS:
            place = f"{path.relative_to(root)}:{line} {name}"
            found[place] = cumulative / questions * 1_000
    longest = sorted(found.items(), key=lambda item: -item[1])[:SHOWN]
    return {place: round(milliseconds, 2) for place, milliseconds in longest}


if __name__ == "__main__":
    main()
