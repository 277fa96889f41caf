"""Settings: defaults, then citedesk.toml, then CITEDESK_* variables, then the command line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Self

from platformdirs import user_cache_path, user_data_path
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from rag.errors import ConfigError

CONFIG_FILE = "citedesk.toml"
_SECRET = re.compile(r"key|users")


Origin = Literal["default", "file", "variable", "argument"]
"""Where the value of a setting comes from."""


class _Section(BaseModel):
    # What stands under a setting is its description: the page of the settings shows it.
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class LLMSettings(_Section):
    """Which language model writes the answers."""

    model: str = "qwen2.5-coder-1.5b-instruct-q4_k_m"
    """A model of the catalogue, the model's name at `url`, or "none" (verbatim evidence)."""
    url: str | None = None
    """An OpenAI-compatible endpoint, e.g. http://127.0.0.1:11434/v1; not set: run `model` here."""
    key: SecretStr | None = None
    """What the endpoint at `url` asks for; never shown."""
    timeout_s: float = Field(60.0, gt=0)
    """Longest time without a word from the model."""
    max_answer_tokens: int = Field(220, ge=16, le=4096)
    context_tokens: int = Field(4096, ge=1024)
    """Longest prompt and answer together."""
    threads: int | None = Field(None, ge=1)
    """CPU threads of the local model; not set: all cores."""


class EmbedderSettings(_Section):
    """Which model embeds passages and questions."""

    model: str = "all-MiniLM-L6-v2"
    """A model of the catalogue, a local folder, or a hub id that SentenceTransformer loads."""
    batch_size: int = Field(32, ge=1, le=2048)
    """Texts that are embedded together."""
    query_prefix: str | None = None
    """Put before each question; not set: what the model's card asks for (rag.models.prefixes)."""
    passage_prefix: str | None = None
    """Put before each passage; not set: what the model's card asks for."""


class RerankerSettings(_Section):
    """Which model, if any, reads question and passage together and ranks again."""

    model: str | None = None
    """A cross-encoder: a local folder or a hub id; not set or "": the ranking stays as it is."""
    candidates: int = Field(20, ge=1, le=200)
    """Best passages that it reads: its time grows with them."""
    batch_size: int = Field(16, ge=1, le=512)
    max_tokens: int = Field(512, ge=16)
    """Longest question and passage together, where the model itself reads no less."""


class WebSettings(_Section):
    """How pages are fetched that are indexed by their address."""

    allow_private: bool = False
    """Whether an address may lead into your own network or to this machine."""
    timeout_s: float = Field(30.0, gt=0)
    """Longest time for one page, from the connection to its last byte."""
    delay_s: float = Field(1.0, ge=0)
    """Shortest time between two requests to one host; robots.txt may ask for more."""


class ReadingSettings(_Section):
    """How files become documents."""

    ocr: bool = False
    """Whether PDFs without a text layer are read by OCR (eng and chi_sim); needs `tesseract`."""


class ChromaSettings(_Section):
    url: str | None = None
    """A Chroma server, e.g. http://127.0.0.1:8000; not set: Chroma runs inside Citedesk."""


class RetrievalSettings(_Section):
    candidates: int = Field(50, ge=1, le=1000)
    """Passages that each index proposes."""
    dense_weight: float = Field(0.5, ge=0, le=1)
    """Weight of the dense score in the fusion; the lexical score has the rest."""
    late_weight: float = Field(0.5, ge=0, le=1)
    """Weight of late interaction over words; the fusion has the rest."""
    relevance: float = Field(0.95, ge=0, le=1)
    """Weight of a passage's score in the choice; that it says something new has the rest."""
    passages_per_document: int = Field(4, ge=1)
    """Most passages of one document among those found."""
    passages_per_story: int = Field(4, ge=1)
    """Most passages of one story; copies of one text are one story."""
    passage_tokens: int = Field(180, ge=32)
    """Upper size of a passage in the embedder's tokens (it sees at most 256)."""


class AnswerSettings(_Section):
    passages: int = Field(10, ge=1)
    """Passages whose sentences compete to be evidence."""
    evidence_sentences: int = Field(6, ge=1)
    """Most sentences that the language model is shown."""
    evidence_tokens: int = Field(210, ge=50)
    """Upper size of the evidence in the prompt: on a CPU the prompt is the latency."""
    max_question_chars: int = Field(2000, ge=10)


class VerificationSettings(_Section):
    """How answers are held against their sources, beyond what can be checked by looking."""

    entailment: str = "llm"
    """What says whether a source holds a sentence: "llm" (a yes or no of the language model), a
    cross-encoder for natural language inference (local folder or hub id), or "none"."""
    threshold: float = Field(0.4, ge=0, le=1)
    """Least confidence of an answer that is shown; below it, Citedesk refuses."""


class UserSettings(_Section):
    """Somebody who may come in: by password in the browser, by token from a program."""

    name: str = Field(pattern=r"^\S(.{0,62}\S)?$")
    """What was kept before there were users belongs to "owner"."""
    password: SecretStr | None = None
    """An argon2id hash, as `citedesk password` prints it."""
    tokens: tuple[SecretStr, ...] = ()
    """SHA-256 hashes of API tokens, as `citedesk token` prints them."""
    role: Literal["reader", "editor"] = "reader"
    """Only an editor may change the library."""

    @field_validator("password")
    @classmethod
    def _is_argon2id(cls, password: SecretStr | None) -> SecretStr | None:
        if password and not password.get_secret_value().startswith("$argon2id$"):
            raise ValueError("not a hash that `citedesk password` prints")
        return password

    @field_validator("tokens")
    @classmethod
    def _are_sha256(cls, tokens: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not all(re.fullmatch("[0-9a-f]{64}", token.get_secret_value()) for token in tokens):
            raise ValueError("not a hash that `citedesk token` prints")
        return tokens

    @model_validator(mode="after")
    def _can_come_in(self) -> Self:
        if not self.password and not self.tokens:
            raise ValueError(f"{self.name} has neither a password nor a token")
        return self


class LimitSettings(_Section):
    """How much the web application takes at once."""

    upload_mb: int = Field(50, ge=1, le=2000)
    """Largest file that is uploaded."""
    questions_per_minute: int = Field(60, ge=1)
    """Of one visitor, whichever door they come through."""
    questions_at_once: int = Field(16, ge=1)
    """Questions that are being answered."""
    questions_waiting: int = Field(200, ge=0)
    """Questions that wait for one of these; more are told to come again."""


class ServerSettings(_Section):
    host: str = "127.0.0.1"
    """Address that is listened on; another than loopback needs users."""
    port: int = Field(7860, ge=1, le=65535)
    names: tuple[str, ...] = ()
    """Host names by which others reach it, e.g. those of a proxy before it; needs users."""
    users: tuple[UserSettings, ...] = ()
    """Not set: whoever reaches this machine's loopback is its owner, and nobody signs in."""
    limits: LimitSettings = LimitSettings()
    suggested_questions: tuple[str, ...] = ()
    """Shown in the empty chat; fit them to your archive."""

    @field_validator("users")
    @classmethod
    def _have_own_names(cls, users: tuple[UserSettings, ...]) -> tuple[UserSettings, ...]:
        names = [user.name for user in users]
        if len(set(names)) < len(names):
            raise ValueError("two users have the same name")
        return users


class Settings(BaseSettings):
    """Everything that can be configured; frozen once loaded."""

    model_config = SettingsConfigDict(
        env_prefix="CITEDESK_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    library: Path = Field(default_factory=lambda: user_data_path("citedesk") / "library")
    """The folder with the documents' texts, their vectors and the indexes."""
    models: Path = Field(default_factory=lambda: user_cache_path("citedesk") / "models")
    """The folder with the models' weights."""
    llm: LLMSettings = LLMSettings()
    judge: LLMSettings | None = None
    """A second model that the evaluation may ask whether a source supports a sentence."""
    embedder: EmbedderSettings = EmbedderSettings()
    reranker: RerankerSettings = RerankerSettings()
    chroma: ChromaSettings = ChromaSettings()
    reading: ReadingSettings = ReadingSettings()
    web: WebSettings = WebSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    answer: AnswerSettings = AnswerSettings()
    verification: VerificationSettings = VerificationSettings()
    server: ServerSettings = ServerSettings()
    file: ClassVar[Path] = Path(CONFIG_FILE)
    given: ClassVar[Mapping[Origin, dict[str, Any]]] = MappingProxyType({})
    """What was set, by where that was; what wins comes first."""


def load_settings(config_file: Path | None = None, **overrides: Any) -> Settings:
    """Load settings from `config_file` (else ./citedesk.toml, if there), variables and overrides.

    Relative paths in the file are relative to the file. Overrides are nested dicts, e.g.
    `load_settings(llm={"model": "none"})`, and win over everything else.

    Raises:
        ConfigError: the file is missing or broken, or a value cannot be used.
    """
    file_values = _read_config_file(config_file)

    class SettingsFromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            from_file = InitSettingsSource(settings_cls, init_kwargs=file_values)
            return init_settings, env_settings, from_file

    try:
        settings = SettingsFromFile(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        given = "" if _SECRET.search(name) else f" (given: {first['input']!r})"
        raise ConfigError(
            f"Setting {name}: {first['msg']}{given}.", hint="See: citedesk settings"
        ) from None
    variables = EnvSettingsSource(SettingsFromFile)()
    SettingsFromFile.file = config_file or Path(CONFIG_FILE)
    SettingsFromFile.given = {"argument": overrides, "variable": variables, "file": file_values}
    return settings


def _read_config_file(config_file: Path | None) -> dict[str, Any]:
    path = config_file or Path(CONFIG_FILE)
    if not path.exists():
        if config_file is None:
            return {}
        raise ConfigError(f"There is no configuration file {path}.", hint="Check --config.")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", hint="Mend the file.") from None
    for name in ("library", "models"):
        if isinstance(values.get(name), str):
            values[name] = (path.parent / Path(values[name]).expanduser()).resolve()
    return values
