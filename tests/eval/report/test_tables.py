from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from eval.report import figures, print_comparison, print_tables
from eval.rows import Difference
from rag import terminal
from tests.eval.report.samples import FAILED, RUN


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    text = StringIO()
    monkeypatch.setattr(terminal, "out", Console(file=text, width=100, highlight=False))
    return text


def line_of(text: StringIO, start: str) -> str:
    return next(line for line in text.getvalue().splitlines() if line.startswith(start))


def difference(measure: str, a: float, b: float, p: float = 0.01) -> Difference:
    return Difference(measure=measure, a=a, b=b, low=b - a - 0.1, high=b - a + 0.1, p=p, n=50)


def test_systems_stand_beside_each_other_with_interval_ratio_and_p(printed: StringIO) -> None:
    print_tables(RUN, ())
    assert line_of(printed, "contains gold").split() == [
        *("contains", "gold", "2", "0.750", "(0.650–0.850)", "0.500", "(0.400–0.600)"),
        *("×0.67", "<0.001"),
    ]
    assert "×3.00" in line_of(printed, "total p50 ms")


def test_undefined_is_never_zero(printed: StringIO) -> None:
    print_tables(RUN, ())
    assert line_of(printed, "F1").split() == ["F1", "0", "n/a", "n/a", "n/a", "n/a"]
    assert line_of(printed, "unanswerable").split()[3] == "n/a"


def test_lines_fit_a_hundred_columns_and_names_are_whole(printed: StringIO) -> None:
    print_tables(RUN, ())
    assert max(map(len, printed.getvalue().splitlines())) <= 100
    assert "…" not in printed.getvalue()
    assert "中文问题" in printed.getvalue()


def test_failed_rows_are_named_with_their_error(printed: StringIO) -> None:
    print_tables(RUN, [FAILED])
    assert "failed citedesk, who: LLMFailed: it <broke> off" in printed.getvalue()


def test_a_significant_change_is_called_better_or_worse_by_what_the_measure_means(
    printed: StringIO,
) -> None:
    changes = [
        difference("recall@5", 0.5, 0.7),
        difference("false refusals", 0.1, 0.3),
        difference("F1", 0.5, 0.51, p=0.4),
        difference("refused", 0.5, 0.2),
    ]
    print_comparison(changes, ("before", "after"))
    assert line_of(printed, "recall@5").split()[-1] == "better"
    assert line_of(printed, "false refusals").split()[-1] == "worse"
    assert line_of(printed, "F1").split()[-1] == "50"
    assert line_of(printed, "refused").split()[-1] == "lower"


def test_nothing_is_a_multiple_of_zero() -> None:
    assert figures.ratio(difference("F1", 0.0, 0.5)) == "n/a"


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "n/a"), (0.0, "0.000"), (0.7434, "0.743"), (15.12, "15.1"), (12345.6, "12,346")],
)
def test_a_figure_is_as_exact_as_it_can_be_read(value: float | None, written: str) -> None:
    assert figures.number(value) == written
