"""Ids and titles of articles that do not state them."""

import hashlib
import re

MAXIMUM_TITLE_LENGTH = 200
MAXIMUM_STEM_LENGTH = 60


def source_document_id(name: str, source: str) -> str:
    """The name and a hash of where the text came from: the same file keeps its id."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:MAXIMUM_STEM_LENGTH] or "article"
    return f"{plain}-{hashlib.sha256(source.encode(errors='replace')).hexdigest()[:8]}"


def title_of(text: str, fallback: str) -> str:
    """The first line when it stands alone as a heading does, else the fallback."""
    first, _, rest = text.strip().partition("\n")
    heading = first.strip().lstrip("#").strip()
    stands_alone = first.startswith("#") or rest.startswith("\n")
    if heading and stands_alone and len(heading) <= MAXIMUM_TITLE_LENGTH and heading[-1] not in ".":
        return heading
    return fallback
