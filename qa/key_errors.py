"""Errors of keys; light to import, since every command knows them."""


class KeyNameError(ValueError):
    """The name of a key cannot be used; the message says what would be right."""


class KeyFileError(Exception):
    """The file of keys cannot be read or written; the message names it."""
