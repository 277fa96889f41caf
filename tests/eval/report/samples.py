"""A run of three cases and two systems by hand: a right answer, a false one, and a crash."""

from __future__ import annotations

from eval.cases import Case, Pair
from eval.rows import (
    Check,
    Difference,
    Estimate,
    Row,
    Run,
    RunFacts,
    ShownAnswer,
    ShownSentence,
    ShownSpan,
    Table,
)

WHERE = Case(
    id="where", kind="fact", question="Where is Wuzhen?", answers=("Zhejiang",), documents=("w.md",)
)
WHO = Case(id="who", kind="中文问题", question="谁创办了阿里巴巴？", answers=("马云",))
MOON = Case(id="moon", kind="unanswerable", question="Who was first on the Moon?", refusal=True)

SPAN = ShownSpan(
    number=1,
    document="w.md",
    title="Wuzhen",
    outlet="The Daily",
    published="2014-11-19",
    start=0,
    end=29,
    before="",
    quote="Wuzhen is a town in Zhejiang.",
    after=" The conference met there.",
)


def answer(text: str, *spans: ShownSpan) -> ShownAnswer:
    """An answer of one sentence, supported if a span is given."""
    sentence = ShownSentence(
        text=text,
        verdict="supported" if spans else "unsupported",
        reasons=() if spans else ("no source is cited",),
        citations=tuple(span.number for span in spans),
    )
    return ShownAnswer(refused=False, text=text, sentences=(sentence,), spans=spans)


def refusal(text: str = "The archive does not say.") -> ShownAnswer:
    return ShownAnswer(refused=True, text=text)


RIGHT = Row(
    system="citedesk",
    case=WHERE,
    retrieved=("w.md", "other.md"),
    answer=answer("Wuzhen is in Zhejiang.", SPAN),
    scores={"right": 1.0, "confidence": 0.9, "first token ms": 400.0, "total ms": 900.0},
)
FALSE_ANSWER = Row(
    system="citedesk",
    case=MOON,
    answer=answer("Wuzhen was first on the Moon."),
    scores={"right": 0.0, "confidence": 0.4, "first token ms": 450.0, "total ms": 1100.0},
)
FAILED = Row(system="citedesk", case=WHO, error="LLMFailed: it <broke> off", scores={"right": 0.0})
FALSE_REFUSAL = Row(
    system="baseline", case=WHERE, answer=refusal(), scores={"right": 0.0, "confidence": None}
)
RIGHT_REFUSAL = Row(system="baseline", case=MOON, answer=refusal(), scores={"right": 1.0})
CHINESE = Row(
    system="baseline", case=WHO, answer=answer("马云创办了阿里巴巴。"), scores={"right": 1.0}
)
ROWS = (RIGHT, FALSE_REFUSAL, FALSE_ANSWER, RIGHT_REFUSAL, FAILED, CHINESE)

PAIR = Pair(id="p1", kind="fever", claim="It rained.", evidence="The day was dry.", supported=False)
ACCEPTED = Row(system="verifier", case=PAIR, check=Check(supported=True))


def estimate(value: float, n: int = 2, spread: float = 0.1) -> Estimate:
    return Estimate(value=value, low=value - spread, high=value + spread, n=n)


UNDEFINED = Estimate(value=None, low=None, high=None, n=0)

FACTS = RunFacts(
    name="first-look",
    command="python -m eval answers --cases cases.jsonl",
    started="2026-11-22T05:46:00+00:00",
    cases="cases.jsonl",
    questions=3,
    limit=None,
    seed=2014,
    systems=("citedesk", "baseline"),
    git_commit="749fa02",
    library_generation=7,
    models={"all-MiniLM-L6-v2": "53aa5117"},
    machine="2 cores, 8 GB",
    settings={"llm": {"api_key": "**********"}},
)


def table(contains: float, total_ms: float) -> Table:
    fact = {"right": estimate(contains, 1), "contains gold": estimate(contains, 1)}
    refused = {"right": estimate(0.5, 1), "contains gold": UNDEFINED}
    everything = {
        "contains gold": estimate(contains),
        "F1": UNDEFINED,
        "right": estimate(contains, 3),
        "refusal recall": UNDEFINED if contains > 0.5 else estimate(0.5, 1),
        "total p50 ms": estimate(total_ms, 2, 100.0),
    }
    return {"fact": fact, "中文问题": fact, "unanswerable": refused, "all": everything}


RUN = Run(
    facts=FACTS,
    seconds=75.0,
    tables={"citedesk": table(0.75, 1000.0), "baseline": table(0.5, 3000.0)},
    curves={
        "citedesk": {
            "recall@k": [(1, 0.5), (5, 0.75), (20, 1.0)],
            "risk-coverage": [(0.3, 0.0), (0.6, 0.5)],
            "reliability": [(0.4, 0.0), (0.9, 1.0)],
        },
        "baseline": {"recall@k": [(1, 0.25), (5, 0.5), (20, 0.5)]},
    },
    differences={
        "baseline": [
            Difference(measure="contains gold", a=0.75, b=0.5, low=-0.4, high=-0.1, p=0.0004, n=2),
            Difference(measure="total p50 ms", a=1000, b=3000, low=1500, high=2500, p=0.04, n=2),
        ]
    },
)
