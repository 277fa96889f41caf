"""What a run leaves behind: run.json, cases.jsonl, and tables to read."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.metrics import Estimate, summarise
from eval.runner import CaseResult
from rag.config import Settings
from rag.domain import Citation, Claim

_USER_AND_PASSWORD = re.compile(r"(?<=://)[^/@\s]+(?=@)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run was made with, so that its figures can be traced and made again."""

    name: str
    started: str
    cases_file: str
    git_commit: str | None
    library_generation: int
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
    """A line of cases.jsonl."""
    answer = result.answer
    return {
        **result.case.model_dump(mode="json"),
        "retrieved": result.retrieved,
        "answer": answer.text if answer else None,
        "claims": [_claim(claim) for claim in answer.claims] if answer else [],
        "citations": [_citation(citation) for citation in answer.citations] if answer else [],
        "refused": answer.refusal.reason if answer and answer.refusal else None,
        "error": result.error,
        "scores": asdict(result.scores),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "verdict": claim.verdict,
        "reasons": claim.reasons,
        "citations": [citation.number for citation in claim.citations],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "document_id": citation.document.id,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
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
        "model": asdict(answers[0].model) if answers else None,
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


def print_tables(console: Console, results: Sequence[CaseResult]) -> None:
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
    console.print(kinds, "", overall)
    for line in _failures(results):
        console.print(line, markup=False, soft_wrap=True)


def _failures(results: Iterable[CaseResult]) -> list[str]:
    return [f"failed: {r.case.id}: {r.error}" for r in results if r.error is not None]


def _number(value: float | None) -> str:
    """Three decimals up to 100, then none: shares and seconds, then milliseconds."""
    if value is None:
        return "n/a"
    return f"{value:.3f}" if value < 100 else f"{value:,.0f}"
