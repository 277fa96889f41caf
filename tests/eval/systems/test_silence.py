"""Answers that say that they have none, in both languages, and answers that only sound so."""

from __future__ import annotations

import pytest

from eval.systems.silence import says_nothing


@pytest.mark.parametrize(
    "text",
    [
        "The provided context does not mention the mayor of Wuzhen.",
        "The context information provided doesn't specify how many people attended.",
        "The given text does not explicitly state who founded Alibaba.",
        "The article by The Guardian did not contain any figure.",
        "Based on the provided context information, there is no mention of Elon Musk.",
        "Based on the context, it is not possible to determine the answer.",
        "There is no information in the passage about the budget.",
        "There is no specific information provided about the budget.",
        "No information.",
        "It is not mentioned who paid for it.",
        "It is unclear from the documents.",
        "I don't know.",
        "I don’t know the answer to that.",
        "I do not have information about events after 2021.",
        "I'm sorry, but I cannot provide the name of the mayor.",
        "I'm sorry, but I don't have any information about Tim Cook's statements.",
        "I'm sorry, but I don't have the ability to answer this question.",
        "The information provided above does not say who paid for it.",
        "There is no evidence in the text that Twitter took part.",
        "Sorry, I am unable to answer this question.",
        "Unfortunately, the documents do not provide this information.",
        "The mayor's name is not mentioned in the provided context.",
        "The answer to this question cannot be determined from the context information.",
        "The answer is not provided.",
        "**Unknown**",
        "Not mentioned in the context.",
        "Empty Response",
        "The context does not mention the year. You may want to look elsewhere.",
        "The text does not mention the year, but it says that the conference met in Wuzhen.",
        "No, the provided context does not mention that Twitter took part.",
    ],
)
def test_a_statement_that_the_answer_is_not_to_be_had_is_a_refusal(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "提供的上下文没有提到乌镇的镇长。",
        "文中并未明确提及马云的年龄。",
        "根据提供的信息，无法确定有多少人参加。",
        "根据上下文，没有提到扎克伯格的发言。",
        "马云的年龄在文中没有提及。",
        "没有相关信息。",
        "没有信息表明推特参加了大会。",
        "提供的信息中没有明确说明会议的预算。",
        "未提及。",
        "无法从给定的资料中得知答案。",
        "抱歉，我无法回答这个问题。",
        "对不起，我不知道。",
        "我不知道这个问题的答案。",
        "这个问题的答案无法确定。",
        "答案：未知。",
        "不详",
    ],
)
def test_the_same_holds_in_chinese(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jack Ma.",
        "42",
        "He does not mention the budget but says that it grew.",
        "Tim Cook did not provide a figure for the developers.",
        "No internet hegemony should be allowed.",
        "No representatives of Twitter spoke.",
        "None of the American companies sent its head.",
        "“I don't know,” said Liu Yunshan.",
        "Liu Yunshan said that it is not possible to determine who did it.",
        "1.8 million developers; the article does not mention their income.",
        "The conference met in 2014. The context does not mention the month.",
        "The document does not bind its signatories.",
        "The Unknown Soldier lies there.",
        "It is not a member of the group.",
        "No, Twitter did not take part.",
        "Information about it is kept by the ministry.",
        "The information office did not disclose the figure.",
        "It is not available in China.",
        "No evidence of tampering was found.",
        "We do not have to follow any country's model, Lu Wei said.",
    ],
)
def test_an_answer_that_holds_such_words_is_an_answer(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "马云。",
        "1600人",
        "他没有提到经费，但表示规模会扩大。",
        "据报道，他没有提到经费，但表示规模会扩大。",
        "库克表示，苹果无法确定明年的数字。",
        "专家无法确定原因。",
        "大会没有邀请推特。",
        "没有网络安全就没有国家安全，没有信息化就没有现代化。",
        "没有信息化就没有现代化。",
        "国家互联网信息办公室没有透露细节。",
        "会议在乌镇举行。文中没有提到月份。",
        "“我不知道，”刘云山说。",
    ],
)
def test_an_answer_in_chinese_that_holds_such_words_is_an_answer(text: str) -> None:
    assert not says_nothing(text)


def test_no_text_at_all_says_nothing() -> None:
    assert says_nothing("")
    assert says_nothing(" \n")
