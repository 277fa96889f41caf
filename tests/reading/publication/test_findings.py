"""Findings of differing trust become one publication; what a person sets wins over all of them."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import pytest

from rag.domain import Provenance, Publication
from rag.errors import FieldRejected
from rag.reading.publication.findings import (
    BY_HAND,
    DECLARED,
    INFERRED,
    NAMED,
    STATED,
    Finding,
    Findings,
    resolve,
    with_overrides,
)

PATH = PurePath("notes.txt")


def test_the_finding_of_highest_confidence_wins_and_of_equals_the_first() -> None:
    findings = Findings(
        outlet=[Finding("Guess", "copyright line", INFERRED), Finding("Courier", "meta", DECLARED)],
        author=[Finding("Ann Lee", "line 1", STATED), Finding("Bo Wu", "line 2", STATED)],
    )
    publication, title = resolve(findings, PATH, "en", "It closed.")
    assert (publication.outlet, publication.author, title) == ("Courier", "Ann Lee", "notes")
    assert publication.provenance == {
        "title": Provenance("file name", NAMED),
        "outlet": Provenance("meta", DECLARED),
        "author": Provenance("line 1", STATED),
    }


def test_what_nothing_tells_stays_unknown() -> None:
    publication, _ = resolve(Findings(), PATH, "en", "It closed.")
    assert (publication.outlet, publication.author, publication.published, publication.url) == (
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "name", ["2016-11-16-ferry.md", "20161116_ferry.txt", "ferry 2016.11.16.html"]
)
def test_a_file_name_may_carry_the_date(name: str) -> None:
    publication, _ = resolve(Findings(), PurePath(name), "en", "It closed.")
    assert publication.published == date(2016, 11, 16)
    assert publication.provenance["published"] == Provenance("file name", NAMED)


@pytest.mark.parametrize(
    "name", ["16-11-2016.md", "2016-13-45.txt", "report-2016.txt", "201611161"]
)
def test_a_name_that_could_be_read_otherwise_carries_none(name: str) -> None:
    assert resolve(Findings(), PurePath(name), "en", "It closed.")[0].published is None


@pytest.mark.parametrize(
    "url",
    [
        "https://courier.example/2016/11/16/ferry",
        "https://courier.example/2016-11/16/c_1.htm",
        "https://courier.example/n1/2016/1116/c1-2.html",
    ],
)
def test_an_address_gives_the_date_of_its_path_and_its_host_as_outlet(url: str) -> None:
    findings = Findings(url=[Finding(url, "link canonical", DECLARED)])
    publication, _ = resolve(findings, PurePath("2017-01-01.html"), "en", "It closed.")
    assert publication.published == date(2016, 11, 16)
    assert publication.provenance["published"] == Provenance("path of the url", INFERRED)
    assert publication.outlet == "courier.example"
    assert publication.provenance["outlet"] == Provenance("host of the url", NAMED)


def test_a_copy_of_a_page_in_an_archive_is_not_published_by_the_archive() -> None:
    url = "https://archive.example/web/2019/https://courier.example/ferry"
    findings = Findings(url=[Finding(url, "link canonical", DECLARED)])
    assert resolve(findings, PATH, "en", "It closed.")[0].outlet is None


@pytest.mark.parametrize(
    ("prose", "title"),
    [
        ("It closed. Nobody came.", "It closed."),
        ("它关闭了。没有人来。", "它关闭了。"),
        (
            "The harbour council voted on Monday to close the old ferry line, ending a service.",
            "The harbour council voted on Monday to close the old ferry line, ending a…",
        ),
        ("", "0042"),
    ],
)
def test_a_document_without_any_title_is_called_by_its_opening_words(
    prose: str, title: str
) -> None:
    assert resolve(Findings(), PurePath("0042.txt"), "en", prose)[1] == title


def test_what_is_set_by_hand_wins_and_says_so() -> None:
    before = Publication(outlet="Courier", provenance={"outlet": Provenance("meta", DECLARED)})
    publication, title = with_overrides(
        before,
        "Old",
        {
            "published": "2016-11-16",
            "url": " https://a.example/x ",
            "language": "zh",
            "title": "新",
        },
    )
    assert title == "新"
    assert publication.published == date(2016, 11, 16)
    assert publication.url == "https://a.example/x"
    assert publication.language == "zh"
    assert publication.outlet == "Courier"
    by_hand = Provenance("set by hand", BY_HAND)
    assert publication.provenance == {
        "outlet": Provenance("meta", DECLARED),
        "published": by_hand,
        "url": by_hand,
        "language": by_hand,
        "title": by_hand,
    }
    assert before.published is None


def test_an_empty_value_by_hand_makes_a_field_unknown() -> None:
    before = Publication(published=date(2020, 1, 1))
    assert with_overrides(before, "T", {"published": ""})[0].published is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("published", "16/11/2016"),
        ("published", "2016-13-45"),
        ("url", "javascript:alert(1)"),
        ("url", "file:///etc/passwd"),
        ("language", "fr"),
        ("title", " "),
        ("provenance", "x"),
        ("id", "x"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused_with_a_remedy(field: str, value: str) -> None:
    with pytest.raises(FieldRejected) as refused:
        with_overrides(Publication(), "T", {field: value})
    assert refused.value.hint
