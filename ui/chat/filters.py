"""The filters above the question: what can be chosen, and what is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import gradio as gr
from gradio.components import Component
from markupsafe import Markup

from rag.domain import Filters
from rag.wording import written_filters
from ui.protocols import Facets
from ui.showing.times import period_between, written_date
from ui.words import Words


class FilterRow:
    """A row that folds away; its heading says what is set, so that nothing narrows unseen.

    It is made in English, for whoever comes; `offered` gives it its visitor's language.
    """

    def __init__(self) -> None:
        t = Words("en")
        with gr.Accordion(heading(Filters(), t), open=False, elem_id="filters") as self.fold:
            with gr.Row(elem_id="filter-fields"):
                self._days = [_day_field(t("filters.since")), _day_field(t("filters.until"))]
                self._language = _choice(t("filters.language"))
                self._outlet = _choice(t("filters.outlet"))
                self._author = _choice(t("filters.author"))
                # Any folder or document can be one, beside those at the top that are offered.
                self._collection = _choice(t("filters.collection"), allow_custom_value=True)
            with gr.Row(elem_id="filter-foot"):
                self._note = gr.HTML(apply_default_css=False, js_on_load=None)
                self.clear = gr.Button(t("filters.clear"), size="sm", elem_id="clear-filters")

    @property
    def fields(self) -> list[Component]:
        """In the order in which `filters_from` takes their values."""
        return [*self._days, *self._choices]

    @property
    def offers(self) -> list[Any]:
        """What `offered` updates."""
        return [self.fold, *self.fields, self._note, self.clear]

    @property
    def changed(self) -> list[Any]:
        """The events after which something else may be set."""
        typed = [event for field in self._days for event in (field.blur, field.submit)]
        return [*typed, *(field.change for field in self._choices)]

    @property
    def _choices(self) -> list[gr.Dropdown]:
        return [self._outlet, self._author, self._language, self._collection]


def filters_from(values: Sequence[Any], t: Words) -> Filters:
    """What the fields say, by their values in the order of `FilterRow.fields`.

    Raises:
        DateRejected: what was typed is not a date, or the days end before they begin.
    """
    since, until, outlets, authors, languages, collections = values
    published = period_between(since, until, t)
    return Filters(
        since=None if published.first == date.min else published.first,
        until=None if published.last == date.max else published.last,
        outlets=tuple(outlets),
        authors=tuple(authors),
        languages=tuple(languages),
        collections=tuple(collections),
    )


def heading(filters: Filters, t: Words) -> str:
    """The heading of the row: "Filters: published since 2016, by SCMP"."""
    if filters == Filters():
        return t("filters.heading")
    return t("filters.heading_set", filters=written_filters(filters, t.language))


def cleared() -> list[Any]:
    """The value of each field where nothing is set."""
    return ["", "", [], [], [], []]


def offered(facets: Facets, t: Words, chosen: Filters) -> list[Any]:
    """An update for each of `FilterRow.offers`: what the archive has, most first.

    `chosen` is set from the beginning; a collection in plain sight, to be taken away at once.
    """
    first, last = (written_date(day, t) if day else "" for day in (facets.first, facets.last))
    language_names = {code: t(f"filters.{code}") for code, _ in facets.languages}
    return [
        # Whoever has unfolded it already finds it so.
        gr.update(label=heading(chosen, t)) | ({"open": True} if chosen.collections else {}),
        _day(chosen.since, t("filters.since"), first),
        _day(chosen.until, t("filters.until"), last),
        _some_of(_counted(facets.outlets), chosen.outlets, t("filters.outlet")),
        _some_of(_counted(facets.authors), chosen.authors, t("filters.author")),
        _some_of(
            _counted(facets.languages, language_names), chosen.languages, t("filters.language")
        ),
        _some_of(_counted(facets.collections), chosen.collections, t("filters.collection")),
        _undated(facets.undated, t),
        gr.update(value=t("filters.clear")),
    ]


def _day(chosen: date | None, label: str, placeholder: str) -> Any:
    return gr.update(
        label=label, placeholder=placeholder, value=chosen.isoformat() if chosen else ""
    )


def _some_of(choices: Sequence[tuple[str, str]], chosen: Sequence[str], label: str) -> Any:
    return gr.update(label=label, choices=choices, value=list(chosen))


def _counted(
    values: Sequence[tuple[str, int]], names: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[str, str]]:
    """Choices as they are shown, with their number of documents, and their values."""
    return [(f"{names.get(value, value)} ({number:,})", value) for value, number in values]


def _undated(documents: int, t: Words) -> Markup:
    if not documents:
        return Markup()
    return Markup('<p class="note">{}</p>').format(t("filters.undated", n=documents))


def _day_field(label: str) -> gr.Textbox:
    return gr.Textbox("", label=label, max_lines=1, min_width=0)


def _choice(label: str, *, allow_custom_value: bool = False) -> gr.Dropdown:
    return gr.Dropdown(
        [],
        value=[],
        label=label,
        multiselect=True,
        min_width=0,
        allow_custom_value=allow_custom_value,
    )
