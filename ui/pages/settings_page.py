"""The settings: values, meanings, how they are changed; and whether all parts answer."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from rag.config import CONFIG_FILE, Settings
from rag.doctor import Probe, probe
from rag.explaining import ExplainedSetting, explained_settings
from rag.factory import NO_LLM
from ui.access.visitor import Visitor, visitor_of
from ui.desk import Desk
from ui.doors.permission import may_change
from ui.pages.shell import PlainPage
from ui.protocols import Library
from ui.words import Words

PATH = "/settings"
_PAGE = PlainPage("settings", "settings.css", room="settings")


def add_settings_page(app: FastAPI, desk: Desk) -> None:
    """Serve `/settings`; a POST to it tries each part of what runs, for who may change things."""

    @app.get(PATH)
    def settings_page(request: Request) -> HTMLResponse:
        return _page(request, desk)

    @app.post(PATH, dependencies=[Depends(may_change)])
    async def test_connections(request: Request) -> HTMLResponse:
        probes = await probe(desk.assistant)
        return await asyncio.to_thread(_page, request, desk, probes)


def _page(request: Request, desk: Desk, probes: Sequence[Probe] = ()) -> HTMLResponse:
    visitor = visitor_of(request)
    t = Words(visitor.language)
    sections = groupby(explained_settings(desk.settings), key=lambda setting: setting.section)
    return _PAGE.render(
        request,
        overview=_overview(desk.settings, desk.assistant.library, visitor, t),
        sections=[(name.rpartition(".")[2], list(known)) for name, known in sections],
        file=desk.settings.file.absolute() if visitor.may_change_library else CONFIG_FILE,
        meaning=lambda setting: _meaning(setting, t),
        probes=probes,
    )


def _overview(
    settings: Settings, library: Library, visitor: Visitor, t: Words
) -> list[tuple[str, list[str]]]:
    """What this Citedesk is made of: a name and its facts."""
    sees_paths = visitor.may_change_library

    def model(name: str | None) -> str:
        """A model's name; of a folder, whoever sees no paths sees the last step."""
        return name or "" if sees_paths else Path(name or "").name

    counts = library.counts
    holdings = [
        t(
            "settings.holdings",
            documents=counts.documents,
            passages=counts.passages,
            generation=library.generation,
        ),
        t("settings.size", megabytes=round(_bytes_in(settings.library) / 1e6)),
    ]
    if library.main_language:
        holdings.append(t(f"settings.main_{library.main_language}"))
    if sees_paths:
        holdings.insert(0, str(settings.library))
    chroma, reranker = settings.chroma.url, settings.reranker.model
    return [
        (t("settings.llm"), _llm(settings, t)),
        (t("settings.embedder"), [model(settings.embedder.model)]),
        (t("settings.reranker"), [model(reranker) or t("settings.no_reranker")]),
        (t("settings.library"), holdings),
        (
            t("settings.chroma"),
            [t("settings.served", host=_host(chroma)) if chroma else t("settings.embedded")],
        ),
        (
            t("settings.users"),
            [user.name for user in settings.server.users] or [t("settings.no_users")],
        ),
    ]


def _llm(settings: Settings, t: Words) -> list[str]:
    llm = settings.llm
    if llm.model == NO_LLM:
        return [t("settings.no_llm")]
    if not llm.url:
        return [t("settings.built_in", model=llm.model)]
    key = "settings.key_set" if llm.key else "settings.key_not_set"
    return [t("settings.at_host", model=llm.model, host=_host(llm.url)), t(key)]


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _meaning(setting: ExplainedSetting, t: Words) -> str:
    said = _in_chinese().get(setting.name, "") if t.language == "zh" else setting.meaning
    return said.replace("`", "")


@cache
def _in_chinese() -> Mapping[str, str]:
    """What each setting means, by its name."""
    file = Path(__file__).with_name("settings_in_chinese.toml")

    def flat(table: Mapping[str, Any], prefix: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in table.items():
            if isinstance(value, dict):
                found |= flat(value, f"{prefix}{name}.")
            else:
                found[f"{prefix}{name}"] = value
        return found

    return flat(tomllib.loads(file.read_text(encoding="utf-8")), "")
