"""Which field of a request is wrong, as the client knows it, and why."""

from collections.abc import Mapping, Sequence
from typing import Any


def field_error(entry: Mapping[str, Any], body: object) -> dict[str, str]:
    """Which field is wrong and why; a body that is no JSON object has none, and is told so."""
    place = entry["loc"][1:]
    if entry["type"] == "json_invalid" and place:
        reason = f"no valid JSON at character {place[0]}: {entry['ctx']['error']}"
        return {"field": "", "problem": reason}
    if entry["type"] == "json_invalid":
        reason = f"no valid JSON: {entry['ctx']['error']}: expected a JSON object in UTF-8"
        return {"field": "", "problem": reason}
    if not place and entry["type"] in ("model_attributes_type", "model_type"):
        expected = "expected a JSON object, sent with 'Content-Type: application/json'"
        return {"field": "", "problem": expected}
    if entry["loc"][0] == "body" and body is not None:
        place = _sent_place(place, body, entry["type"])
    return {"field": ".".join(str(part) for part in place), "problem": entry["msg"]}


def _sent_place(place: Sequence[str | int], body: Any, kind: str) -> list[str | int]:
    """The place as the client knows it, without the names of the forms that were tried there."""
    sent: list[str | int] = []
    for part in place:
        if _stands_in(body, part):
            body = body[part]
        elif kind != "missing" or part != place[-1]:
            continue
        sent.append(part)
    return sent


def _stands_in(body: Any, part: str | int) -> bool:
    if isinstance(body, list):
        return isinstance(part, int) and part < len(body)
    return isinstance(body, Mapping) and part in body
