"""RTF: text in any code page, as its reader sees it; cut off and hostile files are refused."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats.rtf import read_rtf
from rag.reading.source import Source

ENGLISH = "Delegates met in Wuzhen."
CHINESE = "世界互联网大会"
FONTS = r"{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset134 SimSun;}{\f2\fcharset204 X;}}"


def read(body: str | bytes) -> Article:
    code = body if isinstance(body, bytes) else body.encode("latin-1")
    data = b"{\\rtf1\\ansi\\ansicpg1252" + FONTS.encode() + code + b"}"
    (article,) = read_rtf(Source.of_bytes(data, PurePath("report.rtf")))
    return article


def escaped(data: bytes) -> str:
    return "".join(f"\\'{byte:02x}" for byte in data)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (ENGLISH, ENGLISH),
        ("caf\\'e9", "café"),
        ("\\u19990\\'3f\\u30028\\'3f", "世界"),
        ("\\uc0\\u19990\\u30028", "世界"),
        ("\\uc2\\u19990\\'ca\\'c0\\u30028\\'bd\\'e7", "世界"),
        ("\\u-10179?\\u-8704?", "😀"),
        ("\\f1 " + escaped(CHINESE.encode("gbk")), CHINESE),
        ("\\ansicpg936 " + escaped(CHINESE.encode("gbk")), CHINESE),
        ("{\\f2 " + escaped("мир".encode("cp1251")) + "} caf\\'e9", "мир café"),
        ("\\f1\\'81A", "丄"),
        ("\\ldblquote a\\rdblquote\\emdash b\\~c\\_d\\-e", "“a”—b\u00a0c-de"),
        ("a\\{b\\}c\\\\d", "a{b}c\\d"),
    ],
)
def test_characters_are_read_however_they_are_written(code: str, text: str) -> None:
    assert read(code).text == text


def test_raw_bytes_are_read_in_the_font_s_code_page() -> None:
    assert read(b"\\f1 " + CHINESE.encode("gbk")).text == CHINESE


def test_paragraphs_breaks_and_tables_are_kept() -> None:
    article = read(r"One\line more\par\pard Two\par\trowd a\cell b\cell\row Three")
    assert article.text == "One\nmore\n\nTwo\n\na\tb\n\nThree"
    assert [span.of(article.text) for span in article.content] == [article.text]


def test_lines_of_the_file_are_not_lines_of_the_text() -> None:
    assert read("Dele\r\ngates").text == "Delegates"


def test_footnotes_follow_the_text() -> None:
    assert read(r"Be{\footnote\pard See page 4.}fore\par").text == "Before\n\nSee page 4."


@pytest.mark.parametrize(
    "group",
    [
        r"{\*\generator Some program;}",
        r"{\pict\pngblip 89504e47}",
        r"{\header Page 1}",
        r"{\v hidden}",
        r"{\deleted gone}",
        r"{\*\annotation a comment}",
        r"{\field{\*\fldinst HYPERLINK x}}",
        r"{\stylesheet{\s0 Normal;}}",
    ],
)
def test_what_the_reader_does_not_see_is_not_text(group: str) -> None:
    assert read(f"be{group}fore").text == "before"


def test_binary_pictures_are_passed_over() -> None:
    assert read(b"be{\\pict\\bin6 {{}}\\\\}fore").text == "before"


def test_the_words_of_a_link_and_of_a_text_box_are_text() -> None:
    link = r"{\field{\*\fldinst HYPERLINK x}{\fldrslt the link}}"
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt the box}}{\shprslt the box}}"
    assert read(f"{link}\\par{box}").text == "the link\n\nthe box"


def test_title_and_author_come_from_the_properties() -> None:
    article = read(r"{\info{\upr{\title ??}{\*\ud{\title\u20044 ?\u38215 ?}}}{\author Ann Lee}}x")
    assert (article.title, article.publication.author) == ("乌镇", "Ann Lee")
    assert article.text == "x"


def test_what_is_no_character_is_cleaned() -> None:
    assert read("a\\u0?b\\u-10000?c").text == "ab\ufffdc"


@pytest.mark.parametrize("data", [b"", b"text", b"{\\rtf1 cut", b"{\\rtf1 {\\b cut}"])
def test_a_file_that_is_cut_off_or_not_rtf_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"report\.rtf is unreadable"):
        list(read_rtf(Source.of_bytes(data, PurePath("report.rtf"))))


def test_groups_nested_too_deep_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="nested more than 1,000 deep"):
        read("{" * 100_000)


@pytest.mark.parametrize("code", [r"\f1\fcharset", r"\bin-9 ", r"\u1", r"{\field{\*\fldinst}}"])
def test_hostile_code_by_the_megabyte_is_read_to_its_end(code: str) -> None:
    assert read(f"{code * 50_000}\\par {ENGLISH}").text.endswith(ENGLISH)
