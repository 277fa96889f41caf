"""report.html: a run as one page that asks for nothing from elsewhere and runs no script.

Questions, documents and answers were written by others: the template escapes all of it, and a
policy in the page forbids what would still load.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.cases import Case
from eval.report import figures
from eval.report.gallery import plots_of
from eval.report.order import Outcome, worst_first
from eval.rows import Row, Run
from rag.domain import Verdict
from rag.text import detect_language

FULL_CASES = 200
"""So many cases are shown, the worst; the others are in cases.jsonl only."""
OPEN_CASES = 25
RETRIEVED_SHOWN = 10

_HERE = Path(__file__).parent
# What a reader sees at a glance; the words beside it say the same.
_VERDICT_SYMBOLS = {Verdict.SUPPORTED: "✓", Verdict.PARTLY: "◐", None: "·"}
_SYMBOLS = {Outcome.RIGHT: "✓", Outcome.FOUND: "✓", Outcome.NOT_JUDGED: "·"}


def write_report(folder: Path, run: Run, rows: Sequence[Row]) -> Path:
    """Write `report.html` into the folder of a run; the same run gives the same bytes."""
    cases = worst_first(rows, run.facts.systems)
    page = (
        _environment()
        .get_template("report.html")
        .render(
            style=Markup((_HERE / "report.css").read_text("utf-8")),  # noqa: S704 - our own file
            run=run,
            facts=run.facts,
            settings=json.dumps(run.facts.settings, ensure_ascii=False, indent=2),
            failures=[row for row in rows if row.error is not None],
            rows_count=len(rows),
            cases_of_kind=_cases_of_kind(rows),
            plots=plots_of(run, rows),
            cases=cases[:FULL_CASES],
            cases_left_out=len(cases[FULL_CASES:]),
            open_cases=OPEN_CASES,
            retrieved_shown=RETRIEVED_SHOWN,
            figures=figures,
        )
    )
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "language": _html_language,
        "number": figures.number,
        "interval": figures.interval,
        "svg": Markup,
        "symbol": lambda outcome: _SYMBOLS.get(outcome, "✗"),
        "verdict_symbol": lambda verdict: _VERDICT_SYMBOLS.get(verdict, "✗"),
    }
    environment.tests |= {
        "question": lambda case: isinstance(case, Case),
        "share": figures.is_share,
    }
    return environment


def _html_language(text: str) -> str:
    return "zh-Hans" if detect_language(text) == "zh" else "en"


def _cases_of_kind(rows: Sequence[Row]) -> Counter[str]:
    kind_of_id = {row.case.id: row.case.kind for row in rows}
    return Counter([*kind_of_id.values(), *("all" for _ in kind_of_id)])
