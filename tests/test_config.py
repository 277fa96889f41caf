"""Settings come from the file, the environment and the command line, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.config import load_settings
from rag.errors import ConfigError


def test_variables_win_over_the_file_and_arguments_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "citedesk.toml"
    file.write_text('library = "lib"\n[llm]\nmodel = "a"\nurl = "http://127.0.0.1:1/v1"\n')
    assert load_settings(file).llm.model == "a"
    monkeypatch.setenv("CITEDESK_LLM__MODEL", "b")
    assert load_settings(file).llm.model == "b"
    settings = load_settings(file, llm={"model": "c"})
    assert settings.llm.model == "c"
    assert settings.llm.url == "http://127.0.0.1:1/v1"
    assert settings.library == tmp_path / "lib"


def test_a_key_is_redacted_wherever_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEDESK_LLM__KEY", "sk-very-secret")
    settings = load_settings()
    assert "very-secret" not in repr(settings) + settings.model_dump_json()
    assert settings.llm.key is not None
    assert settings.llm.key.get_secret_value() == "sk-very-secret"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[server]\nport = 70000", "server.port"),
        ("[server]\nprot = 7000", "server.prot"),
        ("[llm\n", "not valid TOML"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_that_names_the_setting(
    tmp_path: Path, text: str, named: str
) -> None:
    file = tmp_path / "citedesk.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=named):
        load_settings(file)


def test_a_file_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no configuration file"):
        load_settings(tmp_path / "absent.toml")
