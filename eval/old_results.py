"""The results of an earlier run, as `qa eval --out` wrote them."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError


class OldResultsError(ValueError):
    """The earlier results cannot be used; the message names the file and the fault."""


class _Known(BaseModel):
    """Fields that are not needed here may be anything: they differ from version to version."""

    model_config = ConfigDict(extra="ignore")


class OldRun(_Known):
    """What was measured."""

    gold: str
    source: str
    started_at: str
    value_tolerance: FiniteFloat = 0.0


class OldTurn(_Known):
    """A question of the conversation before."""

    question: str


class OldQuestion(_Known):
    """What came of a question."""

    question_id: str
    # Where it is missing, the id alone names the question.
    question: str | None = None
    history: list[OldTurn] = []
    failure: str | None
    values_recall: FiniteFloat | None = None
    # Missing in files of 0.1.0: such runs are compared without significance.
    scores: dict[str, FiniteFloat | None] = {}


class OldResults(_Known):
    """The parts of an earlier results.json that are compared."""

    run: OldRun
    summary: dict[str, int | FiniteFloat | None]
    questions: list[OldQuestion]


def load_old_results(path: Path) -> OldResults:
    """Read a results.json that `qa eval --out` wrote.

    Raises:
        OldResultsError: the file cannot be read or is no such file.
    """
    try:
        return OldResults.model_validate_json(path.read_bytes())
    except OSError as error:
        raise OldResultsError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise OldResultsError(
            f"{path}: {place or 'the file'}: {fault['msg']}: give a results.json that "
            "qa eval --out wrote"
        ) from error
