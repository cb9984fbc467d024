"""What killed writers leave behind: files that the catalogue does not name."""

import re
import shutil
from pathlib import Path

from index.catalogue import CATALOGUE_NAME, MANIFEST_NAME, VERSION, VERSIONS_NAME, Catalogue
from index.locking import is_being_read

ASIDE = re.compile(rf"\.(?:\d{{8,}}|{re.escape(CATALOGUE_NAME)})\.[0-9a-f]{{12}}")


def find_leftovers(folder: Path, catalogue: Catalogue | None) -> list[Path]:
    """Files and folders of this program's making that no kept version needs, by name.

    Those of a writer that is at work look the same; an expired version that somebody still
    reads is left out. Files of any other name are nobody's business here.
    """
    kept = () if catalogue is None else catalogue.numbers
    versions = _entries(folder / VERSIONS_NAME)
    found = [path for path in (*_entries(folder), *versions) if ASIDE.fullmatch(path.name)]
    found += [
        path
        for path in versions
        if VERSION.fullmatch(path.name)
        and int(path.name) not in kept
        and not is_being_read(path / MANIFEST_NAME)
    ]
    return found


def sweep(folder: Path, catalogue: Catalogue | None) -> list[Path]:
    """Delete the leftovers, which only the holder of the writer's lock may do; what was there."""
    found = find_leftovers(folder, catalogue)
    for path in found:
        if path.is_dir():
            # What cannot be deleted now is found again by the next writer.
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return found


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
