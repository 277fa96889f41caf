from pathlib import Path

import pytest

from eval.session import Asked, NothingAsked

XQUAD = Path("data/xquad/xquad.en.json")


def test_a_run_says_what_was_asked_of_what_without_the_folders_above() -> None:
    plain = Asked(data=XQUAD, limit=None, seed=1, name=None)
    assert plain.title == "xquad/xquad.en.json"
    chinese = Path("data/xquad/xquad.zh.json")
    crossed = Asked(data=XQUAD, questions=chinese, also=chinese, limit=None, seed=1, name=None)
    assert crossed.title == (
        "xquad/xquad.en.json, asked by xquad/xquad.zh.json, beside xquad/xquad.zh.json"
    )


def test_what_goes_with_data_is_not_passed_over_for_a_case_file() -> None:
    asked = Asked(cases=Path("dev.jsonl"), also=XQUAD, limit=None, seed=1, name=None)
    with pytest.raises(NothingAsked, match="--questions and --also go with --data"):
        _ = asked.source
