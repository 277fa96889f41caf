"""What the interface itself says is in its language: the values here have no English word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from markupsafe import Markup

from rag.domain import (
    Answer,
    Claim,
    Context,
    Disagreement,
    Document,
    Filters,
    Form,
    MeantPeriod,
    ModelNames,
    Part,
    Period,
    Publication,
    Refusal,
    UnderstoodQuestion,
    Verdict,
)
from tests.ui.archive import answer
from tests.ui.showing.reading import as_read, texts_at
from tests.ui.sources import cite, document, found
from ui.showing.answers import (
    render_answer,
    render_notices,
    render_parts,
    render_progress,
    render_stopped,
)
from ui.showing.downloads import render_downloads
from ui.showing.sources_panel import render_cited, render_empty, render_reading
from ui.showing.times import DateRejected, period_between
from ui.showing.understanding import render_understood
from ui.words import Words

EN, ZH = Words("en"), Words("zh")

TEXT = "来自各国的代表出席了会议。宣言没有通过。"


def article(number: int, published: date | None) -> Document:
    publication = Publication("新华社", "李娜", published, "https://1.2", "zh")
    source = document(f"{number}", f"标题{number}", TEXT, publication)
    return replace(source, page_starts=(0,))


DATED, LATER, UNDATED = (
    article(1, date(2014, 11, 21)),
    article(2, date(2015, 1, 2)),
    article(3, None),
)
SENTENCES = tuple(
    Claim("有代表。", (cite(number, source, TEXT[:13]),), verdict, ("理由",))
    for number, (source, verdict) in enumerate(
        zip((DATED, LATER, UNDATED, DATED), Verdict, strict=True), start=1
    )
)
FOUND = (found(DATED), replace(found(LATER, 2), story="1"), found(article(4, None), 3))


def told(*, form: Form = "prose", **changes: object) -> Answer:
    whole = replace(answer("谁？", SENTENCES, retrieved=FOUND), model=ModelNames("大模型", ""))
    return replace(whole, form=form, **changes)  # type: ignore[arg-type]


def refused() -> Answer:
    refusal = Refusal("not_covered", "没有。", FOUND, "请补充。")
    return told(claims=(), refusal=refusal)


def understood(t: Words) -> Markup:
    meant = MeantPeriod(Period(date(2015, 1, 1), date.max), "后来", "解释。")
    filters = Filters(
        date(2014, 1, 1), date(2015, 1, 1), ("新华社",), ("李娜",), ("zh",), ("文件夹",)
    )
    read = UnderstoodQuestion("谁？", "谁来了？", "谁来过？", meant, filters)
    chosen = Context(filters=Filters(outlets=("新华社",)), understand_filters=False)
    removed = Context(understand_period=False)
    return (
        render_understood(read, t, Context(), 0)
        + render_understood(read, t, chosen, None)
        + render_understood(replace(read, period=None), t, removed, 1)
        + render_understood(replace(read, period=MeantPeriod(meant.period, "")), t, removed, 1)
    )


def everything(t: Words) -> str:
    """All that is ever rendered, in each of its forms."""
    parts = (Part("新华社", SENTENCES), Part("时报", (), "没有报道。"))
    apart = (Disagreement("differs", SENTENCES[:2]),)
    listing = UnderstoodQuestion("哪些？", "哪些？", intent="list", subject="乌镇")
    answers = (
        told(disagreements=apart, quote_translations={1: "译文"}, notices=("说明",)),
        told(form="by_outlet", parts=parts),
        told(form="timeline", parts=parts),
        told(understood=listing),
        refused(),
    )
    shown = [render_answer(one, t) + render_cited(one, t) for one in answers]
    shown += [
        render_progress(SENTENCES, t, "正在"),
        render_parts(parts, t, "by_outlet", "正在"),
        render_stopped(Markup(), t),
        render_stopped(render_progress(SENTENCES, t), t),
        render_notices(["说明"], t),
        render_empty(t),
        render_reading(FOUND, t, "谁？"),
        understood(t),
    ]
    return "".join(shown)


def test_in_the_chinese_interface_nothing_is_said_in_english() -> None:
    html = everything(ZH)
    said = [*texts_at(html, "//text()"), *texts_at(html, "//@title | //@aria-label")]
    english = [text for text in said if re.search("[A-Za-z]", text.replace("https", ""))]
    assert english == []
    assert "来源支持" in as_read(html)


def test_in_the_english_interface_nothing_is_said_in_chinese() -> None:
    ours = re.compile("检索|来源|核对|档案|理解|筛选|日期|文章|回答")
    assert not ours.search(everything(EN))


@pytest.mark.parametrize(("exchange", "what"), [(0, "这个回答"), (None, "整个对话")])
def test_what_is_downloaded_is_told_in_the_language_of_the_interface(
    exchange: int | None, what: str
) -> None:
    html = render_downloads(exchange, ZH)
    assert as_read(html) == f"下载{what}MarkdownWordCSL-JSON"
    assert texts_at(html, "//button/@title")[1] == f"下载{what}（Word）"


def test_a_date_that_is_none_is_told_in_the_language_of_the_interface() -> None:
    with pytest.raises(DateRejected) as error:
        period_between("很快", "", ZH)
    assert str(error.value) == "“很快”不是日期。 请写成 2016、2016年11月 或 2016-11-18。"
    with pytest.raises(DateRejected, match="2017-01-01晚于2016-12-31"):
        period_between("2017", "2016", ZH)
