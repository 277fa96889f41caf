"""Who published a document and when: findings of differing trust become one Publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from rag.domain import Language, Provenance, Publication
from rag.errors import FieldRejected
from rag.reading.article import title_from_name, web_address
from rag.reading.dates.alone import date_in_name, date_in_url
from rag.text import split_sentences

BY_HAND = 1.0
"""The scale of confidence. Set by the archive's owner."""
DECLARED = 0.95
"""Declared for machines: front matter, JSON-LD, meta elements, an e-mail's headers."""
STATED = 0.8
"""Stated for readers: a byline, a dateline, a headline, "This article appeared in"."""
INFERRED = 0.6
"""Inferred from what stands for something else: a copyright line, the path of an address."""
NAMED = 0.4
"""Read off a name: the file's, the host's; or a title made of the opening words."""

T = TypeVar("T")

_MAX_TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Finding(Generic[T]):
    """A value that a field may have, where it stood, and how far to trust it."""

    value: T
    origin: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found, by field, in the order of finding."""

    title: list[Finding[str]] = field(default_factory=list)
    outlet: list[Finding[str]] = field(default_factory=list)
    author: list[Finding[str]] = field(default_factory=list)
    published: list[Finding[date]] = field(default_factory=list)
    url: list[Finding[str]] = field(default_factory=list)


def resolve(
    findings: Findings, path: PurePath, language: Language, prose: str
) -> tuple[Publication, str]:
    """The publication and the title: in each field the finding of highest confidence.

    Of equals the first found wins; a field without a finding stays None. A title there always
    is: where none was found, the file's name if it has words, else the opening words of `prose`.
    """
    url = _best(findings.url)
    title = _best([*findings.title, *_titles_of_last_resort(path, prose)])
    best: dict[str, Finding[Any] | None] = {
        "title": title,
        "outlet": _best([*findings.outlet, *_host(url)]),
        "author": _best(findings.author),
        "published": _best([*findings.published, *_dates_in_names(path, url)]),
        "url": url,
    }
    publication = Publication(
        language=language,
        provenance=MappingProxyType(
            {name: Provenance(f.origin, f.confidence) for name, f in best.items() if f}
        ),
        **{name: found.value for name, found in best.items() if found and name != "title"},
    )
    return publication, title.value if title else title_from_name(path)


def with_overrides(
    publication: Publication, title: str, overrides: Mapping[str, str]
) -> tuple[Publication, str]:
    """The publication and the title with fields set by hand; an empty value means unknown.

    `published` is an ISO date, `url` a web address, `language` "en" or "zh".

    Raises:
        FieldRejected: there is no such field, or it cannot have this value.
    """
    values = {name: _checked(name, value.strip()) for name, value in overrides.items()}
    by_hand = dict.fromkeys(values, Provenance("set by hand", BY_HAND))
    provenance = MappingProxyType({**publication.provenance, **by_hand})
    title = values.pop("title", title)
    return replace(publication, provenance=provenance, **values), title


def _checked(name: str, value: str) -> Any:
    if name not in ("title", "outlet", "author", "published", "url", "language"):
        raise FieldRejected(
            f"A document has no field “{name}”.",
            hint="It has title, outlet, author, published, url and language.",
        )
    if name == "title" and not value:
        raise FieldRejected("A title cannot be empty.", hint="Give the document a title.")
    if not value:
        return None
    if name == "published":
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise FieldRejected(
                f"“{value}” is not a date.", hint="Write it as 2016-11-16."
            ) from None
    if name == "url" and not web_address(value):
        raise FieldRejected(
            f"“{value}” is not a web address.", hint="It begins with http:// or https://."
        )
    if name == "language" and value not in ("en", "zh"):
        raise FieldRejected(f"“{value}” is not a language of Citedesk.", hint="Use en or zh.")
    return value


def _best(found: Iterable[Finding[T]]) -> Finding[T] | None:
    return max(found, key=lambda finding: finding.confidence, default=None)


def _titles_of_last_resort(path: PurePath, prose: str) -> Iterable[Finding[str]]:
    name = title_from_name(path)
    # A number or a hash is a name for machines.
    if any(len(word) > 1 and word.isalpha() for word in name.replace("_", "-").split("-")):
        yield Finding(name, "file name", NAMED)
    sentences = split_sentences(prose[:2000])
    if sentences:
        yield Finding(_opening(sentences[0].of(prose)), "opening words", NAMED)


def _opening(sentence: str) -> str:
    words = " ".join(sentence.split())
    if len(words) <= _MAX_TITLE_CHARS:
        return words
    cut = words[:_MAX_TITLE_CHARS]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:，、；：–-") + "…"


def _dates_in_names(path: PurePath, url: Finding[str] | None) -> Iterable[Finding[date]]:
    if url and (dated := date_in_url(url.value)):
        yield Finding(dated, "path of the url", INFERRED)
    if dated := date_in_name(path.stem):
        yield Finding(dated, "file name", NAMED)


def _host(url: Finding[str] | None) -> Iterable[Finding[str]]:
    if url is None:
        return
    address = urlsplit(url.value)
    # An address within an address is an archive's or a translator's copy of someone's page.
    if address.hostname and "http" not in address.path + address.query:
        yield Finding(address.hostname.removeprefix("www."), "host of the url", NAMED)
