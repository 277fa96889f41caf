"""Words to match by: normalised, stemmed in English, bigrams in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rag.domain import Language

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W_{_HAN}]"
# 1,000 and U.S are one word each. No space follows a Chinese comma, nor many a full stop.
_INSIDE_WORD = "|".join(
    (
        "['’]",
        r"(?<=\d)\.(?=\d)",
        r"(?<=\d),(?=\d{3}(?!\d))",
        rf"(?<=(?<!{_LETTER}){_LETTER})\.(?={_LETTER}(?!{_LETTER}))",
    )
)
_RUN = re.compile(rf"[{_HAN}]+|{_LETTER}+(?:(?:{_INSIDE_WORD}){_LETTER}+)*")
_HAN_CHAR = re.compile(rf"[{_HAN}]")
_LATIN_WORD = re.compile(rf"[^\W\d_{_HAN}]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

# The words that carry no topic: Snowball's English list, and the words and particles of Chinese
# questions. Characters that are also part of words (和平, 成都, 对话) are none.
_ENGLISH_STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before
    being below between both but by can could did do does doing down during each few for from
    further had has have having he her here hers herself him himself his how i if in into is it its
    itself just me more most my myself no nor not now of off on once only or other our ours
    ourselves out over own same she should so some such than that the their theirs them themselves
    then there these they this those through to too under until up us very was we were what when
    where which while who whom whose why will with would you your yours yourself
    yourselves""".split()
)
_CHINESE_STOP_WORDS = (
    "什么 怎么 怎样 如何 为什么 为何 多少 哪些 哪个 哪里 哪年 哪一年 哪位 是谁 是否 有没有 关于 "
    "以及 何时 何地 请问 的 谁 吗 呢"
).split()
_CHINESE_STOP = re.compile("|".join(sorted(_CHINESE_STOP_WORDS, key=len, reverse=True)))


@cache
def _stemmer() -> object:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))  # type: ignore[attr-defined]


def normalise(text: str) -> str:
    """Fold what looks alike: NFKC, case, curly quotes, dashes; invisible characters go.

    Lengths may change: offsets into the result are not offsets into `text`.
    """
    # NFKC takes quadratic time over a run of combining marks: 100,000 of them, 31 seconds.
    pieces = [text] if len(text) <= _PIECE_CHARS else _PIECE.findall(text)
    folded = "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)
    # str.translate takes a dozen times as long over Chinese or a curly quotation mark.
    return _FOLDED.sub(lambda found: _FOLD[found[0]], _INVISIBLE.sub("", folded)).casefold()


_PIECE_CHARS = 1_000
# Up to a space, over which nothing combines; without one, anywhere.
_PIECE = re.compile(rf".{{1,{_PIECE_CHARS}}}(?<=\s)|.{{1,{_PIECE_CHARS}}}", re.DOTALL)
_FOLD = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"}
_FOLDED = re.compile(f"[{''.join(_FOLD)}]")


def detect_language(text: str) -> Language:
    """ "zh" where Han characters outweigh Latin words, else "en"."""
    han = len(_HAN_CHAR.findall(text))
    # A Chinese word is about two characters: compare words with words.
    return "zh" if han / 2 > len(_LATIN_WORD.findall(text)) else "en"


def index_terms(text: str) -> list[str]:
    """The terms of a text in order, as indexed and searched: English stems, Chinese bigrams.

    A single Han character stands for itself. Stop words are kept out, so that BM25 does not
    reward them (Manning et al. 2008, ch. 2.2).
    """
    terms: list[str] = []
    for run in _RUN.findall(normalise(text)):
        if _HAN_CHAR.match(run):
            for first, last in _han_pieces(run):
                # A piece of one character has no bigram: it stands for itself.
                terms += [run[i : i + 2] for i in range(first, max(first + 1, last - 1))]
        else:
            word = run.removesuffix("'s")
            if word not in _ENGLISH_STOP_WORDS:
                terms.append(_stem(word))
    return terms


def content_words(text: str) -> frozenset[str]:
    """The distinct terms of a text: what it is about."""
    return frozenset(index_terms(text))


class WordSpan(NamedTuple):
    """A content word where it stands in a text, and the term that it is found by."""

    start: int
    end: int
    term: str


def word_spans(text: str) -> list[WordSpan]:
    """The content words of a text in order, each Han character on its own.

    A Han character's term is the bigram that it begins (the last one of a piece: that it ends).
    """
    found: list[WordSpan] = []
    for run in _RUN.finditer(text):
        if not _HAN_CHAR.match(run[0]):
            found += [WordSpan(*run.span(), term) for term in index_terms(run[0])]
            continue
        for first, last in _han_pieces(run[0]):
            for place in range(first, last):
                begin = max(first, min(place, last - 2))
                term = run[0][begin : min(begin + 2, last)]
                found.append(WordSpan(run.start() + place, run.start() + place + 1, term))
    return found


def _han_pieces(run: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a run of Han characters begin and end, stop words left out."""
    start = 0
    for stop in _CHINESE_STOP.finditer(run):
        if stop.start() > start:
            yield start, stop.start()
        start = stop.end()
    if start < len(run):
        yield start, len(run)
