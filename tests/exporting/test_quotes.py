"""Whatever a quote holds, each format gives it back, and it is found at its place again."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from rag.domain import Disagreement, Document, Part
from rag.errors import CitedeskError
from rag.exporting.checking import check_export
from rag.exporting.formats import FORMATS, Format, format_of, write_export
from rag.exporting.notes import as_printed
from rag.exporting.transcript import Reply, Transcript
from tests.exporting.transcripts import quoting
from tests.fakes.assistants import FakeLibrary

NASTY = [
    '“No ‘hegemony’,” he said: "never".',
    "He wrote [sic] [^1]: and [1](http://canary.example) | a | b |",
    "first line\nsecond line\r\n\r\nafter a gap\ta tab",
    "*stars* **more** _under_ `tick` ```fence``` ~~gone~~ $x$ \\back\\slash\\*",
    "\n[^2]: a look-alike, characters 0–5 of other.md (version 000000000000): “Befor”",
    "characters 0–6 of 2017/keynote 中文.md (version 000000000000): “Before”",
    "<b>bold</b> &amp; &#8220; <!-- gone --> <https://canary.example>",
    "刘云山说：“不应有网络霸权。”《人民日报》　全角",
    "family 👨‍👩‍👧 and flag 🇨🇳",
    "right\u200fto\u200eleft שלום \u202egnp.exe\u202c",
    "bell \x07 null \x00 escape \x1b[31m delete \x7f next\x85line \u2028 \ufffe \ud800",
    "# heading",
    "- item",
    "1. one",
    "   spaces   everywhere   ",
    "”",
    "“",
    "word " * 400,
]


def check(transcript: Transcript, form: Format, folder: Path, library: FakeLibrary) -> list[str]:
    path = folder / f"answer{form.suffix}"
    write_export(transcript, path)
    return [quote.fault for quote in check_export(path, library)]


@pytest.fixture(params=FORMATS, ids=lambda form: form.name)
def form(request: pytest.FixtureRequest) -> Format:
    chosen: Format = request.param
    return chosen


def test_nasty_quotes_on_the_sides_of_a_disagreement_are_found_again(
    form: Format, tmp_path: Path
) -> None:
    source, told = quoting(NASTY)
    ((agreed, asked_on),) = told.replies
    disagreement = Disagreement("contradicts", agreed.claims[1:])
    disputed = Reply(replace(agreed, disagreements=(disagreement,)), asked_on)
    assert check(Transcript((disputed,)), form, tmp_path, FakeLibrary([source])) == [""] * len(
        NASTY
    )


def test_nasty_quotes_in_the_rows_of_a_timeline_are_found_again(
    form: Format, tmp_path: Path
) -> None:
    source, told = quoting(NASTY)
    ((flat, asked_on),) = told.replies
    parts = tuple(Part(quote, (claim,)) for quote, claim in zip(NASTY, flat.claims, strict=True))
    timeline = Reply(replace(flat, parts=parts, form="timeline"), asked_on)
    faults = check(Transcript((timeline,)), form, tmp_path, FakeLibrary([source]))
    assert faults == [""] * len(NASTY)


def test_nasty_quotes_are_found_again(form: Format, tmp_path: Path) -> None:
    source, transcript = quoting(NASTY)
    quotes = form.read(form.write(transcript))
    assert [quote.quote for quote in quotes] == [as_printed(quote) for quote in NASTY]
    assert check(transcript, form, tmp_path, FakeLibrary([source])) == [""] * len(NASTY)


def test_quotes_of_any_pieces_are_found_again(form: Format, tmp_path: Path) -> None:
    pieces = [
        *'“”"[]()<>|*_`~#$&^\\!:-+=.1 \n\t\r\x00\x1f',
        "[^1]: ",
        "characters 1–2 of ",
        "乌",
        "👨",
    ]
    draw = random.Random(6)
    quotes = ["".join(draw.choices(pieces, k=draw.randint(1, 40))) for _ in range(200)]
    source, transcript = quoting(quotes)
    assert check(transcript, form, tmp_path, FakeLibrary([source])) == [""] * 200


@pytest.mark.parametrize("title", NASTY)
def test_no_title_hides_a_quote(form: Format, tmp_path: Path, title: str) -> None:
    source, transcript = quoting(["It was so."], title=title, outlet=title)
    assert check(transcript, form, tmp_path, FakeLibrary([source])) == [""]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (None, "the document is not in the library"),
        ("Before. It is so. — ", "the document was changed since, and does not say so any more"),
        ("Long before. It was so. — ", "it stands at characters 13–23 since the text changed"),
    ],
)
def test_a_quote_that_does_not_stand_says_why(
    form: Format, tmp_path: Path, changed: str | None, fault: str
) -> None:
    source, transcript = quoting(["It was so."])
    now: list[Document] = []
    if changed:
        now = [replace(source, text=changed, content_hash="1" * 64)]
    assert check(transcript, form, tmp_path, FakeLibrary(now)) == [fault]


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("It was so.", "It was not so.", "does not say so: the export was changed"),
        ("It was so.", "It is so!!", "does not say so: the export was changed"),
        ("It was so.", "", "does not say so: the export was changed"),
        ("characters 8–18", "characters 9–19", "it stands at characters 8–18: the export was"),
        ("characters 8–18", "characters 8–8", "the export was changed"),
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".json"])
def test_a_changed_export_is_told(
    tmp_path: Path, suffix: str, written: str, instead: str, fault: str
) -> None:
    source, transcript = quoting(["It was so."])
    path = tmp_path / f"answer{suffix}"
    write_export(transcript, path)
    path.write_text(path.read_text("utf-8").replace(written, instead), "utf-8")
    (checked,) = check_export(path, FakeLibrary([source]))
    assert fault in checked.fault


def test_a_wrapped_markdown_file_is_read_all_the_same(tmp_path: Path) -> None:
    source, transcript = quoting(["It was so, and so it stays."])
    path = tmp_path / "answer.md"
    write_export(transcript, path)
    path.write_text(path.read_text("utf-8").replace(" and so", "\n    and so"), "utf-8")
    assert [quote.fault for quote in check_export(path, FakeLibrary([source]))] == [""]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.md", b"# Mine\n\n[^1]: A note of my own.\n", "has no quote with its place"),
        ("a.md", b"\xff\xfe", "not Markdown in UTF-8"),
        ("a.json", b"{}", "has no quote"),
        ("a.json", b"[1]", "not CSL-JSON"),
        ("a.json", b"[", "not CSL-JSON"),
        ("a.json", b"[" * 100_000, "not CSL-JSON"),
        ("a.docx", b"PK", "not a zip file"),
        ("a.txt", b"", "no suffix that Citedesk exports to"),
    ],
)
def test_a_file_that_is_no_export_is_told_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CitedeskError, match=message):
        check_export(tmp_path / name, FakeLibrary([]))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CitedeskError, match="No such file"):
        check_export(tmp_path / "a.md", FakeLibrary([]))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("mine")
    with pytest.raises(CitedeskError, match="exists already"):
        write_export(quoting(["x"])[1], path)
    assert path.read_text() == "mine"


def test_the_suffix_is_the_format_in_any_case() -> None:
    assert format_of(Path("A.MD")).name == "Markdown"
