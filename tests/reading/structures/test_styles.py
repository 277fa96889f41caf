"""What a style hides, and what it does not."""

from __future__ import annotations

import pytest

from rag.reading.structures.styles import concealed_names, is_concealed


@pytest.mark.parametrize(
    "attributes",
    [
        {"hidden": ""},
        {"aria-hidden": "true"},
        {"style": "display: none"},
        {"style": "DISPLAY:NONE !important; color: red"},
        {"style": "visibility:hidden"},
        {"style": "opacity: 0"},
        {"style": "font-size:0"},
        {"style": "font-size: 1px"},
        {"style": "font-size: 0.01em"},
        {"style": "position:absolute; left:-9999px"},
        {"style": "text-indent: -100em"},
        {"style": "clip: rect(0, 0, 0, 0)"},
        {"style": "clip-path: inset(50%)"},
        {"style": "width:1px;height:1px;overflow:hidden"},
        {"style": "color:#fff"},
        {"style": "color: white; background: #FEFEFE"},
        {"style": "color: rgb(255, 255, 255)"},
        {"style": "color:#123456;background-color:#123456"},
        {"style": "color: transparent"},
        {"color": "#ffffff"},
    ],
)
def test_unseen_text_is_told_by_its_attributes(attributes: dict[str, str]) -> None:
    assert is_concealed(attributes)


@pytest.mark.parametrize(
    "style",
    [
        "",
        "font-size:0.9em",
        "font-size: 12px; color: black",
        "opacity: 0.5",
        "margin-left:-20px",
        "margin-left: -50%",
        "color:#fff;background:#003366",
        "color:white;background:url(dark.png)",
        "color:transparent;-webkit-background-clip:text;background-image:linear-gradient(red,blue)",
        "width:0;overflow:visible",
        "display:block",
        ";;:;",
    ],
)
def test_what_is_seen_is_not_hidden(style: str) -> None:
    assert not is_concealed({"style": style})


def test_white_on_dark_is_seen_and_black_on_black_is_not() -> None:
    assert not is_concealed({"style": "color:white"}, background="#000000")
    assert is_concealed({"style": "color:black"}, background="#000")


def test_a_style_sheet_hides_names_unless_it_shows_them_somewhere() -> None:
    sheet = """
        @import "x.css"; .trap, #note { display:none }  /* .menu { display:none } */
        .tab { display: none } .tab.active { display: block }
        .small { visibility:hidden } @media print { .small { visibility:visible } }
        @media print { .article { display:none } }
        p { font-size: 12px }
    """
    assert concealed_names(sheet) == {".trap", "#note"}


def test_broken_style_sheets_are_survived() -> None:
    for sheet in ("}" * 100_000, "{" * 100_000, "@a{" * 50_000, "a{b" * 50_000, "/*" * 50_000):
        assert concealed_names(sheet) == frozenset()
