"""Whose words a question asks for."""

from __future__ import annotations

import pytest

from rag.text.speech import asked_speaker


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Tim Cook say about hegemony?", "Tim Cook"),
        ("What did Apple CEO Tim Cook tell the hall?", "Tim Cook"),
        ("What did Wang Huning, the policymaker, call for?", "Wang Huning"),
        ("According to Freedom House, which country is last?", "Freedom House"),
        ("Which country is last, according to Freedom House?", "Freedom House"),
        ("Did Xi say that doors will open?", "Xi"),
        ("What did the SCMP write about Liu?", "SCMP"),
        ("What was Cook’s view on openness?", "Cook"),
        ("What was said by Cook about Apple?", "Cook"),
        ("How does Bandurski describe them?", "Bandurski"),
        ("马云说了什么？", "马云"),
        ("马云对监管怎么看？", "马云"),
        ("根据自由之家的报道，哪个国家最差？", "自由之家"),
        ("习近平在贺信中强调了什么？", "习近平"),
    ],
)
def test_a_question_for_somebodys_words_names_the_speaker(question: str, speaker: str) -> None:
    assert asked_speaker(question) == speaker


@pytest.mark.parametrize(
    "question",
    [
        "Who said that the web is dying?",
        "Why did Google leave China?",
        "What did they say?",
        "What is said to be the cause?",
        "What did Cook do to call attention to it?",
        "谁说不应有网络霸权？",
        "大会有几天可以使用？",
    ],
)
def test_a_question_for_nobodys_words_names_none(question: str) -> None:
    assert asked_speaker(question) is None
