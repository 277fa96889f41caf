"""A few documents, in English and Chinese, one of them hostile."""

from __future__ import annotations

from datetime import date

from rag.domain import (
    Citation,
    Claim,
    Document,
    Passage,
    Provenance,
    Publication,
    RetrievedPassage,
    Span,
    Verdict,
)
from rag.library.truth.records import Facets

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
REPRINT = document(
    "reprint.md",
    "First internet conference opens in Wuzhen",
    WUZHEN_TEXT,
    Publication(outlet="The Daily Planet", published=date(2014, 11, 22), language="en"),
)
"""A copy of WUZHEN: one story."""
DISPATCH = document(
    "dispatch.md",
    "乌镇来电",
    "# 乌镇来电\n\n12个代表团在早餐时签署了宣言。会议随后闭幕。\n",
    Publication(outlet="新华社", published=date(2014, 11, 23), language="zh"),
)
"""Contradicts WUZHEN."""
BRIEFS = tuple(
    document(
        f"briefs/{number:02}.md",
        f"Brief {number}: what else was said",
        f"# Brief {number}\n\nOn day {number}, delegates went back to Wuzhen by boat.",
        Publication(
            outlet="South China Morning Post" if number % 3 else "新华社",
            published=date(2015, 1 + number % 12, 1 + number % 28),
            language="en",
        ),
    )
    for number in range(1, 61)
)
DOCUMENTS = (WUZHEN, CHINESE, HOSTILE, REPRINT, DISPATCH, *BRIEFS)

FACETS = Facets(
    outlets=(("South China Morning Post", 41), ("新华社", 21), ("The Daily Planet", 1)),
    authors=(("Simon Song", 1),),
    languages=(("en", 62), ("zh", 1)),
    collections=(("briefs", 60), ("报道", 2)),
    first=date(2014, 11, 21),
    last=date(2015, 12, 24),
    undated=2,
)


def cite(number: int, source: Document, quote: str) -> Citation:
    start = source.text.index(quote)
    return Citation(number, source, f"{source.id}#0", start, start + len(quote))


def supported(text: str, *citations: Citation) -> Claim:
    return Claim(text, citations, Verdict.SUPPORTED, ())


def found(source: Document, rank: int = 1) -> RetrievedPassage:
    """The whole content of a document as one passage; a reprint tells the story of its original."""
    story = WUZHEN.id if source is REPRINT else source.id
    span = source.content[0]
    passage = Passage(f"{source.id}#0", source.id, span.of(source.text), span.start, span.end, ())
    return RetrievedPassage(passage, source, rank, 1 / rank, story)
