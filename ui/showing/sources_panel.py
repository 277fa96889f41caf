"""The panel beside the chat: what is being read, then what the answer cites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from rag.domain import Answer, Citation, Document, Passage, RetrievedPassage
from rag.reading.article import web_address
from ui.showing.documents import asking_path, byline, title_link
from ui.showing.footnotes import Footnotes
from ui.showing.source_dates import render_source_dates
from ui.showing.stories import Article, Story, count_of, stories_of
from ui.words import Words

_CONTEXT_CHARS = 160
"""How much of the passage is shown on each side of the quoted sentence."""
_MOST_LISTED = 50
"""So many articles are listed; of the others, which a complete scan may have by the thousand, the
number is given."""


def render_empty(t: Words) -> Markup:
    """Before the first question."""
    return _panel(t, t("sources.empty"))


def render_reading(retrieved: Sequence[RetrievedPassage], t: Words, question: str) -> Markup:
    """The documents whose passages were found, best first, copies of a story under the first."""
    stories = stories_of(retrieved)
    found = t("sources.found_for", count=count_of(stories, t), question=question)
    return _panel(t, found, _listing(stories, t))


def render_cited(answer: Answer, t: Words) -> Markup:
    """A card for each citation, by number, and what else was found.

    What the copies of a story say is folded away under the first card of the story.
    """
    stories = stories_of(answer.retrieved, answer.citations)
    cards = _cards(answer, t)
    others = _also_found([story for story in stories if story[0].document.id not in cards], t)
    if not cards:
        return _panel(t, t("sources.none_cited", question=answer.question), others)
    copies = {story[0].document.id: story[1:] for story in stories}
    items = []
    for citation in answer.citations:
        lead = citation.document.id
        if lead in copies:
            items.append(cards[lead].pop(0))
            items.append(_folded_copies(copies[lead], t, cards, _MOST_LISTED))
            copies[lead] = ()
    note = Markup("{}<br>{}").format(
        t("sources.cited_for", question=answer.question),
        t("sources.found", count=count_of(stories, t)),
    )
    listed = Markup('<ol class="cards">{}</ol>').format(Markup().join(items))
    return _panel(t, note, render_source_dates(answer.citations, t) + listed + others)


def _panel(t: Words, note: str, body: Markup | str = "") -> Markup:
    return Markup('<h2>{}</h2><p class="note">{}</p>{}').format(t("sources.title"), note, body)


def _cards(answer: Answer, t: Words) -> dict[str, list[Markup]]:
    """The cards of each cited document, by number."""
    passages = {found.passage.id: found.passage for found in answer.retrieved}
    footnotes = Footnotes(answer.claims, t)
    cards: dict[str, list[Markup]] = {}
    for citation in answer.citations:
        quote = _quote_in_context(citation, passages.get(citation.passage_id))
        translation = _translation(answer.quote_translations.get(citation.number), t)
        card = _card(citation, t, footnotes.others(citation), quote + translation)
        cards.setdefault(citation.document.id, []).append(card)
    return cards


def _listing(stories: Sequence[Story], t: Words) -> Markup:
    if not stories:
        return Markup()
    items, room, listed = [], _MOST_LISTED, 0
    for story in stories:
        if room < 1:
            break
        items.append(_item(story[0], t) + _folded_copies(story[1:], t, {}, room - 1))
        room -= len(story)
        listed += len(story)
    left_out = _more(sum(map(len, stories)) - listed, t)
    return Markup('<ul class="reading">{}{}</ul>').format(Markup().join(items), left_out)


def _folded_copies(
    copies: Sequence[Article], t: Words, cards: Mapping[str, Sequence[Markup]], room: int
) -> Markup:
    """The copies of a story: the cards of those that are cited, then the titles of the others, in
    all at most `room` if not more are cited."""
    if not copies:
        return Markup()
    cited = [article for article in copies if article.document.id in cards]
    uncited = [article for article in copies if article.document.id not in cards]
    listed = uncited[: max(0, room - len(cited))]
    items = [card for article in cited for card in cards[article.document.id]]
    items += [*(_item(article, t) for article in listed), _more(len(uncited) - len(listed), t)]
    return Markup(
        '<li class="copies"><details><summary>{}</summary><ul>{}</ul></details></li>'
    ).format(t("sources.same_story", n=len(copies)), Markup().join(items))


def _more(articles: int, t: Words) -> Markup:
    if not articles:
        return Markup()
    return Markup('<li class="more">{}</li>').format(t("sources.more", n=articles))


def _item(article: Article, t: Words) -> Markup:
    document = article.document
    return Markup('<li><span class="title">{}</span><span class="byline">{}</span></li>').format(
        title_link(document, article.start, article.end), byline(document, t)
    )


def _also_found(stories: Sequence[Story], t: Words) -> Markup:
    if not stories:
        return Markup()
    return Markup('<details class="also"><summary>{}</summary>{}</details>').format(
        t("sources.also_found", count=count_of(stories, t)), _listing(stories, t)
    )


def _card(
    citation: Citation, t: Words, others: Sequence[tuple[int, int]], quoted: Markup
) -> Markup:
    document = citation.document
    page = " · " + t("answer.page", number=citation.page) if citation.page else ""
    return Markup(
        '<li class="card"><p class="title"><span class="number">[{}]</span> {}</p>'
        '<p class="byline">{}</p>{}{}</li>'
    ).format(
        citation.number,
        title_link(document, citation.start, citation.end, others),
        byline(document, t) + page,
        quoted,
        _links(document, t),
    )


def _translation(text: str | None, t: Words) -> Markup:
    if text is None:
        return Markup()
    return Markup('<p class="translation"><span class="label">{}</span> {}</p>').format(
        t("sources.translation"), text
    )


def _quote_in_context(citation: Citation, passage: Passage | None) -> Markup:
    """The quote within its paragraph, as far as the paragraph belongs to the passage."""
    text = citation.document.text
    before = after = ""
    if passage:
        first = max(passage.start, text.rfind("\n\n", 0, citation.start) + 2)
        last = text.find("\n\n", citation.end, passage.end)
        before = _shortened(text[first : citation.start][::-1])[::-1]
        after = _shortened(text[citation.end : passage.end if last == -1 else last])
    return Markup('<blockquote lang="{}">{}<mark>{}</mark>{}</blockquote>').format(
        citation.document.publication.language or "", before, citation.quote, after
    )


def _shortened(text: str) -> str:
    """The beginning of a text, cut between words where there are spaces (not in Chinese)."""
    if len(text) <= _CONTEXT_CHARS:
        return text
    space = text.rfind(" ", _CONTEXT_CHARS - 20, _CONTEXT_CHARS)
    return f"{text[: space if space != -1 else _CONTEXT_CHARS]}\u2026"


def _links(document: Document, t: Words) -> Markup:
    """To ask about the document, and to where it was published."""
    links = Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(
        asking_path(document), t("sources.ask_about")
    )
    if address := web_address(document.publication.url or ""):
        links += Markup(' <a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            address, t("sources.original", host=urlsplit(address).hostname)
        )
    return Markup('<p class="links">{}</p>').format(links)
