"""Lists and counts of documents are told from questions that want an answer."""

from __future__ import annotations

import pytest

from rag.retrieving.understanding.intents import intent_of


@pytest.mark.parametrize(
    ("question", "intent", "subject"),
    [
        ("Which articles mention Jack Ma?", "list", "Jack Ma"),
        ("What articles mentioned “Jack Ma”?", "list", "Jack Ma"),
        ("List all documents about cyber sovereignty", "list", "cyber sovereignty"),
        ("Show me all articles that mention AI.", "list", "AI"),
        ("Find stories about Wuzhen", "list", "Wuzhen"),
        ("In which documents is Lu Wei mentioned?", "list", "Lu Wei"),
        ("Where is Lu Wei mentioned?", "list", "Lu Wei"),
        ("Which articles mention the 2016 agreement?", "list", "2016 agreement"),
        ('How many articles mention "Tim Cook"?', "count", "Tim Cook"),
        ("How many articles are about the Great Firewall?", "count", "Great Firewall"),
        ("How many of the articles mention Apple?", "count", "Apple"),
        ("How many documents are there about Alibaba?", "count", "Alibaba"),
        ("How many articles about Apple were published?", "count", "Apple"),
        ("How many articles mention Apple in total?", "count", "Apple"),
        ("In how many documents is Lu Wei mentioned?", "count", "Lu Wei"),
        ("哪些文章提到X？", "list", "X"),
        ("哪些文章提到马云？", "list", "马云"),
        ("有哪些报道谈到了“网络主权”？", "list", "网络主权"),
        ("列出所有关于网络主权的文章", "list", "网络主权"),
        ("提到马云的文章有哪些？", "list", "马云"),
        ("马云在哪些文章里被提到？", "list", "马云"),
        ("资料库里哪些文章提到马云？", "list", "马云"),
        ("有哪些关于马云的报道？", "list", "马云"),
        ("档案中有多少篇文章提到马云？", "count", "马云"),
        ("有几篇关于马云的报道？", "count", "马云"),
        ("有多少篇文章提到蒂姆·库克？", "count", "蒂姆·库克"),
        ("几篇文章提到苹果？", "count", "苹果"),
        ("提到马云的文章有多少篇？", "count", "马云"),
        ("关于“网络主权”的报道有几篇？", "count", "网络主权"),
    ],
)
def test_a_list_or_a_count_has_its_subject(question: str, intent: str, subject: str) -> None:
    assert intent_of(question) == (intent, subject)


@pytest.mark.parametrize(
    "question",
    [
        "How many people attended?",
        "How many companies mention China?",
        "Which articles of the constitution mention freedom?",
        "How many articles does the declaration have?",
        "Which companies mention China?",
        "Which articles mention both Google and Facebook?",
        "Which articles mention how China blocks Google?",
        "What do the articles say about Apple?",
        "Who mentioned Jack Ma?",
        "有多少人参加了大会？",
        "哪些公司提到中国？",
        "哪些文章提到什么？",
        "文章说了什么？",
    ],
)
def test_any_other_question_wants_an_answer(question: str) -> None:
    assert intent_of(question) == ("answer", None)
