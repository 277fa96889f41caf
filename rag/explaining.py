"""Every setting as it is now: its value, where that comes from, what it means, how to change it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from rag.config import Origin, Settings, UserSettings


@dataclass(frozen=True, slots=True)
class ExplainedSetting:
    """One setting; no secret is in any of its fields."""

    name: str
    """With its section: "llm.model"."""
    value: str | None
    """As TOML writes it; None: it is not set."""
    default: str | None
    origin: Origin
    meaning: str
    is_path: bool
    """Whether the value names a place on this machine's disk."""

    @property
    def section(self) -> str:
        """ "llm"; "" for what stands at the top."""
        return self.name.rpartition(".")[0]

    @property
    def lines(self) -> str:
        """What to write into the configuration file, with the value as it is now."""
        key = self.name.rpartition(".")[2]
        line = f"{key} = {self.value}" if self.value else f'# {key} = "…"'
        return f"[{self.section}]\n{line}" if self.section else line

    @property
    def variable(self) -> str:
        """The environment variable that sets it as well."""
        return f"CITEDESK_{self.name.replace('.', '__').upper()}"


def explained_settings(settings: Settings) -> list[ExplainedSetting]:
    """All settings, those of a section side by side."""
    return [
        ExplainedSetting(
            name=name,
            value=_written(value),
            default=_written(field.get_default(call_default_factory=True)),
            origin=_origin(settings, name),
            meaning=" ".join((field.description or "").split()),
            is_path=isinstance(value, Path) or (isinstance(value, str) and _is_path(value)),
        )
        for name, value, field in _fields(settings, "")
    ]


def public_url(url: str) -> str:
    """An address without what may be a secret in it: user, password and query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def _origin(settings: Settings, name: str) -> Origin:
    for origin, values in settings.given.items():
        value: Any = values
        for step in name.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None:
            return origin
    return "default"


def _fields(section: BaseModel, prefix: str) -> Iterator[tuple[str, Any, FieldInfo]]:
    """Name, value and field of each setting, depth first; sections themselves are none."""
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _fields(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value, field


def _written(value: object) -> str | None:
    """A value as TOML writes it: users by their names, a secret without a word of it."""
    if value is None or value == ():
        return None
    if isinstance(value, SecretStr):
        return '"…"'
    if isinstance(value, UserSettings):
        return json.dumps(value.name, ensure_ascii=False)
    if isinstance(value, tuple):
        return f"[{', '.join(filter(None, map(_written, value)))}]"
    if isinstance(value, str) and "://" in value:
        value = public_url(value)
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def _is_path(value: str) -> bool:
    return value.startswith(("/", "~", ".")) or Path(value).is_absolute()
