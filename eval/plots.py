"""Charts of the report as SVG text that takes its ink from the page, light or dark."""

import io
import warnings
from collections.abc import Callable, Mapping, Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.calibration import ReliabilityBin, RiskPoint
from eval.resampling import Interval
from eval.summary import Summary
from eval.table import shown_name

MAXIMUM_MARKERS = 30
MAXIMUM_LABEL = 40
# Both stand out on white and on near-black paper.
_FIRST_COLOUR = "#3b82c4"
_SECOND_COLOUR = "#d9820f"
# Drawn nowhere else, so it can be told apart in the SVG and replaced by the page's own ink.
_INK_MARK = "#010203"


def score_bars(
    by_type: Mapping[str, Summary], intervals: Mapping[str, Mapping[str, Interval]]
) -> str:
    """F1 and exact match of each type.

    `intervals` are those of the two measures by type, drawn as lines; missing ones are left out.
    """
    height = 0.4

    def draw(axes: Axes) -> None:
        places = range(len(by_type))
        for shift, colour, label, measure in (
            (-height / 2, _FIRST_COLOUR, "F1", "f1"),
            (height / 2, _SECOND_COLOUR, "EM", "exact_match"),
        ):
            scores = [getattr(summary, measure) or 0.0 for summary in by_type.values()]
            known = [intervals.get(name, {}).get(measure) for name in by_type]
            axes.barh(
                [place + shift for place in places],
                scores,
                height=height,
                color=colour,
                label=label,
                xerr=_distances(scores, known),
                error_kw={"ecolor": _INK_MARK, "elinewidth": 1},
            )
        labels = [
            f"{shown_name(name, MAXIMUM_LABEL)} ({summary.questions})"
            for name, summary in by_type.items()
        ]
        axes.set_yticks(list(places), labels)
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.set_xlabel("score")
        axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3)

    return _svg(draw, height=1.2 + 0.45 * len(by_type))


def _distances(
    scores: Sequence[float], intervals: Sequence[Interval | None]
) -> tuple[list[float], list[float]]:
    """From each score down to the low end of its interval and up to the high one."""
    pairs = list(zip(scores, intervals, strict=True))
    return (
        [0.0 if ends is None else max(0.0, score - ends.low) for score, ends in pairs],
        [0.0 if ends is None else max(0.0, ends.high - score) for score, ends in pairs],
    )


def risk_coverage_curve(points: Sequence[RiskPoint]) -> str:
    """Share of wrong replies against the share of questions that is kept."""

    def draw(axes: Axes) -> None:
        axes.plot(
            [point.coverage for point in points],
            [point.risk for point in points],
            color=_FIRST_COLOUR,
            marker="." if len(points) <= MAXIMUM_MARKERS else "",
        )
        axes.set_xlim(0, 1.02)
        axes.set_ylim(0, max([point.risk for point in points], default=0.0) * 1.1 or 0.1)
        axes.set_xlabel("coverage: share of replies kept, most confident first")
        axes.set_ylabel("risk: share of them wrong")

    return _svg(draw)


def reliability_diagram(bins: Sequence[ReliabilityBin]) -> str:
    """Accuracy against stated confidence, with the number of replies in each bin."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=_INK_MARK, linestyle=":", label="perfect")
        axes.bar(
            [(entry.low + entry.high) / 2 for entry in bins],
            [entry.accuracy for entry in bins],
            width=[0.92 * (entry.high - entry.low) for entry in bins],
            color=_FIRST_COLOUR,
            label="share right",
        )
        axes.scatter(
            [entry.confidence for entry in bins],
            [entry.accuracy for entry in bins],
            color=_SECOND_COLOUR,
            label="at mean confidence",
            zorder=3,
        )
        for entry in bins:
            centre = (entry.low + entry.high) / 2
            axes.annotate(
                str(entry.count),
                (centre, entry.accuracy),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
            )
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.1)
        axes.set_xlabel("confidence")
        axes.set_ylabel("share right")
        axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3)

    return _svg(draw)


def latency_histogram(latencies_ms: Sequence[float]) -> str:
    """How many questions took how long."""

    def draw(axes: Axes) -> None:
        axes.hist(latencies_ms, bins=min(40, max(5, len(latencies_ms) // 4)), color=_FIRST_COLOUR)
        axes.set_xlim(left=0)
        axes.set_xlabel("milliseconds")
        axes.set_ylabel("questions")

    return _svg(draw)


def _svg(draw: Callable[[Axes], None], height: float = 3.2) -> str:
    """Draw without pyplot, which would keep every figure and may look for a screen."""
    settings = mpl.rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "qa-eval",
            # Labels are data: a "$" in them is no formula.
            "text.parse_math": False,
            "text.color": _INK_MARK,
            "axes.edgecolor": _INK_MARK,
            "axes.labelcolor": _INK_MARK,
            "xtick.color": _INK_MARK,
            "ytick.color": _INK_MARK,
            "font.size": 10.0,
        }
    )
    with settings, warnings.catch_warnings():
        # The browser writes the letters, with fonts of its own.
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        figure = Figure(figsize=(6.4, height))
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        stream = io.StringIO()
        figure.savefig(
            stream,
            format="svg",
            transparent=True,
            bbox_inches="tight",
            # No metadata: it names outside addresses and the time, which differs each run.
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    drawn = stream.getvalue()
    # Inside HTML, the XML declaration and document type have no place.
    return drawn[drawn.index("<svg") :].replace(_INK_MARK, "currentColor")
