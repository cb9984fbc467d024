"""Zipped documents, opened without trusting their sizes."""

import io
import zipfile
import zlib
from dataclasses import dataclass

from index.errors import ContentError

MAXIMUM_MEMBERS = 10_000
MAXIMUM_UNPACKED_BYTES = 200_000_000
MAXIMUM_MEMBER_BYTES = 50_000_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Archive:
    """The members of a ZIP file; none gives more bytes than it states, and those are bounded."""

    _file: zipfile.ZipFile
    _names: frozenset[str]

    @classmethod
    def open(cls, content: bytes) -> "Archive":
        """Open an archive.

        Raises:
            ContentError: it is damaged, encrypted, or unpacks to more than the limits.
        """
        try:
            file = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ContentError(f"the file is damaged or cut short: {error}") from error
        members = file.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > MAXIMUM_MEMBERS or unpacked > MAXIMUM_UNPACKED_BYTES:
            raise ContentError(
                f"unpacks to {len(members):,} files of {unpacked:,} bytes: expected at most "
                f"{MAXIMUM_MEMBERS:,} of {MAXIMUM_UNPACKED_BYTES:,}"
            )
        if any(member.flag_bits & ENCRYPTED for member in members):
            raise ContentError("the file is encrypted: save a copy without a password")
        return cls(file, frozenset(file.namelist()))

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """The bytes of one member.

        Raises:
            ContentError: it is missing, too large or damaged.
        """
        if name not in self:
            raise ContentError(f"the file is damaged: it lacks its part {name[:200]!r}")
        member = self._file.getinfo(name)
        if member.file_size > MAXIMUM_MEMBER_BYTES or member.compress_type not in METHODS:
            raise ContentError(
                f"its part {name[:200]!r} has {member.file_size:,} bytes: expected at most "
                f"{MAXIMUM_MEMBER_BYTES:,}, deflated"
            )
        try:
            return self._file.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise ContentError(f"its part {name[:200]!r} is damaged: {error}") from error
