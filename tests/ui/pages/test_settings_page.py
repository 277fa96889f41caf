from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from rag.config import Settings, load_settings
from rag.conversations import Conversations
from rag.errors import CitedeskError, DenseIndexAway, LLMFailed
from rag.explaining import explained_settings
from rag.library import Vectors
from tests.fakes import FakeAssistant, FakeChat
from tests.ui.pages.visiting import CHINESE_READER, READER, visiting
from ui.access.visitor import Visitor
from ui.desk import Desk
from ui.doors.errors import add_error_responses
from ui.pages.settings_page import _in_chinese, add_settings_page

SECRET = "5ec2e7"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    file = tmp_path / "citedesk.toml"
    library = tmp_path / "library"
    library.mkdir()
    (library / "library.sqlite3").write_bytes(b"x" * 3_000_000)
    file.write_text(
        f'library = "library"\n[embedder]\nmodel = "{tmp_path}/models/minilm"\n'
        f'[llm]\nmodel = "writer"\nurl = "https://me:{SECRET}@llm.example:8443/v1"\n'
        f'key = "{SECRET}"\n[[server.users]]\nname = "Li <b>Lei</b>"\nrole = "editor"\n'
        f'tokens = ["{SECRET * 10}abcd"]\n'
    )
    return load_settings(file)


def browser(
    settings: Settings,
    tmp_path: Path,
    visitor: Visitor = READER,
    replies: Sequence[CitedeskError] = (),
) -> TestClient:
    app = FastAPI()
    add_error_responses(app)
    assistant = FakeAssistant((), {})
    assistant.llm = FakeChat(*replies) if replies else None
    add_settings_page(app, Desk(assistant, settings, Conversations(tmp_path / "chats.sqlite3")))
    return visiting(app, visitor)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.partition("<main>")[2])).split())


def test_what_it_is_made_of_is_said_and_nothing_secret(settings: Settings, tmp_path: Path) -> None:
    html = browser(settings, tmp_path).get("/settings").text
    shown = text_of(html)
    assert "Language model writer, at llm.example:8443 its key is set" in shown
    assert f"Library {tmp_path}/library 0 documents, 0 passages, generation 7 3 MB on disk" in shown
    assert "Chroma inside Citedesk Users Li <b>Lei</b>" in shown
    assert "<b>Lei" not in html
    assert SECRET not in html


def test_each_setting_has_its_value_origin_meaning_and_what_changes_it(
    settings: Settings, tmp_path: Path
) -> None:
    html = browser(settings, tmp_path).get("/settings").text
    for known in explained_settings(settings):
        assert f'id="{known.name}"' in html
    (model,) = re.findall(r'id="llm.model">(.*?)</div>', html, re.DOTALL)
    shown = text_of(f"<main>{model}")
    assert '"writer" from the configuration file A model of the catalogue' in shown
    assert f'In {tmp_path}/citedesk.toml: [llm] model = "writer"' in shown
    assert "CITEDESK_LLM__MODEL" in shown


def test_who_may_not_change_the_library_sees_no_path_and_tries_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    client = browser(settings, tmp_path, CHINESE_READER)
    html = client.get("/settings").text
    assert str(tmp_path) not in html
    assert "minilm" in html
    assert "测试连接" not in html
    assert client.post("/settings").status_code == 403


def test_trying_the_connections_tells_the_time_or_the_fault_of_each(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: object, vector: Vectors, k: int) -> list[tuple[str, float]]:
        raise DenseIndexAway(f"Chroma <is> away, {len(vector) > k}.")

    monkeypatch.setattr("tests.fakes.FakeAssistant.llm", None)
    monkeypatch.setattr("tests.fakes.FakeLibrary.dense_search", away)
    replies = [LLMFailed("The language model refused the key.", hint="Check llm.key.")]
    html = browser(settings, tmp_path, replies=replies).post("/settings").text
    shown = re.sub(r"[\d.,]+ ms", "N ms", text_of(html))
    assert "✕ Language model failed after N ms The language model refused the key." in shown
    assert "✓ Embedder answered in N ms" in shown
    assert "✓ Index of words answered in N ms" in shown
    assert "✕ Chroma failed after N ms Chroma <is> away, True." in shown
    assert "<is>" not in html


def test_every_meaning_is_told_in_chinese_too(settings: Settings, tmp_path: Path) -> None:
    meanings = {known.name for known in explained_settings(settings) if known.meaning}
    assert _in_chinese().keys() == meanings
    assert (
        "融合时语义分数的权重" in browser(settings, tmp_path, CHINESE_READER).get("/settings").text
    )
