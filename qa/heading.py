"""What a passage is part of: its article's title and beginning, which may be read before it.

A paragraph from the middle of an article seldom says what the article is about. The title helps
readers of passages (Karpukhin et al. 2020, Dense Passage Retrieval); where an article has none, its
first words do. The reader is trained with and without; the product asks without, which tells better
what the articles do not answer (docs/reader.md).
"""

# More than a reader takes of it; the rest of a long first line need not be tokenised.
CHARACTERS = 240


def heading_of(title: str, text: str) -> str:
    """The title, and the beginning of the text unless that is the title again."""
    beginning = text.lstrip("# \n\t")[:CHARACTERS]
    return beginning if beginning.startswith(title) else f"{title}\n{beginning}"
