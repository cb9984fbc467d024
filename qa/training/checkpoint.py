"""Where a training run stands, kept on disk so that it goes on after an interruption."""

from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch.optim.lr_scheduler import LRScheduler

from index.files import write_atomically


class TrainingError(ValueError):
    """The run cannot be done as it was asked for."""


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Steps done and the seconds they took, over all runs that were resumed."""

    step: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one run on disk; `run` is its fingerprint."""

    path: Path
    run: str

    def save(
        self,
        model: torch.nn.Module,
        optimizer: torch.optim.Optimizer,
        scheduler: LRScheduler,
        progress: TrainingProgress,
    ) -> None:
        """Write the state, whole or not at all."""
        state = {
            "run": self.run,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "scheduler": scheduler.state_dict(),
            **asdict(progress),
        }
        write_atomically(self.path, lambda aside: torch.save(state, aside))

    def resume(
        self, model: torch.nn.Module, optimizer: torch.optim.Optimizer, scheduler: LRScheduler
    ) -> TrainingProgress:
        """Take up the state that was saved; nothing is done yet where there is none.

        Raises:
            TrainingError: the checkpoint is of another run.
        """
        if not self.path.exists():
            return TrainingProgress(0, 0.0)
        state = torch.load(self.path, weights_only=True, map_location="cpu")
        if state["run"] != self.run:
            raise TrainingError(
                f"{self.path} is of a run with other data or options: name another folder for "
                "the checkpoints, or delete it to start anew"
            )
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        scheduler.load_state_dict(state["scheduler"])
        return TrainingProgress(state["step"], state["seconds"])
