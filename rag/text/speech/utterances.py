"""Who says what in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.domain import Span
from rag.text import split_sentences
from rag.text.speech.antecedents import PERSONAL_PRONOUNS, Antecedents, subject_of
from rag.text.speech.chinese import chinese_frames, is_chinese
from rag.text.speech.english import english_frames
from rag.text.speech.frames import Frame
from rag.text.speech.marks import COVER, Quotation, covered, quotations

_SHORTEST_SPEECH_WORDS = 4
"""Quoted words that nobody is said to say, and that are fewer, are a term and no speech."""

_EDGES = " \t\n,;:.，。；：—–"
_WORD = re.compile(rf"[\u3400-\u9fff]{{2}}|[^\W{COVER}]+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words of a text, and who says them."""

    speaker: str | None
    """The name or the description as written ("Cook", "Apple's chief executive"), "he" resolved
    to the person meant; None: the text does not say."""
    span: Span
    """Direct speech: what is between the marks; reported: the clause that reports it."""
    direct: bool
    is_opinion: bool = False
    """Whether the verb makes it a judgement, a wish or an intent: argued, urged, vowed; 认为."""
    told: str | None = None
    """To whom, as written: "told Xinhua"."""


def utterances(text: str, before: str = "") -> list[Utterance]:
    """What is said in a text, in order; spans are of `text`.

    `before` is what stands in front of it: there is who "he" is, and there a quotation may begin.
    What somebody reports that another said is given to both.
    """
    offset = len(before)
    found = _utterances(before + text)
    inside = (one for one in found if one.span.end > offset)
    return [replace(one, span=_moved(one.span, offset)) for one in inside]


def speakers(text: str) -> set[str]:
    """To whom a text gives words, as it names or describes them."""
    return {said.speaker for said in utterances(text) if said.speaker}


def _moved(span: Span, offset: int) -> Span:
    return Span(max(0, span.start - offset), span.end - offset)


@lru_cache(maxsize=512)
def _utterances(text: str) -> tuple[Utterance, ...]:
    quoted = quotations(text)
    cover = covered(text, quoted)
    known = Antecedents(cover)
    framed: list[Utterance] = []
    for sentence in split_sentences(cover):
        framed += _in_sentence(sentence, cover, known)
    reported = [one for one in framed if not one.direct]
    direct = _direct_speech(text, quoted, framed)
    return tuple(sorted([*reported, *direct], key=lambda one: (one.span.start, -one.span.end)))


def _in_sentence(sentence: Span, cover: str, known: Antecedents) -> Iterator[Utterance]:
    """Each frame's words: once as reported speech, once for the quotations in them (`direct`)."""
    written = sentence.of(cover)
    frames: Sequence[Frame] = (
        chinese_frames(written) if is_chinese(written) else english_frames(written)
    )
    speaker: str | None = None
    spoke: list[str] = []
    for frame in frames:
        speaker = _speaker_of(frame, written, speaker, known)
        spoke += [speaker] if speaker else []
        for said in frame.said:
            span = _trimmed(cover, sentence.start + said.start, sentence.start + said.end)
            if span is None:
                continue
            one = Utterance(speaker, span, False, frame.is_opinion, frame.told)
            if COVER[0] in span.of(cover):
                yield replace(one, direct=True)
            if len(_WORD.findall(span.of(cover))) > 1:
                yield one
    known.read(written, spoke)


def _speaker_of(frame: Frame, sentence: str, last: str | None, known: Antecedents) -> str | None:
    if not frame.speaker:
        return last or known.meant_by(subject_of(sentence[: frame.span.start]), "")
    if last and frame.speaker.lower() in PERSONAL_PRONOUNS:
        return last
    stands_behind = any(said.end <= frame.span.start for said in frame.said)
    in_front = "" if stands_behind else sentence[: frame.span.start]
    return known.meant_by(frame.speaker, in_front)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end) if start < end else None


def _direct_speech(
    text: str, quoted: Sequence[Quotation], framed: Sequence[Utterance]
) -> list[Utterance]:
    """Each quotation with its speaker: of the narrowest frame around it, or of the one before."""
    found: list[Utterance] = []
    frames = [one for one in framed if one.direct]
    ahead = 0
    for place, quotation in enumerate(quoted):
        while ahead < len(frames) and frames[ahead].span.end <= quotation.marks.start:
            ahead += 1
        around = [
            one
            for one in frames[ahead : ahead + 8]
            if one.span.start < quotation.marks.end and one.span.end > quotation.marks.start
        ]
        narrowest = min(around, key=lambda one: one.span.end - one.span.start, default=None)
        if narrowest:
            said = replace(narrowest, span=quotation.words)
        else:
            said = Utterance(_speaker_before(text, quoted, place, found), quotation.words, True)
        if said.speaker or len(_WORD.findall(quotation.words.of(text))) >= _SHORTEST_SPEECH_WORDS:
            found.append(said)
        if quotation.continues and said.speaker and len(found) > 1:
            # "he said" after the last of several paragraphs tells who said the first as well.
            found[-2] = replace(found[-2], speaker=found[-2].speaker or said.speaker)
    return found


def _speaker_before(
    text: str, quoted: Sequence[Quotation], place: int, found: Sequence[Utterance]
) -> str | None:
    """Whose speech goes on: it was left open, or nothing but space lies between the two."""
    if not found or not place:
        return None
    between = Span(quoted[place - 1].marks.end, quoted[place].marks.start)
    was_last = found[-1].span == quoted[place - 1].words
    if not was_last:
        return None
    if quoted[place].continues:
        return found[-1].speaker
    gap = text[between.start : between.end]
    is_new_sentence = gap.rstrip()[-1:] in {"", ".", "。", "!", "?"}
    is_one_paragraph = not _PARAGRAPH.search(gap) and len(gap) < 200
    return found[-1].speaker if is_new_sentence and is_one_paragraph else None
