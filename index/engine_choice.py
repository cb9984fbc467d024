"""Which engine runs an exported network on this machine.

The fastest one that the processor is made for comes first (docs/benchmarks.md has the table);
float32 on ONNX Runtime runs anywhere and is what the others are checked against.
"""

import logging
import os
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from index.engine import Engine
from index.errors import ModelFileError
from index.graph_sample import GraphSample

ENGINE_VARIABLE = "QA_ENGINE"
AUTOMATIC = "automatic"
BFLOAT16 = "openvino-bfloat16"
REFERENCE = "onnxruntime-float32"
ENGINES = (BFLOAT16, "openvino-float32", REFERENCE)
# bfloat16 keeps 8 bits of a number and ends near 0.01 here; what a processor computes wrongly
# ends above 1.
MAXIMUM_DEVIATION = 0.1
BFLOAT16_FLAGS = {"amx_bf16", "avx512_bf16"}

logger = logging.getLogger(__name__)


def engine_names(flags: AbstractSet[str]) -> tuple[str, ...]:
    """The engines to try, in order: the one that $QA_ENGINE names, or the processor's.

    `flags` are its instruction sets.

    Raises:
        ModelFileError: $QA_ENGINE names no engine.
    """
    chosen = os.environ.get(ENGINE_VARIABLE, AUTOMATIC)
    if chosen == AUTOMATIC:
        # Without such instructions bfloat16 is several times slower than float32.
        return (BFLOAT16, REFERENCE) if flags & BFLOAT16_FLAGS else (REFERENCE,)
    if chosen not in ENGINES:
        known = ", ".join((AUTOMATIC, *ENGINES))
        raise ModelFileError(f"{ENGINE_VARIABLE} is {chosen!r}: expected one of {known}")
    return (chosen,)


def processor_flags(path: Path = Path("/proc/cpuinfo")) -> set[str]:
    """The instruction sets of this processor as Linux names them; none where it does not say."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return set()
    flags = next((line for line in lines if line.startswith("flags")), "")
    return set(flags.partition(":")[2].split())


def open_engine(graph: Path, sample: GraphSample, names: Sequence[str]) -> Engine:
    """The first of the named engines that runs the graph and agrees with its float32 sample.

    Raises:
        ModelFileError: none of them does.
    """
    for name in names:
        try:
            engine = make_engine(name, graph, available_threads())
            deviation = sample.deviation(engine)
        except (ImportError, RuntimeError) as error:
            logger.warning("%s cannot run %s: %s", name, graph, error)
            continue
        if deviation <= MAXIMUM_DEVIATION:
            return engine
        logger.warning(
            "%s computes %s wrongly on this processor: it is %.3g from float32, at most %g is"
            " accepted",
            *(name, graph, deviation, MAXIMUM_DEVIATION),
        )
    raise ModelFileError(
        f"{graph}: none of the engines {', '.join(names)} runs it on this machine; the log says "
        f"why. Unset {ENGINE_VARIABLE}, or delete the folder to have it made again"
    )


def make_engine(name: str, graph: Path, threads: int) -> Engine:
    """One of ENGINES on a graph; its runtime is loaded only now, since each takes 0.2 s.

    Raises:
        ImportError: its runtime is not installed.
        RuntimeError: this processor cannot run the graph with it.
    """
    if name == REFERENCE:
        from index.runtime import OnnxRuntimeEngine  # noqa: PLC0415

        return OnnxRuntimeEngine(graph, threads)
    from index.openvino_runtime import OpenVinoEngine  # noqa: PLC0415

    return OpenVinoEngine(graph, threads, name.partition("-")[2])


def available_threads() -> int:
    """How many cores this process may run on."""
    return len(os.sched_getaffinity(0))
