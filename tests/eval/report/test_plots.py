from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from eval.report import plots
from eval.report.gallery import plots_of
from tests.eval.report.samples import ROWS, RUN, UNDEFINED, estimate

RECALL = {"citedesk": [(1.0, 0.5), (5.0, 0.75)], "baseline": [(1.0, 0.25), (5.0, 0.5)]}


def words_of(svg: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("text")]


def ids_of(svg: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]*)"', svg))


def test_the_same_figures_give_the_same_drawing() -> None:
    assert plots.recall_at_depth(RECALL) == plots.recall_at_depth(RECALL)


def test_no_two_plots_of_a_page_share_an_id() -> None:
    drawn = [ids_of(plot.svg) for plot in plots_of(RUN, ROWS)]
    assert all(drawn)
    assert len(set().union(*drawn)) == sum(map(len, drawn))


def test_a_run_has_the_plots_it_has_data_for() -> None:
    titles = [plot.title for plot in plots_of(RUN, ROWS)]
    assert titles == [
        "Right by kind of case",
        "Recall by depth",
        "Risk and coverage",
        "Reliability of the confidence",
        "Time taken",
    ]
    bare = RUN.model_copy(update={"tables": {}, "curves": {}})
    assert plots_of(bare, ()) == ()


def test_what_a_plot_shows_is_told_in_words() -> None:
    bars, recall, *_, times = plots_of(RUN, ROWS)
    assert "fact, citedesk: 0.750, interval 0.650–0.850, n 1" in bars.words
    assert "citedesk: 0.50 at 1, 0.75 at 5" in recall.words
    assert "whole answer, citedesk: half within 1.00 s, 95% within 1.09 s" in times.words


@pytest.mark.parametrize("kind", ["中文问题", "cost in $\\frac$", "</svg><script>"])
def test_a_kind_is_written_as_it_is_called(kind: str) -> None:
    drawn = plots.kind_bars({"citedesk": {kind: estimate(0.5)}}, "right")
    assert kind in words_of(drawn)


def test_an_undefined_estimate_is_no_bar_of_zero() -> None:
    drawn = plots.kind_bars({"citedesk": {"fact": UNDEFINED}}, "right")
    assert "n/a" in words_of(drawn)


def test_words_take_the_colour_of_the_page() -> None:
    texts = re.findall(r"<text\b[^>]*>", plots.reliability_diagram(RECALL))
    assert texts
    assert not any("fill" in text for text in texts)
