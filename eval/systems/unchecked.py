"""Replies of systems that neither cite nor check: what they wrote, read as a person reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from eval.systems import Found, Reply
from eval.systems.silence import says_nothing
from eval.systems.stopwatch import Stopwatch
from rag.domain import Claim, Span, Verdict
from rag.text import split_sentences

_UNCITED = ("no source is cited",)


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model wrote, and when; `first_token_ms` is None where it wrote nothing."""

    text: str
    first_token_ms: float | None
    total_ms: float


async def read(pieces: AsyncIterator[str], watch: Stopwatch) -> Written:
    """Read a stream to its end; empty pieces are no tokens."""
    text, first_token_ms = "", None
    async for piece in pieces:
        if piece and first_token_ms is None:
            first_token_ms = watch.elapsed_ms()
        text += piece
    return Written(text.strip(), first_token_ms, watch.elapsed_ms())


def unchecked_reply(
    written: Written,
    *,
    found: tuple[Found, ...],
    retrieve_ms: float | None,
    prompt_tokens: int | None,
) -> Reply:
    """The reply of a system that only writes: it refuses where what it wrote says nothing."""
    refused = says_nothing(written.text)
    return Reply(
        text=written.text,
        claims=() if refused else _claims(written.text),
        refused=refused,
        checked=False,
        found=found,
        confidence=None,
        retrieve_ms=retrieve_ms,
        first_token_ms=written.first_token_ms,
        total_ms=written.total_ms,
        prompt_tokens=prompt_tokens,
    )


def _claims(text: str) -> tuple[Claim, ...]:
    sentences = split_sentences(text) or [Span(0, len(text))]
    return tuple(
        Claim(sentence.of(text), (), Verdict.UNSUPPORTED, _UNCITED) for sentence in sentences
    )
