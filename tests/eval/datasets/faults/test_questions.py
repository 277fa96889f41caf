"""Questions and answers become statements, or nothing."""

from __future__ import annotations

import pytest

from eval.datasets.faults.questions import Answered, statement_of


def told(question: str, answer: str, sentence: str) -> str | None:
    before, _, after = sentence.partition(answer)
    return statement_of(Answered(question, answer, before, after, sentence))


@pytest.mark.parametrize(
    ("question", "answer", "sentence", "statement"),
    [
        (
            "Who ruled the duchy of Normandy?",
            "Richard I",
            "The duchy was then ruled by Richard I, its duke.",
            "Richard I ruled the duchy of Normandy.",
        ),
        (
            "What treaty was signed in 1648?",
            "Peace of Westphalia",
            "The war ended with the Peace of Westphalia in 1648.",
            "The Peace of Westphalia was signed in 1648.",
        ),
        (
            "When did William invade England?",
            "1066",
            "In 1066 William invaded England.",
            "William invaded England in 1066.",
        ),
        (
            "Where was the declaration signed?",
            "Wuzhen",
            "It was signed at Wuzhen.",
            "The declaration was signed at Wuzhen.",
        ),
        (
            "How many seats did the party win?",
            "12",
            "The party won 12 seats.",
            "The party won 12 seats.",
        ),
    ],
)
def test_what_is_asked_becomes_a_statement(
    question: str, answer: str, sentence: str, statement: str
) -> None:
    assert told(question, answer, sentence) == statement


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        # What is asked for is no subject.
        ("Who was Frederick married to?", "Isabella", "Frederick married Isabella."),
        ("What did the king build in Paris?", "The Louvre", "The Louvre was built."),
        # The answer is cut out of a longer name, or is no noun phrase.
        ("What came from the host?", "phagosomal", "Not the phagosomal membrane, it is said."),
        ("Who opposed the law?", "in Paris", "He lived in Paris, opposed to the law."),
        # Verb and answer disagree.
        ("Who was the king of France?", "Louis and Henry", "Louis and Henry, each for a time."),
        # The sentence has no past tense of the verb.
        ("When did William invade England?", "1066", "In 1066 England fell."),
        # It speaks of what was said elsewhere.
        ("Who followed these religions?", "Germany", "Germany, too, followed them."),
    ],
)
def test_where_the_grammar_is_in_doubt_there_is_no_statement(
    question: str, answer: str, sentence: str
) -> None:
    assert told(question, answer, sentence) is None
