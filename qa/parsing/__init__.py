"""Parts of the reading of figures and dates in English news text."""
