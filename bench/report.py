"""What every benchmark prints: its result with the machine, the versions and the commit."""

import json
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("torch", "onnxruntime", "faiss-cpu", "transformers", "sentence-transformers")


def print_result(command: str, result: dict[str, object]) -> None:
    """Print one JSON object on standard output."""
    git = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    surroundings = {
        "command": command,
        "commit": commit or None,
        "processor": _processor(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }
    print(json.dumps({**result, "surroundings": surroundings}, indent=2))


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor()
    names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
    return f"{len(names)} x {names[0].partition(':')[2].strip()}" if names else platform.processor()
