"""A run in the terminal: by kind, then every measure, then what failed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from eval.report import figures
from eval.rows import Difference, Row, Run
from rag import terminal

_KIND_MEASURES = (
    "recall@5",
    "nDCG@10",
    "contains gold",
    "refusal recall",
    "false refusals",
    "balanced accuracy",
    "recall of unsupported",
    "right reason",
    "false alarms",
    "total p50 ms",
)
"""Those of a run fit beside kind, system and n on a line of 100 columns."""


def print_tables(run: Run, failures: Sequence[Row]) -> None:
    """Print the figures of a run, each with its interval and n, and the rows that failed."""
    first, *others = run.facts.systems
    # Two systems a table: a third would not fit a terminal's line.
    shown: list[tuple[str, ...]] = [(first, other) for other in others] or [(first,)]
    measures = [_all_measures(run, systems) for systems in shown]
    for table in (_by_kind(run), *measures):
        terminal.out.print(table, "", soft_wrap=False)
    for row in failures:
        terminal.out.print(f"[bold red]failed[/] {escape(_failure(row))}")


def print_comparison(differences: Sequence[Difference], names: tuple[str, str]) -> None:
    """Print two runs beside each other; a significant change is called better or worse."""
    a, b = names
    table = _table("measure", f"{b} beside {a}", a, b, "b − a (95%)", "p", "n", "change")
    for d in differences:
        table.add_row(
            escape(d.measure),
            figures.number(d.a),
            figures.number(d.b),
            f"{figures.signed(d.b - d.a)} ({figures.interval(d)})",
            figures.p_value(d),
            str(d.n),
            figures.change(d),
        )
    terminal.out.print(table, soft_wrap=False)


def _by_kind(run: Run) -> Table:
    defined = figures.main_measures(run)
    measures = [measure for measure in _KIND_MEASURES if measure in defined]
    table = _table("kind", "by kind", "system", "n", *measures)
    for kind in figures.kinds_of(run.tables):
        for system, by_kind in run.tables.items():
            values = [figures.estimate_of(by_kind, kind, m).value for m in measures]
            n = max((estimate.n for estimate in by_kind.get(kind, {}).values()), default=0)
            table.add_row(escape(kind), escape(system), str(n), *map(figures.number, values))
    return table


def _all_measures(run: Run, systems: Sequence[str]) -> Table:
    first, *others = systems
    beside = [heading for name in others for heading in (f"{name} / {first}", "p")]
    table = _table("measure", "all cases (95% interval)", "n", *systems, *beside)
    for measure in figures.all_measures(run):
        estimates = [figures.estimate_of(run.tables[name], "all", measure) for name in systems]
        counts = dict.fromkeys(str(estimate.n) for estimate in estimates)
        values = [
            f"{figures.number(e.value)} ({figures.interval(e)})" if e.n else figures.number(None)
            for e in estimates
        ]
        compared = [figures.difference_of(run, name, measure) for name in others]
        ratios = [text for d in compared for text in (_beside(d), figures.p_value(d))]
        table.add_row(escape(measure), "/".join(counts), *values, *ratios)
    return table


def _beside(difference: Difference | None) -> str:
    """The ratio, or the difference where the first is 0: nothing is a multiple of it."""
    if difference and difference.a == 0:
        return figures.signed(difference.b)
    return figures.ratio(difference)


def _failure(row: Row) -> str:
    return f"{row.system}, {row.case.id}: {row.error}"


def _table(names: str, title: str, *headings: str) -> Table:
    """A first column of names that is kept whole, then columns of figures."""
    table = Table(box=None, title=escape(title), title_justify="left", pad_edge=False)
    table.add_column(names, no_wrap=True, max_width=20)
    for heading in headings:
        is_name = heading == "system"
        table.add_column(escape(heading), justify="left" if is_name else "right", no_wrap=is_name)
    return table
