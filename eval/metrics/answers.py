"""Is the answer right? Its text beside the gold answers; each measure is 0 to 1.

Exact match and token F1 are for short answers, and are what the field reports; a sentence that
holds the gold answer scores low on both. Containment is for sentences.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

from eval.cases import Groups
from rag.text import normalise

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_TOKEN = re.compile(rf"[{_HAN}]|[^\s{_HAN}]+")
_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
# A Chinese character is a word of its own; spaces, punctuation and symbols are none.
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")


def exact_match(text: str, groups: Groups) -> float | None:
    """1.0 if the text is one of the alternatives after SQuAD's normalisation, else 0.0.

    SQuAD 1.1 (Rajpurkar et al. 2016): case, punctuation and the articles a, an, the are dropped.
    None: there is no gold answer, or several are needed at once, which SQuAD does not define.
    """
    if len(groups) != 1:
        return None
    tokens = _squad_tokens(text)
    return float(any(tokens == _squad_tokens(gold) for gold in groups[0]))


def token_f1(text: str, groups: Groups) -> float | None:
    """Harmonic mean of token precision and recall, at the best alternative.

    SQuAD 1.1 (Rajpurkar et al. 2016), its tokens as in MLQA (Lewis et al. 2020): punctuation of
    every script is dropped and each Chinese character is a token, which is the segmentation of
    CMRC 2018 (Cui et al. 2019). CMRC itself counts only the longest run that both texts share;
    here tokens are a bag in both languages, so that Chinese and English figures compare.
    None: as for `exact_match`.
    """
    if len(groups) != 1:
        return None
    tokens = _squad_tokens(text)
    return max(_f1(tokens, _squad_tokens(gold)) for gold in groups[0])


def contains_gold(text: str, groups: Groups) -> float | None:
    """1.0 if the text contains one alternative of each group, word for word, else 0.0.

    Case, width, punctuation, spaces and thousands commas are folded; Chinese is compared by
    character; articles stay (after SQuAD's normalisation, Rajpurkar et al. 2016; containment as
    in Mallen et al. 2023). None: there is no gold answer.
    """
    if not groups:
        return None
    words = _words(text)
    return float(all(_holds(words, group) for group in groups))


def holds_any(text: str, wrong: Sequence[str]) -> float | None:
    """1.0 if the text contains any of these wrong answers, compared as `contains_gold` does.

    None: no wrong answer is known.
    """
    return float(_holds(_words(text), wrong)) if wrong else None


def _f1(tokens: Sequence[str], gold: Sequence[str]) -> float:
    shared = (Counter(tokens) & Counter(gold)).total()
    return 2 * shared / (len(tokens) + len(gold)) if shared else 0.0


def _squad_tokens(text: str) -> list[str]:
    kept = "".join(char for char in text.lower() if not _is_punctuation(char))
    return _TOKEN.findall(_ARTICLE.sub(" ", kept))


def _is_punctuation(char: str) -> bool:
    return char in string.punctuation or unicodedata.category(char).startswith("P")


def _holds(words: str, options: Sequence[str]) -> bool:
    return any(_words(option) in words for option in options)


def _words(text: str) -> str:
    """The words of a text, each between two spaces, so that `in` compares whole words."""
    words = _WORD.findall(_THOUSANDS_COMMA.sub("", normalise(text)))
    return f" {' '.join(words)} "
