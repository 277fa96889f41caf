import pytest

from eval.metrics.answers import contains_gold, exact_match, holds_any, token_f1

# By hand after the official SQuAD 1.1 script; Chinese after CMRC 2018's segmentation.
SHORT_ANSWERS = [
    ("The Wuzhen, Zhejiang!", ["wuzhen zhejiang"], 1.0, 1.0),
    ("in the town of Wuzhen", ["Wuzhen"], 0.0, 2 / (4 + 1)),
    ("Jack Ma", ["Ma", "Jack Ma Yun"], 0.0, 2 * 2 / (2 + 3)),
    ("ma ma", ["Ma"], 0.0, 2 / (2 + 1)),
    ("Hangzhou", ["Wuzhen"], 0.0, 0.0),
    ("", ["Wuzhen"], 0.0, 0.0),
    ("an anthem", ["anthem"], 1.0, 1.0),
    ("anti-trust", ["antitrust"], 1.0, 1.0),
    ("2014 年，乌镇。", ["2014年乌镇"], 1.0, 1.0),
    ("在乌镇举行", ["乌镇"], 0.0, 2 * 2 / (5 + 2)),
    ("马云和Tim Cook", ["Tim Cook"], 0.0, 2 * 2 / (5 + 2)),
    # Both characters are there, apart: CMRC's longest run would give 2 * 1 / (3 + 2).
    ("乌小镇", ["乌镇"], 0.0, 2 * 2 / (3 + 2)),
]


@pytest.mark.parametrize(("text", "gold", "exact", "f1"), SHORT_ANSWERS)
def test_exact_match_and_f1_are_those_of_squad_and_chinese_goes_by_character(
    text: str, gold: list[str], exact: float, f1: float
) -> None:
    assert exact_match(text, (tuple(gold),)) == exact
    assert token_f1(text, (tuple(gold),)) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("answer", "gold", "contained"),
    [
        ("It met in Wuzhen.", (("wuzhen",),), True),
        ("Some 1,000 guests came.", (("1000 guests",),), True),
        ("In 2015 it met.", (("5",),), False),
        ("He quoted “Xi’s” words.", (("Xi's",),), True),
        ("An anti-trust case.", (("anti trust",),), True),
        ("首届大会于２０１４年在乌镇举行。", (("2014年 在乌镇",),), True),
        ("大会在乌市举行。", (("乌镇",),), False),
        ("Xi and Ma spoke.", (("Xi", "Li"), ("Ma",)), True),
        ("Xi spoke.", (("Xi", "Li"), ("Ma",)), False),
        ("", (("Xi",),), False),
    ],
)
def test_an_answer_contains_gold_by_whole_words_and_chinese_by_character(
    answer: str, gold: tuple[tuple[str, ...], ...], contained: bool
) -> None:
    assert contains_gold(answer, gold) == float(contained)


def test_any_wrong_answer_is_enough() -> None:
    assert holds_any("It met in 1982 or in 1983.", ["1990", "1983"]) == 1.0
    assert holds_any("It met in 1982.", ["198", "1983"]) == 0.0


def test_without_gold_nothing_is_defined_and_with_two_groups_squad_is_not() -> None:
    assert exact_match("Xi", ()) is None
    assert token_f1("Xi", ()) is None
    assert contains_gold("Xi", ()) is None
    assert holds_any("Xi", ()) is None
    two = (("Xi",), ("Ma",))
    assert exact_match("Xi", two) is None
    assert token_f1("Xi", two) is None
