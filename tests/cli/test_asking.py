"""`citedesk ask` and `citedesk search` with what their options say of a question."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize("command", [("ask", "--llm", "none"), ("search",)])
def test_options_are_filters_and_the_day_of_asking(
    indexed: Command, command: tuple[str, ...]
) -> None:
    options = "--since 2014-01-01 --until 2014-12-31 --language en --as-of 2015-05-01 --json"
    outlets = ("--outlet", "The Paper", "--outlet", "IET")
    collections = ("--collection", "2014/", "--collection", "资料/一")
    ran = indexed(*command, "Who spoke last year?", *options.split(), *outlets, *collections)
    assert ran.code == 0, ran.err
    understood = json.loads(ran.out)["understood"]
    assert understood["filters"] == {
        "since": "2014-01-01",
        "until": "2014-12-31",
        "outlets": ["The Paper", "IET"],
        "authors": [],
        "languages": ["en"],
        "collections": ["2014", "资料/一"],
    }
    assert understood["period"]["first"] == "2014-01-01"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_days_that_are_no_period_are_refused(indexed: Command, command: str) -> None:
    ran = indexed(command, "Who spoke?", "--since", "2018-01-01", "--until", "2016-01-01")
    assert ran.code == 2
    assert "--since 2018-01-01 is after --until 2016-01-01" in ran.err


def test_an_answer_comes_in_the_form_that_is_asked_for(indexed: Command) -> None:
    for typed, form in (("outlets", "by_outlet"), ("timeline", "timeline")):
        ran = indexed("ask", "--llm", "none", "Who spoke?", "--as", typed, "--json")
        assert ran.code == 0, ran.err
        assert json.loads(ran.out)["form"] == form
