"""The language model may complete a question, not invent one."""

from __future__ import annotations

import pytest

from rag.domain import Turn
from rag.errors import LLMFailed
from rag.retrieving.understanding.followups.rewriting import rewrite
from tests.fakes import FakeChat

TOLD = [
    Turn("What is the price of a ticket to Wuzhen?", "It costs 90 yuan."),
    Turn("What did Apple show in 2017?", "Apple showed a telephone to Tim Cook's fans [1]."),
]
TOLD_IN_CHINESE = [Turn("2017年苹果公司展示了什么？", "苹果公司展示了一部电话。")]


async def test_a_faithful_rewriting_is_taken() -> None:
    chat = FakeChat("“What did people think of the telephone that Apple showed in 2017?”")
    rewritten = await rewrite("What did people think of that?", TOLD, chat)
    assert rewritten == "What did people think of the telephone that Apple showed in 2017?"
    assert "Apple showed a telephone" in chat.prompts[0]


async def test_a_chinese_question_is_rewritten_in_chinese() -> None:
    chat = FakeChat("人们怎么看苹果公司2017年展示的电话？")
    rewritten = await rewrite("人们怎么看？", TOLD_IN_CHINESE, chat)
    assert rewritten == "人们怎么看苹果公司2017年展示的电话？"


async def test_only_the_last_two_turns_are_shown() -> None:
    chat = FakeChat("What of it?")
    await rewrite("What of it?", [Turn("Who is Lu Wei?", "A minister."), *TOLD], chat)
    assert "Lu Wei" not in chat.prompts[0]


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("What did people think of that?", ""),
        ("What did people think of that?", "People liked the telephone."),
        ("What did people think of that?", "人们怎么看那部电话？"),
        ("What did people think of that?", "What did they think of the telephone?\nOf Apple?"),
        ("What did people think of that?", "What did people think of Google in 2017?"),
        ("What did people think of that?", "What did people think of Apple in 2018?"),
        ("What did Jack Ma think of that?", "What did people think of the telephone?"),
        ("Did 500 people see that?", "Did people see the telephone?"),
        ("人们怎么看？", "人们怎么看华为公司2017年展示的电话？"),
        ("人们怎么看？", "人们怎么看苹果公司2019年展示的电话？"),
    ],
)
async def test_what_is_no_faithful_rewriting_is_refused(question: str, reply: str) -> None:
    told = TOLD_IN_CHINESE if question.startswith("人们") else TOLD
    assert await rewrite(question, told, FakeChat(reply)) is None


async def test_a_model_that_cannot_be_reached_is_said_so() -> None:
    with pytest.raises(LLMFailed):
        await rewrite("What of it?", TOLD, FakeChat(LLMFailed("away", hint="start it")))
