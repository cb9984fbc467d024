"""Errors of feedback; light to import, since every command knows them."""


class FeedbackError(ValueError):
    """The feedback cannot be kept as it stands; the message says what would be right."""


class FeedbackStoreError(Exception):
    """The file of feedback cannot be used; what it held is as it was."""


class FeedbackWriteError(FeedbackStoreError):
    """The entry was not kept: the disk is full or the folder cannot be written."""


class FeedbackBusyError(FeedbackStoreError):
    """Other processes keep writing feedback."""
