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
    """The first line when it stands alone as a heading with words does, else the fallback."""
    first, _, rest = text.strip().partition("\n")
    heading = first.strip().lstrip("#").strip()
    stands_alone = first.startswith("#") or rest.startswith("\n")
    # A line of dashes is none.
    has_words = any(character.isalnum() for character in heading)
    fits = len(heading) <= MAXIMUM_TITLE_LENGTH and not heading.endswith(".")
    return heading if has_words and stands_alone and fits else fallback
