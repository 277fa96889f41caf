import pytest

from rag.text.legible import legible

ASKED = "How many seats does the golden hall have?"


@pytest.mark.parametrize(
    "typed",
    [
        ASKED,
        "How many s\u0435\u0430ts d\u043e\u0435s the g\u043elden hall h\u0430ve?",
        "How many seats does the g\u03bflden hall have?",
        "How many se\u200bats does\u2060 the gol\u00adden ha\u200dll have?\ufeff",
        "How many seats does the \u202egolden\u202c \u2067hall\u2069 have?",
        "Ｈｏｗ many seats does the ｇｏｌｄｅｎ hall have?",
        f"How many seats does the go{chr(0x301) * 10_000}lden hall have?",
    ],
)
def test_what_looks_alike_is_alike(typed: str) -> None:
    assert legible(typed) == ASKED


@pytest.mark.parametrize(
    "text",
    [
        "首届世界互联网大会于2014年11月在浙江乌镇举行，是吗？",
        "Кто открыл конференцию? Ποιος;",
        "Hội nghị diễn ra ở đâu? Ho\u0323\u0302i, nghi\u0323",
        "नमस्ते, שָׁלוֹם, مَرْحَبًا",
        "👩\u200d👩\u200d👧 ❤️\u200d🔥 🏳️\u200d🌈 5️⃣",
    ],
)
def test_writing_of_any_language_stays(text: str) -> None:
    assert legible(text) == text


def test_half_a_character_is_shown_as_one() -> None:
    assert legible("seats \ud83d?") == "seats \ufffd?"


def test_a_long_text_is_read_in_no_time() -> None:
    assert legible("e\u0301" * 50_000 + "а" * 50_000) == "e\u0301" * 50_000 + "а" * 50_000
