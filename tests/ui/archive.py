"""Scripted answers over the documents, as the assistant would give them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rag.domain import (
    Answer,
    AnswerFinished,
    Claim,
    ClaimChecked,
    Disagreement,
    Filters,
    MeantPeriod,
    ModelNames,
    Period,
    QuestionUnderstood,
    Refusal,
    RetrievedPassage,
    SourcesFound,
    TextWritten,
    Timings,
    UnderstoodQuestion,
    Verdict,
)
from rag.errors import LLMFailed
from tests.fakes import FakeAssistant, Script
from tests.ui.sources import (
    BRIEFS,
    CHINESE,
    DISPATCH,
    DOCUMENTS,
    FACETS,
    HOSTILE,
    REPRINT,
    WUZHEN,
    cite,
    found,
    supported,
)

FOUND = (found(WUZHEN), found(CHINESE, 2), found(REPRINT, 3))


def answer(
    question: str | UnderstoodQuestion,
    claims: Sequence[Claim] = (),
    refusal: Refusal | None = None,
    notices: Sequence[str] = (),
    retrieved: Sequence[RetrievedPassage] = FOUND,
) -> Answer:
    return Answer(
        understood=understood(question),
        claims=tuple(claims),
        retrieved=tuple(retrieved),
        refusal=refusal,
        timings=Timings(15, 3200, 4200),
        model=ModelNames("qwen2.5-1.5b", "all-MiniLM-L6-v2"),
        confidence=0.0 if refusal else 0.8,
        notices=tuple(notices),
    )


def understood(question: str | UnderstoodQuestion) -> UnderstoodQuestion:
    """A question that needs no reading, unless it was read."""
    return UnderstoodQuestion(question, question) if isinstance(question, str) else question


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
PARTLY_SO = Claim(
    "A draft declaration reached the delegates by night and was read aloud.",
    (
        cite(
            5,
            WUZHEN,
            "Shortly before midnight a draft declaration was slipped under the doors of the "
            "delegates' rooms.",
        ),
    ),
    Verdict.PARTLY,
    ("the cited sentence says nothing of reading aloud",),
)
DENIED = Claim(
    "The declaration was adopted.",
    (cite(6, WUZHEN, "The declaration was not adopted."),),
    Verdict.CONTRADICTED,
    ("the cited sentence denies it",),
)
RETOLD = Claim(
    "会议开幕前夜，一份宣言草案被塞进代表的房门下。",
    (
        cite(
            1,
            WUZHEN,
            "Shortly before midnight a draft declaration was slipped under the doors of the "
            "delegates' rooms.",
        ),
    ),
    Verdict.SUPPORTED,
    (
        "translated from the checked “Shortly before midnight a draft declaration was slipped "
        "under the doors of the delegates' rooms.”",
    ),
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
SIDES = (
    supported(
        "According to South China Morning Post (21 November 2014): “Nobody signed it.”",
        cite(2, WUZHEN, "Nobody signed it."),
    ),
    supported(
        "据新华社（2014年11月23日）：“12个代表团在早餐时签署了宣言。”",
        cite(3, DISPATCH, "12个代表团在早餐时签署了宣言。"),
    ),
)
DISAGREEMENT = Disagreement("contradicts", SIDES)
REFUSAL = Refusal(
    "not_covered",
    "The archive holds nothing about the price of tickets.",
    (found(WUZHEN), found(CHINESE, 2)),
)

ADVISED = Refusal(
    "outside_period",
    "The archive has nothing about 2009: its articles tell of 2014 to 2017.",
    (found(WUZHEN),),
    advice="An article about the conference that was published in 2009 or speaks of that year.",
)

WHEN = "When and where was the first conference held?"
SIGN = "Who signed the declaration?"
TICKETS = "What did a ticket cost?"
EARLY = "Who spoke at the conference of 2009?"
JUDGED = "What became of the declaration?"
DISPUTED = "Where was the declaration signed?"
BROKEN = "What breaks off?"
SLOW = "What takes long?"
WATCHED = "Where was the first conference?"
FOLLOW_UP = "And the year after?"
REPORTED = "What did Xinhua report the year after?"
LISTED = "Which articles mention Wuzhen?"
ABROAD = "谁收到了宣言草案？"
ZH = "首届世界互联网大会何时举行？"
ATTACK = "What does the hostile document say?"
CRASH = "What is not scripted?"
WORDS_ALONE = "Only words were searched: Chroma does not answer at http://127.0.0.1:8001."
VERBATIM = "No language model wrote this answer."
SUGGESTIONS = (WHEN, SIGN, ZH)

SOURCES_SEEN = threading.Event()
SENTENCE_SEEN = threading.Event()
"""WATCHED goes on when they are set: after its sources, and after half a sentence."""
_NEVER = threading.Event()

_FOUND = SourcesFound(FOUND)


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


def _whole(
    question: str | UnderstoodQuestion,
    *claims: Claim,
    notes: Sequence[str] = (),
    notices: Sequence[str] = (),
) -> Script:
    """The notes come with the sources, and again among the notices of the answer."""
    return (
        QuestionUnderstood(understood(question)),
        SourcesFound(FOUND, tuple(notes)),
        *_written(*claims),
        AnswerFinished(answer(question, claims, notices=(*notes, *notices))),
    )


YEAR_2015 = MeantPeriod(
    Period(date(2015, 1, 1), date(2015, 12, 31)), "the year after", "the year after 2014."
)
FOLLOWED_UP = UnderstoodQuestion(
    FOLLOW_UP,
    "When and where was the conference held in 2015?",
    period=YEAR_2015,
)
BY_XINHUA = UnderstoodQuestion(
    REPORTED, REPORTED, period=YEAR_2015, filters=Filters(outlets=("新华社",))
)
LISTING = UnderstoodQuestion(LISTED, LISTED, intent="list", subject="Wuzhen")
BRIEF_CITATIONS = tuple(
    cite(number, brief, f"On day {number}, delegates went back to Wuzhen by boat.")
    for number, brief in enumerate(BRIEFS, start=1)
)
MENTIONS = (
    supported("60 articles in the archive mention Wuzhen.", *BRIEF_CITATIONS),
    *(supported(f"{cited.document.title}: “{cited.quote}”", cited) for cited in BRIEF_CITATIONS),
)


def _abroad() -> Script:
    """An answer in Chinese out of an English source."""
    read = UnderstoodQuestion(ABROAD, ABROAD, translation="Who received the draft declaration?")
    translations = {1: "午夜前不久，一份宣言草案被塞进了代表房间的门下。"}
    finished = replace(answer(read, [RETOLD]), quote_translations=translations)
    return (QuestionUnderstood(read), _FOUND, *_written(RETOLD), AnswerFinished(finished))


def _disputed() -> Script:
    """An answer whose last claims are the sides of a disagreement."""
    finished = replace(answer(DISPUTED, [HELD, *SIDES]), disagreements=(DISAGREEMENT,))
    checked = [ClaimChecked(claim) for claim in finished.claims]
    return (_FOUND, TextWritten(HELD.text), *checked, AnswerFinished(finished))


SCRIPTS: dict[str, Script] = {
    WHEN: _whole(WHEN, HELD, ATTENDED),
    SIGN: _whole(SIGN, HELD, SIGNED, notes=[WORDS_ALONE], notices=[VERBATIM]),
    FOLLOW_UP: _whole(FOLLOWED_UP, HELD),
    REPORTED: _whole(BY_XINHUA, HELD),
    ABROAD: _abroad(),
    LISTED: (
        QuestionUnderstood(LISTING),
        SourcesFound(tuple(found(brief, rank) for rank, brief in enumerate(BRIEFS, start=1))),
        AnswerFinished(
            answer(
                LISTING,
                MENTIONS,
                retrieved=[found(brief, rank) for rank, brief in enumerate(BRIEFS, start=1)],
            )
        ),
    ),
    ZH: _whole(ZH, CHINESE_CLAIM),
    ATTACK: _whole(ATTACK, HOSTILE_CLAIM),
    TICKETS: (_FOUND, AnswerFinished(answer(TICKETS, refusal=REFUSAL))),
    EARLY: (_FOUND, AnswerFinished(answer(EARLY, refusal=ADVISED))),
    JUDGED: _whole(JUDGED, HELD, PARTLY_SO, SIGNED, DENIED),
    DISPUTED: _disputed(),
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
    return FakeAssistant(DOCUMENTS, SCRIPTS, FACETS)
