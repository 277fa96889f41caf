"""Follow-ups become self-contained by rules, and a new topic is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from rag.domain import Turn
from rag.retrieving.understanding.followups.resolving import resolve
from rag.retrieving.understanding.followups.rewording import Resolved
from rag.retrieving.understanding.times import TimePhrase, time_phrases

TODAY = date(2026, 11, 22)


def times(question: str) -> Sequence[TimePhrase]:
    return time_phrases(question, TODAY)


# The first turn with its answer; each further question with what it becomes ("": it stays).
CONVERSATIONS = [
    (
        ("What did Xi Jinping say about cyber sovereignty in 2016?", "That it is to be upheld."),
        ("And the year before?", "What did Xi Jinping say about cyber sovereignty in 2015?"),
        ("And in 2017?", "What did Xi Jinping say about cyber sovereignty in 2017?"),
        ("What about censorship?", "What did Xi Jinping say about censorship in 2017?"),
        ("What did Liu Yunshan say?", ""),
    ),
    (
        ("Who opened the third conference?", "Liu Yunshan opened it in Wuzhen [1]."),
        ("What did he say?", "What did Liu Yunshan say?"),
        ("Where was it held?", "Where was the third conference held?"),
        ("Which articles mention him?", "Which articles mention Liu Yunshan?"),
        ("In what year did he retire?", "In what year did Liu Yunshan retire?"),
        ("How many people heard his speech?", "How many people heard Liu Yunshan's speech?"),
    ),
    (
        ("Who spoke at the third conference?", "Liu Yunshan spoke."),
        ("And who else?", "Who else spoke at the third conference?"),
        ("And at the fifth conference?", "Who spoke at the fifth conference?"),
        ("And at the fourth?", "Who spoke at the fourth conference?"),
        ("What about the one before?", "Who spoke at the third conference?"),
        ("And in 2017?", "Who spoke at the 2017 conference?"),
        ("And in November 2018?", "Who spoke at the November 2018 conference?"),
    ),
    (
        ("How many developers does Apple have in China?", "Nearly 1.8 million."),
        ("What about Google?", "How many developers does Google have in China?"),
        ("And in India?", "How many developers does Google have in India?"),
    ),
    (
        ("What happened to the draft?", "The draft was delivered at night."),
        ("Why?", "Why is it that the draft was delivered at night?"),
    ),
    (
        ("How many developers has Apple?", "Apple has 1.8 million developers in China [1]."),
        ("And who said so?", "Who said that Apple has 1.8 million developers in China?"),
    ),
    (
        ("苹果有多少开发者？", "苹果在中国有180万名开发者。[1]"),
        ("这是谁说的？", "谁说苹果在中国有180万名开发者？"),
    ),
    (
        ("Did China block Google?", "Yes."),
        ("Why?", "Why did China block Google?"),
        ("When?", "When did China block Google?"),
        ("And Facebook?", "When did China block Facebook?"),
    ),
    (
        ("What did Xi Jinping say last year?", "Much."),
        ("And in 2014?", "What did Xi Jinping say in 2014?"),
    ),
    (
        ("What happened in November 2014?", "The first conference met."),
        ("And in December?", "What happened in December 2014?"),
        ("And two years later?", "What happened in December 2016?"),
        ("What happened the month before?", "What happened in November 2016?"),
        (
            "What did the SCMP write of the year before?",
            "What did the SCMP write of November 2015?",
        ),
        ("What is known since the year before?", "What is known since November 2014?"),
    ),
    (
        ("Which companies attended the third conference?", "Facebook, Microsoft and IBM [1]."),
        ("What did they say?", "What did Facebook, Microsoft and IBM say?"),
        ("Who else?", "Which other companies attended the third conference?"),
    ),
    (
        ("What is the Wuzhen declaration?", "A draft."),
        ("Who wrote it?", "Who wrote the Wuzhen declaration?"),
        ("Is it true that it was slipped under doors?", None),
        ("When was the declaration delivered?", ""),
    ),
    (
        ("Where did the conference of 2018 take place?", "It met in Wuzhen."),
        ("Who went there?", "Who went to Wuzhen?"),
        ("What happened in that year?", "What happened in 2018?"),
        ("And the following year?", "What happened in 2019?"),
    ),
    (
        ("习近平2016年对网络主权说了什么？", "他主张维护网络主权。"),
        ("那前一年呢？", "习近平2015年对网络主权说了什么？"),
        ("2014年呢？", "习近平2014年对网络主权说了什么？"),
        ("他还说了什么？", "习近平还说了什么？"),
        ("那刘云山呢？", "刘云山还说了什么？"),
    ),
    (
        ("谁在第三届世界互联网大会上讲话？", "刘云山讲话[1]。"),
        ("他说了什么？", "刘云山说了什么？"),
        ("还有谁？", "还有谁在第三届世界互联网大会上讲话？"),
        ("第四届呢？", "谁在第四届世界互联网大会上讲话？"),
        ("上一届呢？", "谁在第三届世界互联网大会上讲话？"),
        ("2018年呢？", "谁在2018年世界互联网大会上讲话？"),
    ),
    (
        ("马云说了什么？", "他谈到了治理。"),
        ("哪些文章提到他？", "哪些文章提到马云？"),
        ("蒂姆·库克呢？", "哪些文章提到蒂姆·库克？"),
        ("苹果呢？", "哪些文章提到苹果？"),
    ),
    (
        ("谷歌为什么退出中国？", "因为审查。"),
        ("苹果呢？", "苹果为什么退出中国？"),
        ("它何时进入中国？", "苹果何时进入中国？"),
        ("那日本呢？", "苹果何时进入日本？"),
    ),
    (
        ("世界互联网大会在哪里举行？", "在浙江乌镇举行。"),
        ("谁去过那里？", "谁去过浙江乌镇？"),
        ("该大会有多少人参加？", "世界互联网大会有多少人参加？"),
    ),
    (
        ("中国封锁了谷歌吗？", "是的。"),
        ("为什么？", "为什么中国封锁了谷歌？"),
        ("什么时候？", "什么时候中国封锁了谷歌？"),
    ),
    (
        ("2016年11月谁出席了？", "刘云山出席了。"),
        ("12月呢？", "2016年12月谁出席了？"),
        ("次年呢？", "2017年12月谁出席了？"),
        ("当时的部长是谁？", "2017年12月的部长是谁？"),
    ),
]


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda turns: turns[0][0])
@pytest.mark.parametrize("stored", ["as asked", "as understood"])
def test_a_conversation_is_followed(
    conversation: tuple[tuple[str, str | None], ...], stored: str
) -> None:
    (first, answer), *further = conversation
    history = [Turn(first, answer or "")]
    for question, expected in further:
        resolved = resolve(question, history, times)
        if expected is not None:
            assert resolved == Resolved(expected or question)
        history.append(Turn(question if stored == "as asked" else resolved.question, ""))


@pytest.mark.parametrize(
    "question",
    [
        "Who is Tim Cook?",
        "What did Jack Ma say about his company?",
        "Is it true that Google left China?",
        "How long did it take to build the Great Wall?",
        "Were there protests in Hong Kong?",
        "Which company says it will leave?",
        "Did the regulator publish its report?",
        "What happened in 2019?",
        "What was planned in 2019 for the following year?",
        "What happened in the days after?",
        "Who was elected the year before the war?",
        "What is the theme of this year?",
        "And who founded Alibaba?",
        "Why did Google leave China?",
        "Would it be dangerous for people to use that network?",
        "How many days does a worker have to sue his boss?",
        "Did the minister say that he would come?",
        "Britain has left the union. What are the benefits of this?",
        "What does the report say when it speaks of Russia?",
        "How many people live in Peru?",
        "马云是谁？",
        "其他国家怎么看待互联网？",
        "库克谈到他的公司了吗？",
        "2019年大会的主题是什么？",
        "为什么谷歌离开中国？",
        "去年发生了什么？",
    ],
)
def test_a_new_topic_is_left_byte_for_byte(question: str) -> None:
    history = [Turn("What did Xi Jinping say about cyber sovereignty in 2016?", "That it counts.")]
    assert resolve(question, history, times) == Resolved(question)


@pytest.mark.parametrize(
    "question", ["And the year before?", "Why?", "What did he say?", "苹果呢？"]
)
def test_without_a_conversation_a_question_stays(question: str) -> None:
    assert resolve(question, (), times) == Resolved(question)


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("How does the draft end?", "What about the price?"),
        ("What is the Great Firewall?", "What did he say?"),
        ("What is the Great Firewall?", "And the year before?"),
        ("Who is Lu Wei?", "What did he mean by that?"),
        ("Who is Lu Wei?", "Can you elaborate?"),
        ("Who is Lu Wei?", "Tell me more about it"),
        ("网络主权是什么？", "他说了什么？"),
        ("网络主权是什么？", "请详细说说"),
        ("网络主权是什么？", "那前一年呢？"),
    ],
)
def test_what_rules_cannot_tell_stays_open(before: str, question: str) -> None:
    assert resolve(question, [Turn(before, "")], times).is_open


def test_why_after_a_statement_asks_about_the_statement() -> None:
    told = [Turn("Who was missing?", "Google and Twitter sent no speaker [2]. Nobody said why.")]
    resolved = resolve("Why?", told, times)
    assert resolved == Resolved("Why is it that Google and Twitter sent no speaker?")
    told = [Turn("谁没有来？", "谷歌没有派人出席[1]–[5]。")]
    assert resolve("为什么？", told, times) == Resolved("为什么谷歌没有派人出席？")


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("习近平2014年说了什么？", "And in 2016?"),
        ("What did Xi Jinping say in 2014?", "2016年呢？"),
        ("What did Xi Jinping say in 2014?", "他为什么这么说？"),
    ],
)
def test_one_language_is_not_put_into_the_other(before: str, question: str) -> None:
    assert resolve(question, [Turn(before, "")], times) == Resolved(question, is_open=True)


def test_a_bare_year_follows_in_the_language_of_the_conversation() -> None:
    told = [Turn("习近平2014年说了什么？", "")]
    assert resolve("那2016呢？", told, times) == Resolved("习近平2016说了什么？")
    told = [Turn("What did Xi say in 2014?", "")]
    assert resolve("2016?", told, times) == Resolved("What did Xi say in 2016?")
