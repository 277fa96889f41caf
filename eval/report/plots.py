"""Plots as SVG for one page: from figures to text, the same text every time.

They are inlined and not <img>: so words are words (of the reader's fonts, Chinese too), and take
the page's colour in light and in dark. Black is left to the page; other colours stand 3:1 out
from white and from near-black. Systems differ by colour (Okabe and Ito 2008), marker and hatch.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import matplotlib as mpl
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from eval.rows import Estimate

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

Points = Sequence[tuple[float, float]]

_WIDTH_IN = 4.5
_HEIGHT_IN = 3.0
_FONT_POINTS = 10
_LEGEND_COLUMNS = 2
_DASHES: tuple[tuple[float, tuple[float, ...]], ...] = ((0, ()), (0, (3, 2)))
_GREY = "#808080"
_KIND_LABEL_COLUMNS = 16
_WIDE_RANGE = 8
"""Times that span more than this are drawn on a logarithmic axis."""


@dataclass(frozen=True, slots=True)
class _Look:
    colour: str
    marker: str
    hatch: str


_LOOKS = (
    _Look("#0072b2", "o", ""),
    _Look("#d55e00", "s", "////"),
    _Look("#009e73", "^", "...."),
    _Look("#c06c9c", "D", "xxxx"),
    _Look("#808080", "v", "----"),
)


def _look(index: int) -> _Look:
    return _LOOKS[index % len(_LOOKS)]


def kind_bars(by_system: Mapping[str, Mapping[str, Estimate]], measure: str) -> str:
    """A bar with its 95% interval for each kind and system; "n/a" where it is not defined."""
    kinds = list(dict.fromkeys(kind for estimates in by_system.values() for kind in estimates))
    thickness = 0.8 / len(by_system)
    height_in = 0.95 + len(kinds) * (0.14 + 0.18 * len(by_system))
    figure, axes = _axes(len(by_system), height_in, left_in=1.4)
    for s, estimates in enumerate(by_system.values()):
        for k, kind in enumerate(kinds):
            y = k - 0.4 + thickness * (s + 0.5)
            _bar(axes, y, thickness * 0.86, estimates.get(kind), _look(s))
    labels = [_shortened(kind) for kind in kinds]
    axes.set_yticks(range(len(kinds)), labels, parse_math=False)
    axes.set_ylim(len(kinds) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1)
    axes.set_xlabel(measure, parse_math=False)
    axes.grid(visible=False, axis="y")
    looks = [_look(s) for s in range(len(by_system))]
    handles = [Patch(facecolor=_ground(k), edgecolor=k.colour, hatch=k.hatch) for k in looks]
    return _svg(figure, "kinds", list(by_system), handles)


def recall_at_depth(by_system: Mapping[str, Points]) -> str:
    """Recall against how many documents are looked at, on a logarithmic axis."""
    depths = sorted({k for points in by_system.values() for k, _ in points})
    figure, axes = _axes(len(by_system))
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator(depths))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(_plain))
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("documents looked at (k)")
    axes.set_ylabel("recall@k")
    return _svg(figure, "recall", list(by_system), _lines(axes, by_system))


def risk_against_coverage(by_system: Mapping[str, Points]) -> str:
    """Share of wrong answers against the share of questions answered, most confident first."""
    figure, axes = _axes(len(by_system))
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("coverage: questions answered")
    axes.set_ylabel("risk: answers not right")
    return _svg(figure, "risk", list(by_system), _lines(axes, by_system, markers=False))


def reliability_diagram(by_system: Mapping[str, Points]) -> str:
    """Share of right answers against confidence; the diagonal is what confidence promises."""
    figure, axes = _axes(len(by_system))
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=1, linestyle=(0, (4, 3)))
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("confidence")
    axes.set_ylabel("answers that are right")
    return _svg(figure, "reliability", list(by_system), _lines(axes, by_system))


def time_distribution(stages: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    """Share of questions done within a time: by stage, then system, the seconds of each question.

    The first stage is drawn solid, a second one dashed.
    """
    systems = list(dict.fromkeys(system for times in stages.values() for system in times))
    labels, handles = [], []
    figure, axes = _axes(sum(len(times) for times in stages.values()))
    for stage, dash in zip(stages, _DASHES, strict=False):
        for system, seconds in stages[stage].items():
            look = _look(systems.index(system))
            axes.ecdf(seconds, color=look.colour, linestyle=dash, linewidth=1.8)
            labels.append(f"{system}, {stage}")
            handles.append(Line2D([], [], color=look.colour, linestyle=dash, linewidth=1.8))
    _time_axis(axes, [t for times in stages.values() for s in times.values() for t in s])
    axes.set_ylim(0, 1.02)
    axes.set_ylabel("questions")
    return _svg(figure, "times", labels, handles)


def _time_axis(axes: Axes, seconds: Sequence[float]) -> None:
    axes.set_xlabel("seconds")
    fastest, slowest = max(min(seconds), 0.001), max(seconds)
    if slowest <= fastest * _WIDE_RANGE:
        axes.set_xlim(0, slowest * 1.05)
        return
    axes.set_xscale("log")
    axes.set_xlim(fastest * 0.8, slowest * 1.25)
    marks = [m * 10.0**e for e in range(-3, 5) for m in (1, 2, 5)]
    shown = [mark for mark in marks if fastest * 0.8 <= mark <= slowest * 1.25]
    if len(shown) > 6:
        shown = [mark for mark in shown if f"{mark:e}".startswith("1")]
    axes.xaxis.set_major_locator(FixedLocator(shown))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(_plain))


def _lines(axes: Axes, by_system: Mapping[str, Points], *, markers: bool = True) -> list[Artist]:
    handles: list[Artist] = []
    for s, points in enumerate(by_system.values()):
        look = _look(s)
        x, y = zip(*points, strict=True)
        # Without a marker at each point, a few still tell the systems apart.
        every = None if markers else max(1, len(points) // 6)
        (line,) = axes.plot(
            x,
            y,
            color=look.colour,
            marker=look.marker,
            markevery=every,
            markersize=5,
            linewidth=1.8,
        )
        handles.append(line)
    return handles


def _bar(axes: Axes, y: float, thickness: float, estimate: Estimate | None, look: _Look) -> None:
    if estimate is None or estimate.value is None:
        axes.text(0.01, y, "n/a", va="center", fontsize=_FONT_POINTS - 1)
        return
    axes.barh(
        y,
        estimate.value,
        thickness,
        facecolor=_ground(look),
        edgecolor=look.colour,
        hatch=look.hatch,
        linewidth=0.8,
    )
    if estimate.low is not None and estimate.high is not None:
        axes.plot([estimate.low, estimate.high], [y, y], color=look.colour, linewidth=2, marker="|")


def _ground(look: _Look) -> tuple[float, float, float, float]:
    """A tint; behind a hatch nothing, because SVG draws it in the hatch's colour."""
    return (*to_rgb(look.colour), 0.0 if look.hatch else 0.3)


def _plain(value: float, _: object) -> str:
    return f"{value:g}"


def _shortened(label: str) -> str:
    """A label that fits the margin; a Chinese character is two columns wide."""
    columns = 0
    for i, character in enumerate(label):
        columns += 2 if east_asian_width(character) in "WF" else 1
        if columns > _KIND_LABEL_COLUMNS:
            return label[:i] + "…"
    return label


def _axes(
    legend_entries: int, height_in: float = _HEIGHT_IN, left_in: float = 0.65
) -> tuple[Figure, Axes]:
    """Axes with room for the legend above and the labels around them, sizes in inches."""
    above_in = 0.2 + 0.2 * ceil(legend_entries / _LEGEND_COLUMNS)
    figure = Figure(figsize=(_WIDTH_IN, height_in))
    axes = figure.add_axes(
        (
            left_in / _WIDTH_IN,
            0.5 / height_in,
            1 - (left_in + 0.15) / _WIDTH_IN,
            1 - (0.5 + above_in) / height_in,
        )
    )
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_GREY)
    axes.tick_params(color=_GREY, labelsize=_FONT_POINTS)
    axes.xaxis.label.set_fontsize(_FONT_POINTS)
    axes.yaxis.label.set_fontsize(_FONT_POINTS)
    axes.yaxis.labelpad = 8
    axes.grid(visible=True, color=_GREY, alpha=0.25, linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def _svg(figure: Figure, name: str, labels: Sequence[str], handles: Sequence[Artist]) -> str:
    """The figure as an `<svg>` element without XML prolog, whose ids no other plot has.

    It is hidden from screen readers: the page tells them its figures in words.
    """
    legend = figure.legend(
        handles,
        labels,
        loc="upper left",
        ncols=_LEGEND_COLUMNS,
        frameon=False,
        fontsize=_FONT_POINTS,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)
    written = StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}), warnings.catch_warnings():
        # Its own font lacks Chinese; the reader's fonts set the words.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    svg = written.getvalue()
    # Groups are named alike in every plot, and nothing refers to them.
    svg = re.sub(r'<g id="[^"]*"', "<g", svg[svg.index("<svg") :])
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
