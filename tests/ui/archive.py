"""Three documents and scripted answers over them, as the assistant would give them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date

from rag.domain import (
    Answer,
    AnswerFinished,
    Citation,
    Claim,
    ClaimChecked,
    Document,
    ModelNames,
    Passage,
    Provenance,
    Publication,
    Refusal,
    RetrievedPassage,
    SourcesFound,
    Span,
    TextWritten,
    Timings,
    Verdict,
)
from rag.errors import LLMFailed
from tests.fakes import FakeAssistant, Script

WUZHEN_TEXT = """\
---
title: The first conference in Wuzhen
---

# The first conference in Wuzhen

The first World Internet Conference was held in Wuzhen, a canal town near Shanghai, in November
2014. More than 1,000 delegates from nearly 100 countries and regions attended it.

## The draft declaration

Shortly before midnight a draft declaration was slipped under the doors of the delegates' rooms.
It asked them to respect the sovereignty of all nations on the internet.

- Lu Wei opened the meeting.
- The declaration was not adopted.

Most delegates learned of the text only at breakfast. Nobody signed it.
"""

CHINESE_TEXT = """\
# 世界互联网大会

首届世界互联网大会于2014年11月在浙江乌镇举行。来自近100个国家和地区的1000多名代表出席了会议。

大会由国家互联网信息办公室和浙江省人民政府共同主办。
"""

HOSTILE_TEXT = """\
# Notes <script>window.attacked = true</script>

The minister said <img src="http://canary.example/a.png" onerror="window.attacked = true"> this.
See ![chart](http://canary.example/chart.png) and [here](javascript:window.attacked=true).
"""


def document(
    document_id: str, title: str, text: str, publication: Publication | None = None
) -> Document:
    front_matter_end = text.find("---\n", 4) + 4 if text.startswith("---\n") else 0
    return Document(
        id=document_id,
        title=title,
        text=text,
        publication=publication or Publication(),
        path=document_id,
        content_hash="0" * 64,
        content=(Span(front_matter_end, len(text)),),
    )


WUZHEN = document(
    "editions/2014 Wuzhen.md",
    "The first conference in Wuzhen",
    WUZHEN_TEXT,
    Publication(
        outlet="South China Morning Post",
        author="Simon Song",
        published=date(2014, 11, 21),
        url="https://www.scmp.com/news/wuzhen",
        language="en",
        provenance={
            "outlet": Provenance("the page's host", 0.4),
            "published": Provenance("front matter", 0.95),
        },
    ),
)
CHINESE = document(
    "首届 大会.md",
    "世界互联网大会",
    CHINESE_TEXT,
    Publication(outlet="新华社", url="javascript:alert(1)", language="zh"),
)
HOSTILE = document("hostile.md", 'Notes <script>window.attacked = true</script> "&', HOSTILE_TEXT)
DOCUMENTS = (WUZHEN, CHINESE, HOSTILE)


def cite(number: int, source: Document, quote: str) -> Citation:
    start = source.text.index(quote)
    return Citation(number, source, f"{source.id}#0", start, start + len(quote))


def supported(text: str, *citations: Citation) -> Claim:
    return Claim(text, citations, Verdict.SUPPORTED, ())


def found(source: Document, rank: int = 1) -> RetrievedPassage:
    """The whole content of a document as one passage."""
    span = source.content[0]
    passage = Passage(f"{source.id}#0", source.id, span.of(source.text), span.start, span.end, ())
    return RetrievedPassage(passage, source, rank, 1 / rank)


def answer(
    question: str,
    claims: Sequence[Claim] = (),
    refusal: Refusal | None = None,
    notice: str | None = None,
) -> Answer:
    return Answer(
        question=question,
        claims=tuple(claims),
        retrieved=(found(WUZHEN), found(CHINESE, 2)),
        refusal=refusal,
        timings=Timings(15, 3200, 4200),
        model=ModelNames("qwen2.5-1.5b", "all-MiniLM-L6-v2"),
        confidence=0.0 if refusal else 0.8,
        notice=notice,
    )


HELD = supported(
    "The first World Internet Conference was held in Wuzhen in November 2014.",
    cite(
        1,
        WUZHEN,
        "The first World Internet Conference was held in Wuzhen, a canal town near Shanghai, "
        "in November\n2014.",
    ),
)
ATTENDED = supported(
    "More than 1,000 delegates from nearly 100 countries and regions attended.",
    cite(2, WUZHEN, "More than 1,000 delegates from nearly 100 countries and regions attended it."),
    cite(3, CHINESE, "来自近100个国家和地区的1000多名代表出席了会议。"),
)
SIGNED = Claim(
    "All 12 delegations signed the declaration at breakfast.",
    (cite(4, WUZHEN, "Nobody signed it."),),
    Verdict.UNSUPPORTED,
    ("the number 12 is not in the cited sentence", "the cited sentence is about something else"),
)
CHINESE_CLAIM = supported(
    "首届世界互联网大会于2014年11月在浙江乌镇举行。",
    cite(1, CHINESE, "首届世界互联网大会于2014年11月在浙江乌镇举行。"),
)
HOSTILE_CLAIM = supported(
    '<img src=x onerror="window.attacked=true"> ![x](http://canary.example/q) '
    "[x](javascript:window.attacked=true) <script>window.attacked=true</script> ${1+1} {{value}}",
    cite(1, HOSTILE, '<img src="http://canary.example/a.png" onerror="window.attacked = true">'),
    cite(2, HOSTILE, "![chart](http://canary.example/chart.png)"),
)
REFUSAL = Refusal(
    "not_covered",
    "The archive holds nothing about the price of tickets.",
    (found(WUZHEN), found(CHINESE, 2)),
)

WHEN = "When and where was the first conference held?"
SIGN = "Who signed the declaration?"
TICKETS = "What did a ticket cost?"
BROKEN = "What breaks off?"
SLOW = "What takes long?"
WATCHED = "Where was the first conference?"
ZH = "首届世界互联网大会何时举行？"
ATTACK = "What does the hostile document say?"
CRASH = "What is not scripted?"
SUGGESTIONS = (WHEN, SIGN, ZH)

SOURCES_SEEN = threading.Event()
SENTENCE_SEEN = threading.Event()
"""WATCHED goes on when they are set: after its sources, and after half a sentence."""
_NEVER = threading.Event()

_FOUND = SourcesFound((found(WUZHEN), found(CHINESE, 2)))


def _written(*claims: Claim) -> Script:
    """Claims as the LLM writes them: half a sentence, all of it with a raw marker, checked."""
    return [
        step
        for claim in claims
        for step in (
            TextWritten(claim.text[: len(claim.text) // 2]),
            TextWritten(f"{claim.text} [1"),
            ClaimChecked(claim),
        )
    ]


def _whole(question: str, *claims: Claim, notice: str | None = None) -> Script:
    finished = AnswerFinished(answer(question, claims, notice=notice))
    return (_FOUND, *_written(*claims), finished)


SCRIPTS: dict[str, Script] = {
    WHEN: _whole(WHEN, HELD, ATTENDED),
    SIGN: _whole(SIGN, HELD, SIGNED, notice="No language model wrote this answer."),
    ZH: _whole(ZH, CHINESE_CLAIM),
    ATTACK: _whole(ATTACK, HOSTILE_CLAIM),
    TICKETS: (_FOUND, AnswerFinished(answer(TICKETS, refusal=REFUSAL))),
    BROKEN: (
        _FOUND,
        *_written(HELD),
        LLMFailed("The language model stopped answering after 60 s.", hint="Ask again."),
    ),
    SLOW: (_FOUND, *_written(HELD), TextWritten("It is said that"), _NEVER),
    WATCHED: (
        _FOUND,
        SOURCES_SEEN,
        TextWritten("The first World Internet Conference [1"),
        SENTENCE_SEEN,
        ClaimChecked(HELD),
        AnswerFinished(answer(WATCHED, [HELD])),
    ),
}


def fake_assistant() -> FakeAssistant:
    return FakeAssistant(DOCUMENTS, SCRIPTS)
