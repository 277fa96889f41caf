"""Answers and search results, as they are read in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from rag.domain import (
    Answer,
    Claim,
    Disagreement,
    Form,
    Language,
    Refusal,
    RetrievedPassage,
    SearchResult,
    UnderstoodQuestion,
    Verdict,
)
from rag.terminal.console import escape, out
from rag.wording import (
    VERDICT_SIGNS,
    confidence_in_words,
    refusal_title,
    relation_title,
    supported_count,
    verdict_label,
)

_LANGUAGE: Language = "en"
"""That of the command line."""
_COLUMNS: dict[Form, tuple[str, str]] = {
    "by_outlet": ("Outlet", "What it says"),
    "timeline": ("When", "What the archive says"),
}


def print_answer(answer: Answer) -> None:
    """The answer, each sentence with its verdict, then its sources with the quoted words."""
    _print_understood(answer.understood)
    _print_notes(answer.notices)
    if answer.refusal:
        _print_refusal(answer.refusal)
    if answer.parts:
        _print_parts(answer)
    else:
        for claim in answer.agreed:
            out.print(_claim_in_markup(claim))
        for disagreement in answer.disagreements:
            _print_disagreement(disagreement)
    if answer.claims:
        _print_sources(answer)
    _print_follow_ups(answer.follow_ups)


def _print_sources(answer: Answer) -> None:
    """What is cited, each with the quoted words, and how far the answer can be trusted."""
    if answer.citations:
        out.print("\n[bold]Sources[/]")
    for citation in answer.citations:
        publication = citation.document.publication
        about = _about(citation.document.title, publication.outlet, publication.published)
        page = f", p. {citation.page}" if citation.page else ""
        out.print(escape(f"[{citation.number}] {about}{page} ({citation.document.id})"))
        out.print(f"    [italic]“{escape(' '.join(citation.quote.split()))}”[/]")
        if translation := answer.quote_translations.get(citation.number):
            out.print(f"    [dim]Translated by the model: {escape(translation)}[/]")
    confidence = confidence_in_words(answer.confidence, _LANGUAGE)
    out.print(f"\n[dim]{supported_count(answer, _LANGUAGE)}, confidence {confidence}[/]")


def _print_parts(answer: Answer) -> None:
    table = Table(*_COLUMNS[answer.form], show_lines=True)
    for part in answer.parts:
        cell = "\n".join(map(_claim_in_markup, part.claims)) or f"[dim]{escape(part.note)}[/]"
        table.add_row(escape(part.heading), cell)
    out.print(table, soft_wrap=False)


def _claim_in_markup(claim: Claim) -> str:
    """A sentence that is not supported says so, by sign and name, and why."""
    if claim.verdict is Verdict.SUPPORTED:
        return escape(claim.marked_text)
    colour = "red" if claim.verdict is Verdict.CONTRADICTED else "yellow"
    label = f"{VERDICT_SIGNS[claim.verdict]} {verdict_label(claim.verdict, _LANGUAGE)}:"
    told = f"[bold {colour}]{label}[/] {escape(claim.marked_text)}"
    why = escape("; ".join(claim.reasons))
    return f"{told}\n    [{colour}]{why}[/]" if why else told


def _print_follow_ups(questions: Sequence[str]) -> None:
    if questions:
        out.print("\n[bold]Ask next[/]")
    for question in questions:
        out.print(escape(f"  • {question}"))


def _print_disagreement(disagreement: Disagreement) -> None:
    """What sources do not say alike, each side on a line of its own."""
    out.print(f"[bold]{relation_title(disagreement.relation, _LANGUAGE)}:[/]")
    for side in disagreement.sides:
        out.print(escape(f"  • {side.marked_text}"))


def _print_refusal(refusal: Refusal) -> None:
    out.print(f"[bold]{refusal_title(refusal.reason, _LANGUAGE)}[/]")
    out.print(escape(refusal.message))
    if refusal.advice:
        out.print(f"[bold]What would answer it:[/] {escape(refusal.advice)}")
    if refusal.nearest:
        out.print("\n[bold]Nearest passages[/]")
        print_results(refusal.nearest)


def print_search(understood: UnderstoodQuestion, result: SearchResult) -> None:
    """The passages found, after how the question was read."""
    _print_understood(understood)
    _print_notes(result.notes)
    print_results(result.passages)


def _print_understood(understood: UnderstoodQuestion) -> None:
    """What was made of the question, where that is more than its words."""
    read_as = understood.question if understood.question != understood.asked else None
    period = understood.period
    for label, value in (
        ("Read as", read_as),
        ("Searched as well", understood.translation),
        ("About the time", str(period.period) if period else None),
        ("Because", period.explanation if period else None),
        ("Only", str(understood.filters)),
    ):
        if value:
            out.print(f"[dim]{label}: {escape(value)}[/]")


def _print_notes(notes: Sequence[str]) -> None:
    for note in notes:
        out.print(f"[dim]{escape(note)}[/]")
    if notes:
        out.print()


def print_results(results: Sequence[RetrievedPassage]) -> None:
    for found in results:
        publication = found.document.publication
        about = _about(found.document.title, publication.outlet, publication.published)
        out.print(f"{found.rank:>2}. {escape(about)} [dim]{found.score:.3f}[/]")
        out.print(f"    [dim]{escape(found.document.id)}[/]")
        out.print(f"    {escape(' '.join(found.passage.text.split()))}")


def _about(title: str, outlet: str | None, published: object) -> str:
    return ", ".join(str(part) for part in (title, outlet, published or "undated") if part)
