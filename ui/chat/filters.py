"""The filters above the question: what can be chosen, and what is set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import gradio as gr
from gradio.components import Component
from markupsafe import Markup

from rag.domain import Filters, Language
from ui.protocols import Facets
from ui.showing.times import period_between, written_date
from ui.words import Words

_LANGUAGE_NAMES = {"en": "English", "zh": "中文 (Chinese)"}


class FilterRow:
    """A row that folds away; its heading says what is set, so that nothing narrows unseen."""

    def __init__(self) -> None:
        with gr.Accordion(heading(Filters()), open=False, elem_id="filters") as self.fold:
            with gr.Row(elem_id="filter-fields"):
                self._days = [_day_field("Published from"), _day_field("Published until")]
                self._choices = [_choice("Outlet"), _choice("Author"), _choice("Language")]
            with gr.Row(elem_id="filter-foot"):
                self._note = gr.HTML(apply_default_css=False, js_on_load=None)
                self.clear = gr.Button("Clear filters", size="sm", elem_id="clear-filters")

    @property
    def fields(self) -> list[Component]:
        """In the order in which `filters_from` takes their values."""
        return [*self._days, *self._choices]

    @property
    def offers(self) -> list[Component]:
        """What `offered` updates."""
        return [*self.fields, self._note]

    @property
    def changed(self) -> list[Any]:
        """The events after which something else may be set."""
        typed = [event for field in self._days for event in (field.blur, field.submit)]
        return [*typed, *(field.change for field in self._choices)]


def filters_from(
    since: str,
    until: str,
    outlets: Sequence[str],
    authors: Sequence[str],
    languages: Sequence[Language],
) -> Filters:
    """What the fields say.

    Raises:
        DateRejected: what was typed is not a date, or the days end before they begin.
    """
    published = period_between(since, until, Words("en"))
    return Filters(
        since=None if published.first == date.min else published.first,
        until=None if published.last == date.max else published.last,
        outlets=tuple(outlets),
        authors=tuple(authors),
        languages=tuple(languages),
    )


def heading(filters: Filters) -> str:
    """The heading of the row: "Filters: published since 2016, by SCMP"."""
    return f"Filters: {filters}" if filters != Filters() else "Filters"


def cleared() -> list[Any]:
    """The value of each field where nothing is set."""
    return ["", "", [], [], []]


def offered(facets: Facets) -> list[Any]:
    """An update for each of `FilterRow.offers`: what the archive has, most first."""
    t = Words("en")
    first, last = (written_date(day, t) if day else "" for day in (facets.first, facets.last))
    languages = [(_LANGUAGE_NAMES[code], code, count) for code, count in facets.languages]
    outlets, authors = (
        [(name, name, count) for name, count in names] for names in (facets.outlets, facets.authors)
    )
    return [
        gr.update(placeholder=first),
        gr.update(placeholder=last),
        *(
            gr.update(choices=[(f"{name} ({count:,})", value) for name, value, count in choices])
            for choices in (outlets, authors, languages)
        ),
        _undated(facets.undated),
    ]


def _undated(documents: int) -> Markup:
    if not documents:
        return Markup()
    verb = "document has" if documents == 1 else "documents have"
    return Markup('<p class="note">{:,} {} no date: a day leaves them out.</p>').format(
        documents, verb
    )


def _day_field(label: str) -> gr.Textbox:
    return gr.Textbox("", label=label, max_lines=1, min_width=0, elem_classes="day")


def _choice(label: str) -> gr.Dropdown:
    return gr.Dropdown([], value=[], label=label, multiselect=True, min_width=0)
