"""Answer questions from stored articles with verbatim, cited spans."""
