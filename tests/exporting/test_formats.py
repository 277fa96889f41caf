"""What a person finds in an exported file, format by format."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import PurePath

import pytest

from rag.domain import (
    Citation,
    Claim,
    Disagreement,
    Part,
    Publication,
    Refusal,
    UnderstoodQuestion,
    Verdict,
)
from rag.exporting.csl import to_csl
from rag.exporting.markdown import to_markdown
from rag.exporting.word import to_word
from rag.reading.formats.docx import read_docx
from rag.reading.source import Source
from tests.exporting.transcripts import answer, quoting, transcript
from tests.sources import KEYNOTE, document, retrieved

PLANET = Publication("The Daily Planet", "Lois Lane", date(2017, 12, 4), "https://planet.example/1")
SOURCE = replace(document(KEYNOTE), publication=PLANET, content_hash="3f2a9c01b7de" + "0" * 52)
CAME = "Tim Cook, head of Apple"
START = KEYNOTE.index(CAME)
CITATION = Citation(1, SOURCE, "keynote.md#0", START, START + len(CAME))
HELD = Claim("Tim Cook came.", (CITATION,), Verdict.SUPPORTED, ())
DOUBTED = Claim("He left.", (CITATION,), Verdict.CONTRADICTED, ("the source says that he stayed",))
PLACE = f"characters 26–49 of keynote.md (version 3f2a9c01b7de): “{CAME}”"


def test_markdown_has_the_answer_with_its_footnotes() -> None:
    told = replace(answer([HELD, DOUBTED, HELD]), notices=("A notice.",))
    *paragraphs, how, footnote = to_markdown(transcript(told)).decode().strip().split("\n\n")
    assert paragraphs == [
        "# Who spoke?",
        "Tim Cook came.[^1]",
        "> **Contradicted:** He left.[^1] (the source says that he stayed)",
        "Tim Cook came.[^1]",
        "*Note: A notice.*",
        "*Asked of Citedesk on 22 November 2026: 2 of 3 sentences supported, "
        "confidence high (0.82), model qwen.*",
    ]
    assert how.endswith("citedesk check FILE*")
    assert footnote == (
        "[^1]: The Daily Planet, Lois Lane, “The fourth conference”, 4 December 2017, "
        f"<https://planet.example/1>, {PLACE}"
    )


def test_the_sides_of_a_disagreement_are_listed_under_what_they_are() -> None:
    sides = tuple(
        Claim(f"According to {who}: “{number}”", (replace(CITATION, end=end),), HELD.verdict, ())
        for who, number, end in (("IET", 1, START + 3), ("SCMP", 2, START + 8))
    )
    told = replace(answer([HELD, *sides]), disagreements=(Disagreement("differs", sides),))
    text = to_markdown(transcript(told)).decode()
    assert (
        "Tim Cook came.[^1]\n\n**The sources differ:**\n\n"
        "- According to IET: “1”[^2]\n\n- According to SCMP: “2”[^3]\n\n"
    ) in text
    (article,) = read_docx(Source(PurePath("answer.docx"), io.BytesIO(to_word(transcript(told)))))
    lines = [line.lstrip("- ") for line in article.text.split("\n") if line]
    assert lines[1:5] == [
        "Tim Cook came.",
        "The sources differ:",
        "According to IET: “1”",
        "According to SCMP: “2”",
    ]


def test_a_refusal_is_exported_with_what_comes_nearest() -> None:
    refusal = Refusal("not_covered", "Nothing mentions “Mars”.", retrieved(SOURCE))
    text = to_markdown(transcript(answer((), refusal))).decode()
    assert "**Not covered by the archive.** Nothing mentions “Mars”.\n" in text
    assert "- The Daily Planet, Lois Lane, “The fourth conference”, 4 December 2017[^1]\n" in text
    assert f"characters 0–{len(KEYNOTE)} of keynote.md" in text


def test_a_conversation_numbers_its_notes_through() -> None:
    later = replace(CITATION, start=0, end=5)
    second = answer([replace(HELD, citations=(later, CITATION))], question="Who else?")
    text = to_markdown(transcript(answer([HELD]), second)).decode()
    assert "# Who spoke?\n\nTim Cook came.[^1]\n" in text
    assert "# Who else?\n\nTim Cook came.[^2][^1]\n" in text
    assert text.count("\n[^1]: ") == text.count("\n[^2]: ") == 1


def test_a_rewritten_question_is_told() -> None:
    understood = UnderstoodQuestion("And he?", "And Tim Cook?")
    text = to_markdown(transcript(replace(answer([HELD]), understood=understood))).decode()
    assert "# And he?\n\n*Read as: And Tim Cook?*\n" in text


def test_the_count_over_a_list_leaves_the_notes_to_its_entries() -> None:
    citations = [replace(CITATION, number=n, start=n, end=n + 5) for n in range(1, 6)]
    entries = [Claim(f"Entry {c.number}.", (c,), Verdict.SUPPORTED, ()) for c in citations]
    count = Claim("5 articles.", tuple(citations), Verdict.SUPPORTED, ())
    understood = UnderstoodQuestion("Which?", "Which?", intent="list", subject="x")
    listed = replace(answer([count, *entries]), understood=understood)
    text = to_markdown(transcript(listed)).decode()
    assert "\n5 articles.\n\n- Entry 1.[^1]\n\n- Entry 2.[^2]\n" in text


def test_a_translated_quote_has_its_translation_beside_it() -> None:
    told = replace(answer([HELD]), quote_translations={1: "苹果公司负责人蒂姆·库克"})
    text = to_markdown(transcript(told)).decode()
    assert f"{PLACE} Translated by the model: “苹果公司负责人蒂姆·库克”\n" in text


@pytest.mark.parametrize("text", ["- a", "+ a", "# a", "1. a", "12) a", "> a", "=== a", "| a |"])
def test_a_sentence_does_not_become_a_block_of_markdown(text: str) -> None:
    written = to_markdown(transcript(answer([replace(HELD, text=text)]))).decode()
    (line,) = (line for line in written.splitlines() if line.endswith(" a[^1]") or "|" in line)
    assert "\\" in line[:3]


def test_word_has_footnotes_of_its_own_and_a_repeated_one_is_referred_to() -> None:
    import docx

    data = to_word(transcript(answer([HELD, DOUBTED])))
    (article,) = read_docx(Source(PurePath("answer.docx"), io.BytesIO(data)))
    assert article.text.split("\n\n")[:3] == [
        "Who spoke?",
        "Tim Cook came.",
        "Contradicted: He left.1 (the source says that he stayed)",
    ]
    assert article.text.endswith(PLACE)
    body = docx.Document(io.BytesIO(data)).element.body
    assert len(body.xpath(".//w:footnoteReference")) == 1
    (field,) = body.xpath(".//w:fldSimple/@w:instr")
    (bookmark,) = body.xpath(".//w:bookmarkStart/@w:name")
    assert bookmark in field


def test_word_names_neither_its_maker_s_library_nor_another_author() -> None:
    import docx

    properties = docx.Document(io.BytesIO(to_word(quoting(["x"])[1]))).core_properties
    assert (properties.author, properties.title, properties.comments) == (
        "Citedesk",
        "Who spoke?",
        "",
    )


def test_csl_json_has_an_item_a_document_with_its_quotes() -> None:
    second = replace(CITATION, number=2, start=0, end=5)
    (item,) = json.loads(to_csl(transcript(answer([replace(HELD, citations=(CITATION, second))]))))
    assert item == {
        "id": "keynote.md",
        "type": "article-newspaper",
        "title": "The fourth conference",
        "container-title": "The Daily Planet",
        "author": [{"literal": "Lois Lane"}],
        "issued": {"date-parts": [[2017, 12, 4]]},
        "URL": "https://planet.example/1",
        "note": f"{PLACE}\ncharacters 0–5 of keynote.md (version 3f2a9c01b7de): “Among”",
    }


@pytest.mark.parametrize(
    ("publication", "fields"),
    [
        (Publication(), {"id", "type", "title", "note"}),
        (Publication(url="https://a.example"), {"id", "type", "title", "note", "URL"}),
        (Publication(url="javascript:alert(1)"), {"id", "type", "title", "note"}),
    ],
)
def test_what_is_not_known_is_left_out_of_csl_json(
    publication: Publication, fields: set[str]
) -> None:
    source = replace(SOURCE, publication=publication)
    claim = replace(HELD, citations=(replace(CITATION, document=source),))
    (item,) = json.loads(to_csl(transcript(answer([claim]))))
    assert set(item) == fields
    assert item["type"] == ("webpage" if "URL" in fields else "document")


def test_a_refusal_without_passages_cites_nothing() -> None:
    told = transcript(answer((), Refusal("empty_library", "Nothing yet.", ())))
    assert json.loads(to_csl(told)) == []
    assert "[^" not in to_markdown(told).decode()
    assert b"footnotes" not in to_word(told)


def test_the_rows_of_an_answer_are_headed_sections_with_their_notes() -> None:
    parts = (Part("| *The* Planet |", (HELD, DOUBTED)), Part("SCMP", (), "No coverage"))
    told = replace(answer([HELD, DOUBTED]), parts=parts, form="by_outlet")
    text = to_markdown(transcript(told)).decode()
    assert (
        "# Who spoke?\n\n"
        "## \\| \\*The\\* Planet \\|\n\n- Tim Cook came.[^1]\n\n"
        "> **Contradicted:** He left.[^1] (the source says that he stayed)\n\n"
        "## SCMP\n\nNo coverage.\n\n"
    ) in text
    (article,) = read_docx(Source(PurePath("answer.docx"), io.BytesIO(to_word(transcript(told)))))
    assert "| *The* Planet |" in article.text
    assert "No coverage." in article.text


def test_a_timeline_is_said_to_be_without_a_language_model() -> None:
    told = replace(answer([HELD]), parts=(Part("2017", (HELD,)),), form="timeline")
    assert "word for word, without a language model.*" in to_markdown(transcript(told)).decode()


def test_a_table_without_any_answer_is_a_refusal_and_keeps_its_rows() -> None:
    refusal = Refusal("not_in_sources", "The archive does not answer this.", ())
    told = replace(answer([], refusal), parts=(Part("SCMP", (), "No coverage"),), form="by_outlet")
    text = to_markdown(transcript(told)).decode()
    assert text.index("does not answer this") < text.index("## SCMP\n\nNo coverage.")
