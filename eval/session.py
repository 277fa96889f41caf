"""Everything that a run needs, opened together: cases, library, systems, judge, folder."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from eval.cases import Case, Pair, read_cases
from eval.corpora import settings_for
from eval.datasets import beside, cases_in_library, load_dataset, load_pairs, sample
from eval.facts import git_commit, machine, model_hashes, redacted
from eval.rows import RunFacts
from eval.run_folder import RunFolder
from eval.running import (
    Answering,
    Verifier,
    check_gold_documents,
    verify_with,
    verify_with_citedesk,
)
from eval.systems import System
from eval.systems.opening import open_systems
from rag import terminal
from rag.answering.verification.near_words import meaning_of
from rag.config import Settings
from rag.errors import CitedeskError, ConfigError
from rag.factory import build_assistant, build_embedder, build_language_model, build_store
from rag.models.chat import LanguageModel

RUNS = Path("runs")
_CORPORA = RUNS / "corpora"


class NothingAsked(CitedeskError):
    """Neither a case file nor a data set was named, or both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run asks, as the command line names it."""

    cases: Path | None = None
    data: Path | None = None
    questions: Path | None = None
    also: Path | None = None
    split: str = "test"
    limit: int | None
    seed: int
    name: str | None

    @property
    def source(self) -> Path:
        """The case file or data set.

        Raises:
            NothingAsked: neither is named, or both are, or a case file with what goes with data.
        """
        if self.cases and (self.questions or self.also):
            raise NothingAsked("--questions and --also go with --data, and not with --cases.")
        if self.cases and not self.data:
            return self.cases
        if self.data and not self.cases:
            return self.data
        raise NothingAsked(
            "Either --cases or --data says what is asked.",
            hint="For example: --cases eval/cases/dev.jsonl",
        )

    @property
    def title(self) -> str:
        """What is asked over what, as a run's report names it; without the folders above."""
        questions = f", asked by {_short(self.questions)}" if self.questions else ""
        also = f", beside {_short(self.also)}" if self.also else ""
        return f"{_short(self.source)}{questions}{also}"


def _short(path: Path) -> str:
    return "/".join(path.parts[-2:])


@dataclass(frozen=True, slots=True)
class Session:
    """A run ready to go on from the rows that its folder holds."""

    folder: RunFolder
    cases: tuple[Case, ...]
    answering: Answering

    @property
    def systems(self) -> Sequence[System]:
        return self.answering.systems


@contextmanager
def open_session(
    command: str, asked: Asked, systems: Sequence[str], settings: Settings, *, judge: bool
) -> Iterator[Session]:
    """Open what `retrieval` and `answers` need, and close it.

    Raises:
        CitedeskError: something is missing or cannot be read; no row was written.
    """
    cases, settings = _cases(asked, settings)
    with ExitStack() as stack:
        with terminal.waiting("Loading the models"):
            assistant = build_assistant(settings)
            stack.callback(assistant.close)
            judging = open_judge(settings, stack) if judge else None
        check_gold_documents(assistant.library, cases)
        opened = stack.enter_context(open_systems(systems, assistant, settings, _CORPORA))
        facts = _facts(command, asked, settings, len(cases), systems).model_copy(
            update={
                "library_generation": assistant.library.generation,
                "models": model_hashes(settings, assistant.model.embedder, judge=judge),
            }
        )
        folder = RunFolder.begin(RUNS / facts.name, facts)
        meaning = meaning_of(assistant.embedder)
        yield Session(folder, cases, Answering(opened, assistant.library, judging, meaning))


@dataclass(frozen=True, slots=True)
class Verification:
    """A `verify` run ready to go on from the rows that its folder holds."""

    folder: RunFolder
    pairs: tuple[Pair, ...]
    verifiers: Mapping[str, Verifier]


@contextmanager
def open_verification(asked: Asked, settings: Settings, *, judge: bool) -> Iterator[Verification]:
    """Open what `verify` needs, and close it.

    Raises:
        CitedeskError: something is missing or cannot be read; no row was written.
    """
    pairs = sample(load_pairs(asked.source).pairs, asked.limit, asked.seed)
    with ExitStack() as stack:
        with terminal.waiting("Loading the models"):
            judging = open_judge(settings, stack) if judge else None
            embedder = build_embedder(settings)
        verifiers = {"citedesk": verify_with_citedesk(meaning_of(embedder))}
        if judging:
            verifiers["judge"] = verify_with(judging)
        facts = _facts("verify", asked, settings, len(pairs), list(verifiers)).model_copy(
            update={"models": model_hashes(settings, embedder.id, judge=judge)}
        )
        yield Verification(RunFolder.begin(RUNS / facts.name, facts), pairs, verifiers)


def open_judge(settings: Settings, stack: ExitStack) -> LanguageModel:
    """The model that judges. Raises ConfigError: none is set, or it is the one that answers."""
    judge = settings.judge
    if judge is None:
        raise ConfigError(
            "No judge is set.", hint="Set judge.model and judge.url (citedesk.toml: [judge])."
        )
    if (judge.model, judge.url) == (settings.llm.model, settings.llm.url):
        raise ConfigError(
            f"The judge {judge.model} is the model that answers: it would judge itself.",
            hint="Set judge.model to another.",
        )
    model = build_language_model(judge, build_store(settings))
    if model is None:
        raise ConfigError("The judge's model is none.", hint="Set judge.model to a model.")
    stack.callback(model.close)
    return model


def _cases(asked: Asked, settings: Settings) -> tuple[tuple[Case, ...], Settings]:
    if asked.source == asked.cases:
        cases = read_cases(asked.cases)
    else:
        dataset = load_dataset(asked.source, asked.questions, asked.split)
        if asked.also:
            dataset = beside(dataset, load_dataset(asked.also, split=asked.split))
        cases = cases_in_library(dataset)
        settings = settings_for(dataset, settings, _CORPORA)
    return sample(cases, asked.limit, asked.seed), settings


def _facts(
    command: str, asked: Asked, settings: Settings, questions: int, systems: Sequence[str]
) -> RunFacts:
    now = datetime.now(UTC)
    return RunFacts(
        name=asked.name or f"{now:%Y%m%d-%H%M%S}-{command}-{asked.source.stem}",
        command=shlex.join(["python", "-m", "eval", *sys.argv[1:]]),
        started=now.isoformat(timespec="seconds"),
        cases=asked.title,
        questions=questions,
        limit=asked.limit,
        seed=asked.seed,
        systems=tuple(systems),
        git_commit=git_commit(),
        library_generation=None,
        models={},
        machine=machine(),
        # Folders say nothing about the figures, and something about their owner.
        settings=redacted(settings.model_dump(mode="json", exclude={"library", "models"})),
    )
