from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import OPENING, Command

ZH = "2016/大会.md"


def shown(citedesk: Command, document_id: str) -> dict[str, Any]:
    ran = citedesk("documents", "show", document_id, "--json")
    assert ran.code == 0, ran.err
    value: dict[str, Any] = json.loads(ran.out)
    return value


def ids(citedesk: Command) -> list[str]:
    lines = citedesk("documents", "list", "--json").out.splitlines()
    return [json.loads(line)["id"] for line in lines]


def test_the_list_has_a_line_for_each_document_with_who_published_it_when(
    indexed: Command,
) -> None:
    head, chinese, opening = (
        line.split("\t") for line in indexed("documents", "list").out.splitlines()
    )
    assert dict(zip(head, opening, strict=True)) == {
        "id": "opening.md",
        "title": "The first [summit]",
        "published": "2014-11-21",
        "outlet": "The Paper",
        "author": "",
        "language": "en",
        "passages": "1",
        "copies": "0",
    }
    assert chinese[:2] == [ZH, "网络主权"]


def test_copies_of_one_story_are_counted_and_named(indexed: Command, archive: Path) -> None:
    long = OPENING + "\n".join(
        f"In hall {n} the delegates heard speaker number {n} of the day." for n in range(40)
    )
    for name in ("opening.md", "wire.md"):
        (archive / name).write_text(long)
    assert indexed("index", archive).code == 0
    assert shown(indexed, "opening.md")["copies"] == ["wire.md"]
    listed = [json.loads(line) for line in indexed("documents", "list", "--json").out.splitlines()]
    assert {entry["id"]: entry["copies"] for entry in listed} == {
        ZH: 0,
        "opening.md": 1,
        "wire.md": 1,
    }
    assert "wire.md (The Paper, 2014-11-21)" in indexed("documents", "show", "opening.md").out


def test_the_list_says_where_fields_were_found_if_asked(indexed: Command) -> None:
    out = indexed("documents", "list", "--origins").out
    assert "published 2014-11-21  front matter, 0.95" in out
    assert "title     网络主权  first heading, 0.80" in out


def test_an_empty_library_sends_people_to_index(citedesk: Command) -> None:
    ran = citedesk("documents", "list")
    assert (ran.code, ran.out) == (0, "The library is empty. Run: citedesk index FOLDER\n")


def test_a_document_is_shown_with_what_was_left_out_of_its_text(indexed: Command) -> None:
    out = indexed("documents", "show", "opening.md").out
    assert "title     The first [summit]  front matter, 0.95" in out
    assert "author    unknown" in out
    assert "left out  front matter, 0-" in out
    document = shown(indexed, "opening.md")
    (stripped,) = document["stripped"]
    assert stripped["reason"] == "front matter"
    assert document["text"][stripped["start"] : stripped["end"]] == OPENING[: stripped["end"]]
    assert document["provenance"]["outlet"] == {"origin": "front matter", "confidence": 0.95}


def test_the_documents_are_there_when_the_model_is_not(
    indexed: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("rag.factory.build_embedder", None)
    assert shown(indexed, ZH)["title"] == "网络主权"
    assert indexed("documents", "export", "--all", "--to", tmp_path / "out").code == 0
    assert indexed("library", "backup", tmp_path / "saved").code == 0


@pytest.mark.parametrize("wanted", ["opning.md", "OPEN"])
@pytest.mark.parametrize("command", ["show", "remove", "edit"])
def test_an_unknown_id_gets_the_nearest_ones(indexed: Command, command: str, wanted: str) -> None:
    options = ["--title", "x"] if command == "edit" else []
    ran = indexed("documents", command, wanted, *options)
    assert ran.code == 1
    assert f"There is no document {wanted}; the nearest: opening.md" in ran.err
    assert ran.out == ""


def test_an_edit_survives_indexing_and_can_be_taken_back(indexed: Command, archive: Path) -> None:
    ran = indexed(
        *("documents", "edit", ZH, "--published", "2016-11-16"),
        *("--outlet", "新华社 [bold]", "--language", "zh"),
    )
    assert ran.code == 0, ran.err
    assert "outlet    新华社 [bold]  set by hand, 1.00" in ran.out
    (archive / ZH).write_text("# 网络主权\n\n大会闭幕了。各国代表离开了乌镇。\n")
    assert "1 updated" in indexed("index", archive).out
    document = shown(indexed, ZH)
    assert (document["published"], document["outlet"]) == ("2016-11-16", "新华社 [bold]")
    assert "闭幕" in document["text"]
    cleared = indexed("documents", "edit", ZH, "--clear", "published", "--clear", "outlet")
    assert cleared.code == 0
    document = shown(indexed, ZH)
    assert (document["published"], document["outlet"]) == (None, None)


def test_an_empty_value_says_that_a_field_is_unknown(indexed: Command) -> None:
    assert indexed("documents", "edit", "opening.md", "--outlet", "").code == 0
    document = shown(indexed, "opening.md")
    assert document["outlet"] is None
    assert document["provenance"]["outlet"]["origin"] == "set by hand"


def test_a_new_title_is_searched_by(indexed: Command) -> None:
    assert indexed("documents", "edit", "opening.md", "--title", "Zugzwang").code == 0
    value = json.loads(indexed("search", "Zugzwang", "-k", "1", "--json").out)
    assert value["results"][0]["document_id"] == "opening.md"


def test_a_date_that_is_none_is_refused_with_the_remedy(indexed: Command) -> None:
    ran = indexed("documents", "edit", "opening.md", "--published", "last year")
    assert ran.code == 1
    assert "“last year” is not a date." in ran.err
    assert "2016-11-16" in ran.err
    assert shown(indexed, "opening.md")["published"] == "2014-11-21"


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit", "opening.md"),
        ("edit", "opening.md", "--title", "x", "--clear", "title"),
        ("edit", "opening.md", "--clear", "colour"),
        ("export", "--all"),
        ("export", "--to", "out"),
        ("export", "opening.md", "--all", "--json"),
        ("export", "opening.md", "--to", "out", "--json"),
        ("show",),
    ],
)
def test_wrong_usage_exits_with_2(indexed: Command, arguments: tuple[str, ...]) -> None:
    assert indexed("documents", *arguments).code == 2


def test_what_was_removed_stays_out_until_it_is_readmitted(indexed: Command, archive: Path) -> None:
    ran = indexed("documents", "remove", "opening.md")
    assert ran.code == 0
    assert "citedesk documents readmit opening.md" in ran.out
    assert ids(indexed) == [ZH]
    assert "was removed by hand" in indexed("index", archive).err
    assert ids(indexed) == [ZH]
    assert indexed("documents", "readmit", "opening.md").code == 0
    assert "1 added" in indexed("index", archive).out
    assert ids(indexed) == [ZH, "opening.md"]
    assert (archive / "opening.md").read_text() == OPENING


def test_what_is_exported_as_markdown_is_read_back_with_the_same_fields(
    indexed: Command, tmp_path: Path, library_folder: Path
) -> None:
    title = 'Wuzhen: "the [first]" #1 — 乌镇'
    assert indexed("documents", "edit", "opening.md", "--title", title, "--author", "王").code == 0
    before = {document_id: shown(indexed, document_id) for document_id in ids(indexed)}
    assert (
        "2 documents are in" in indexed("documents", "export", "--all", "--to", tmp_path / "a").out
    )
    library_folder.rename(tmp_path / "old")
    assert indexed("index", tmp_path / "a").code == 0
    for document_id, old in before.items():
        new = shown(indexed, document_id)
        for field in ("title", "outlet", "author", "published", "url", "language"):
            assert new[field] == old[field]
    assert "Lu Wei gave the opening speech." in shown(indexed, "opening.md")["text"]


def test_export_does_not_write_into_a_folder_that_holds_something(
    indexed: Command, archive: Path
) -> None:
    ran = indexed("documents", "export", "--all", "--to", archive)
    assert ran.code == 1
    assert "is not empty" in ran.err
    assert (archive / "opening.md").read_text() == OPENING


def test_json_lines_have_the_whole_text(indexed: Command) -> None:
    (line,) = indexed("documents", "export", "opening.md", "--json").out.splitlines()
    document = json.loads(line)
    assert document["text"] == OPENING
    assert document["published"] == "2014-11-21"


def test_what_a_document_says_is_no_command_to_the_terminal(
    indexed: Command, archive: Path
) -> None:
    (archive / "bad.md").write_text(
        "# \x1b]0;owned\x07\x1b[2J [red]x[/]\n\n" + 30 * "Prose is here.\n"
    )
    indexed("index", archive)
    for command in (("list",), ("show", "bad.md"), ("list", "--origins")):
        out = indexed("documents", *command).out
        assert "\x1b" not in out
        assert "\ufffd]0;owned" in out
        assert "[red]x[/]" in out
