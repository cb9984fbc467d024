"""The projects that the benchmarks compare with, in a virtual environment of their own.

The first use installs them from the package index into $QA_PEERS_DIR, by default a folder of the
user's cache; later uses find them there. Their scripts are in `bench/peer_scripts`: each reads one
JSON object a line from standard input and answers each with one, so that a peer is loaded once and
measured in turns with ours.
"""

import json
import os
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

from bench.worker import Worker
from index.files import write_text_atomically
from index.tokenisation import load_tokenizer
from index.weights import encoder_folder
from qa.model_files import SHIPPED_READER, load_description

PEERS_VARIABLE = "QA_PEERS_DIR"
SCRIPTS = Path(__file__).parent / "peer_scripts"
# PyTorch and what it runs are the versions of our own environment: the comparison is of the code
# around them.
SHARED = ("torch", "transformers", "sentence-transformers", "fastapi", "uvicorn")
PINNED = {
    "haystack-ai": "3.4.1",
    "sentence-transformers-haystack": "2.0.0",
    "transformers-haystack": "2.0.0",
    "accelerate": "1.15.0",
    # Clients for load, which would slow the server down in its own process.
    "locust": "2.47.0",
    "txtai": "9.14.0",
}
SILENT = {
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "true",
}


def peers_folder() -> Path:
    """$QA_PEERS_DIR when set, else a folder of the user's cache."""
    chosen = os.environ.get(PEERS_VARIABLE)
    return Path(chosen) if chosen else user_cache_path("article-qa-peers")


def peer_versions() -> dict[str, str]:
    """What is installed for the peers, name by name."""
    return {**{name: version(name).partition("+")[0] for name in SHARED}, **PINNED}


def peer_python() -> Path:
    """The interpreter that has the peers; installs them where that has not been done.

    Raises:
        subprocess.CalledProcessError: pip could not install them; its messages are on standard
            error.
    """
    folder = peers_folder() / "environment"
    python, done = folder / "bin" / "python", folder / "installed.json"
    wanted = json.dumps(peer_versions(), indent=2)
    if done.exists() and done.read_text(encoding="utf-8") == wanted:
        return python
    print(f"installing the peers into {folder} (1.5 GB, once)", file=sys.stderr)
    venv.create(folder, with_pip=True, clear=True, symlinks=True)
    requirements = [f"{name}=={number}" for name, number in peer_versions().items()]
    install = [str(python), "-m", "pip", "install", "--quiet", *requirements]
    subprocess.run(install, check=True, stdout=sys.stderr)
    write_text_atomically(done, wanted)
    return python


def peer_environment() -> dict[str, str]:
    """The environment variables for a peer's process: nothing is sent or fetched."""
    return {**os.environ, **SILENT}


def peer_models() -> tuple[Path, Path]:
    """Folders of the shipped encoder and reader in the form that transformers loads."""
    name = load_description(SHIPPED_READER).weights_sha256[:16]
    folder = peers_folder() / "models" / f"reader-{name}"
    if not (folder / "config.json").exists():
        _save_for_transformers(folder)
    return encoder_folder(), folder


def _save_for_transformers(folder: Path) -> None:
    # Imported here because a peer's model is saved once and PyTorch loads slowly.
    from transformers import BertForQuestionAnswering, PreTrainedTokenizerFast  # noqa: PLC0415

    from qa.reader_network import ReaderNetwork  # noqa: PLC0415
    from qa.torch_reader import load_network  # noqa: PLC0415

    network = load_network(ReaderNetwork, SHIPPED_READER, encoder_folder())
    plain = BertForQuestionAnswering(network.config)
    plain.load_state_dict(network.state_dict())
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=load_tokenizer(encoder_folder()),
        model_max_length=384,
        pad_token="[PAD]",  # noqa: S106
        cls_token="[CLS]",  # noqa: S106
        sep_token="[SEP]",  # noqa: S106
        unk_token="[UNK]",  # noqa: S106
    )
    tokenizer.save_pretrained(folder)
    plain.save_pretrained(folder)


class Peer(Worker):
    """A peer's script as a running process."""

    def __init__(self, script: str) -> None:
        super().__init__([str(peer_python()), str(SCRIPTS / f"{script}.py")], peer_environment())
