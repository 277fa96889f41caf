"""What a run leaves behind: run.json, cases.jsonl, and tables to read."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from eval.metrics import Estimate, summarise
from eval.runner import CaseResult
from rag import terminal
from rag.config import Settings
from rag.domain import ModelNames
from rag.wire import answer_to_json

_USER_AND_PASSWORD = re.compile(r"(?<=://)[^/@\s]+(?=@)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run was made with, so that its figures can be traced and made again."""

    name: str
    started: str
    cases_file: str
    git_commit: str | None
    library_generation: int
    model: ModelNames
    settings: Settings


def git_commit() -> str | None:
    """The commit of this checkout, with "+changes" if files differ from it; None outside git."""
    described = subprocess.run(
        ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+changes"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or None


def case_row(result: CaseResult) -> dict[str, Any]:
    """A line of cases.jsonl; the answer is as `citedesk ask --json` prints it."""
    return {
        "case": result.case.model_dump(mode="json"),
        "retrieved": result.retrieved,
        "answer": answer_to_json(result.answer, result.case.id, "") if result.answer else None,
        "error": result.error,
        "scores": asdict(result.scores),
    }


def metrics_by_kind(results: Sequence[CaseResult]) -> dict[str, dict[str, Estimate]]:
    """Every metric for each kind of case, in order of appearance, and last for "all"."""
    groups: dict[str, list[CaseResult]] = {}
    for result in results:
        groups.setdefault(result.case.kind, []).append(result)
    groups["all"] = list(results)
    return {kind: summarise([r.scores for r in group]) for kind, group in groups.items()}


def write_run(folder: Path, facts: Facts, results: Sequence[CaseResult]) -> None:
    """Write run.json; keys and passwords of the settings are starred."""
    answers = [result.answer for result in results if result.answer]
    run = {
        "name": facts.name,
        "started": facts.started,
        "cases_file": facts.cases_file,
        "git_commit": facts.git_commit,
        "library_generation": facts.library_generation,
        "model": asdict(facts.model),
        "settings": _redacted(facts.settings.model_dump(mode="json")),
        "counts": {
            "cases": len(results),
            "answered": sum(not answer.refusal for answer in answers),
            "refused": sum(bool(answer.refusal) for answer in answers),
            "failed": len(results) - len(answers),
        },
        "metrics": {
            kind: {name: asdict(estimate) for name, estimate in metrics.items()}
            for kind, metrics in metrics_by_kind(results).items()
        },
    }
    text = json.dumps(run, ensure_ascii=False, indent=2)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def _redacted(value: Any) -> Any:
    """Keys are starred by their type (SecretStr); here go the passwords inside addresses."""
    if isinstance(value, dict):
        return {name: _redacted(inner) for name, inner in value.items()}
    return _USER_AND_PASSWORD.sub("***", value) if isinstance(value, str) else value


_COLUMNS = {
    "recall@5": "recall@5",
    "MRR@10": "MRR@10",
    "contains": "answer contains gold",
    "right doc": "citations in a gold document",
    "refused": "refused",
}


def print_tables(results: Sequence[CaseResult]) -> None:
    """Print one table by kind and one of all metrics over all cases, with n and interval."""
    by_kind = metrics_by_kind(results)
    kinds = Table("kind", box=None)
    overall = Table("all cases", box=None)
    for heading in ("n", *_COLUMNS, "p50 s"):
        kinds.add_column(heading, justify="right")
    for heading in ("value", "95% interval", "n"):
        overall.add_column(heading, justify="right")
    for kind, metrics in by_kind.items():
        shares = [_number(metrics[name].value) for name in _COLUMNS.values()]
        p50 = metrics["total p50 ms"].value
        kinds.add_row(kind, str(metrics["refused"].n), *shares, _number(p50 and p50 / 1000))
    for name, estimate in by_kind["all"].items():
        interval = f"{_number(estimate.low)} to {_number(estimate.high)}" if estimate.n else "n/a"
        overall.add_row(name, _number(estimate.value), interval, str(estimate.n))
    terminal.out.print(kinds, "", overall, soft_wrap=False)
    for result in results:
        if result.error is not None:
            terminal.out.print(f"failed: {result.case.id}: {result.error}", markup=False)


def _number(value: float | None) -> str:
    """Three decimals up to 100, then none: shares and seconds, then milliseconds."""
    if value is None:
        return "n/a"
    return f"{value:.3f}" if value < 100 else f"{value:,.0f}"
