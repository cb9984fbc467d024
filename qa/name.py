"""Names of English texts as a pattern: words with a capital that follow each other."""

# A dot belongs to a word within it and behind an initialism: "St.Gall", "U.S.", not "Gall."
_WORD = r"[A-Z](?:[\w’'-]|\.(?=\w)|(?<=\.[A-Z])\.(?!\w))*"
NAME = rf"{_WORD}(?:\s+(?:of\s+)?{_WORD}){{0,7}}"
