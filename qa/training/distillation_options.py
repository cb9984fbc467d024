"""How teachers and the reader that learns from them are trained."""

from dataclasses import dataclass

from qa.training.pairs import PairOptions
from qa.training.precision import Precision
from qa.training.schedule import ScheduleOptions


@dataclass(frozen=True, slots=True)
class DistillationOptions:
    """How teachers and reader are trained.

    `temperature` flattens the teachers' distributions; `labels_share` is the weight of the gold
    labels beside them, in [0, 1]. `own_views` windows of every question's own context, with
    negatives, and the first `found_views` contexts of its search are labelled by the teachers.
    `steps` of the reader go over them again and again.
    Every `checkpoint_steps` the state of a training is kept.
    """

    teachers: int = 2
    teacher_passes: int = 3
    steps: int = 2_800
    own_views: int = 2
    found_views: int = 2
    temperature: float = 1.5
    labels_share: float = 0.2
    teacher_copies: int = 2
    teacher_dropout: float = 0.1
    dropout: float = 0.05
    teacher_schedule: ScheduleOptions = ScheduleOptions(batch_size=256, learning_rate=2.5e-4)
    schedule: ScheduleOptions = ScheduleOptions(batch_size=256, learning_rate=5e-4)
    pairs: PairOptions = PairOptions()
    checkpoint_steps: int = 500
    seed: int = 17
    device: str = "cpu"
    precision: Precision = "float32"
