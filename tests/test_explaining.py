"""Every setting is explained as it is now, and nothing secret is in what is said."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rag.config import load_settings
from rag.explaining import ExplainedSetting, explained_settings


@pytest.fixture
def explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, ExplainedSetting]:
    file = tmp_path / "citedesk.toml"
    file.write_text(
        f'library = "归档"\n[llm]\nmodel = "a"\n[embedder]\nmodel = "{tmp_path}/minilm"\n'
        f'[[server.users]]\nname = "Li Lei"\ntokens = ["{"5ec2e7" * 10}abcd"]\nrole = "editor"\n'
    )
    monkeypatch.setenv("CITEDESK_LLM__KEY", "sk-5ec2e7")
    monkeypatch.setenv("CITEDESK_LLM__MODEL", "b")
    llm = {"url": "https://me:5ec2e7@llm.example:8443/v1?key=5ec2e7"}
    return {known.name: known for known in explained_settings(load_settings(file, llm=llm))}


def test_each_value_comes_with_its_origin_its_default_and_its_meaning(
    explained: dict[str, ExplainedSetting],
) -> None:
    model, library = explained["llm.model"], explained["library"]
    assert (model.value, model.origin, model.variable) == ('"b"', "variable", "CITEDESK_LLM__MODEL")
    assert (library.origin, library.is_path) == ("file", True)
    assert (explained["llm.url"].origin, explained["llm.url"].default) == ("argument", None)
    assert explained["retrieval.candidates"].origin == "default"
    assert explained["retrieval.candidates"].meaning == "Passages that each index proposes."
    assert explained["embedder.model"].is_path
    assert not model.is_path


def test_no_secret_is_told(explained: dict[str, ExplainedSetting]) -> None:
    assert "5ec2e7" not in repr(explained)
    assert explained["llm.url"].value == '"https://llm.example:8443/v1"'
    assert explained["llm.key"].value == '"…"'
    assert explained["server.users"].value == '["Li Lei"]'


def test_the_lines_of_what_is_set_are_toml_that_sets_it(
    explained: dict[str, ExplainedSetting],
) -> None:
    for known in explained.values():
        value: object = tomllib.loads(known.lines)
        if known.value is None:
            assert known.lines.splitlines()[-1].startswith("# ")
            continue
        for step in known.name.split("."):
            assert isinstance(value, dict)
            value = value[step]
        assert value == tomllib.loads(f"v = {known.value}")["v"]
