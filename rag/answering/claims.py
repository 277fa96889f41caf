"""The LLM's text becomes sentences while it streams, each with the source numbers it gave."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answering.markers import in_one_form
from rag.text import split_sentences

_GROUP = r"\[\d+(?:, \d+)*\]"
_BETWEEN = r"\s*(?:,\s*(?:and|or)|and|or|[,，、–和及或-])\s*"
_MARKERS = rf"(?:(?<!\s)\s*{_GROUP}(?:{_BETWEEN}{_GROUP})*)+"
_ANY_MARKERS = re.compile(_MARKERS)
_MARKER = re.compile(_GROUP)
# "... in Beijing. [3] The ..." cites for the sentence before it.
_MARKER_AFTER_STOP = re.compile(rf"([.!?。！？][\"'”’」』)]*)({_MARKERS})")
_FINISHED = re.compile(r"[.!?。！？…][\"'”’」』）)]*$")
# "According to [1], ...", "... in [2]." and "..., as stated in source [2]" leave stumps when the
# marker goes.
_ACCORDING = r"(?:according to|as (?:stated|mentioned|noted) in)(?: (?:the )?sources?)?"
# All markers or none: the "and" between two of them begins no sentence.
_OPENS_WITH_MARKER = re.compile(rf"\b{_ACCORDING}((?>{_MARKERS})),? *(\w)", re.IGNORECASE)
_CLOSES_WITH_MARKER = re.compile(
    rf",? *\b(?:{_ACCORDING}|in|from|by|see)({_MARKERS})(?=[.,;!?]|$)", re.IGNORECASE
)
_PREAMBLE = re.compile(r"^(?:answer|答案|回答)\s*[:：]\s*", re.IGNORECASE)
_ACCORDING_TO_THE_SOURCES = re.compile(
    r"\b(?:according to|based on) the (?:provided |numbered |given )?(?:sources?|information|text)"
    r"(?: (?:sentences?|provided))?, *(\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence as written, not yet checked; `cited` are the numbers that it gave, in order."""

    text: str
    cited: tuple[int, ...]


def draft_sentences(text: str) -> list[DraftSentence]:
    """Split an LLM's answer into sentences; [n] markers leave the text and become `cited`.

    A sentence that is nothing but markers has an empty text.
    """
    text = in_one_form(_PREAMBLE.sub("", text.strip()))
    text = _ACCORDING_TO_THE_SOURCES.sub(lambda match: match[1].upper(), text)
    text = _MARKER_AFTER_STOP.sub(r"\2\1", text)
    text = _OPENS_WITH_MARKER.sub(lambda match: f"{match[1]} {match[2].upper()}", text)
    text = _CLOSES_WITH_MARKER.sub(r"\1", text)
    drafts = []
    for span in split_sentences(text):
        sentence = span.of(text)
        cited = [int(n) for group in _MARKER.findall(sentence) for n in re.findall(r"\d+", group)]
        words = _ANY_MARKERS.sub("", sentence).strip()
        drafts.append(
            DraftSentence(words if re.search(r"\w", words) else "", tuple(dict.fromkeys(cited)))
        )
    return drafts


class SentenceStream:
    """Collects what the LLM streams and hands out each sentence once, when it is complete."""

    def __init__(self) -> None:
        self._text = ""
        self._handed_out = 0

    @property
    def text(self) -> str:
        return self._text

    @property
    def pending(self) -> str:
        """The sentence being written, without markers; "" before its first word."""
        drafts = draft_sentences(self._text)[self._handed_out :]
        return " ".join(draft.text for draft in drafts).strip()

    def add(self, delta: str) -> list[DraftSentence]:
        """Take in new text; return the sentences that it completed."""
        self._text += delta
        # The last sentence may go on, and markers may still follow it.
        return self._hand_out(draft_sentences(self._text)[:-1])

    def finish(self) -> list[DraftSentence]:
        """The rest; a last sentence that broke off is left out, unless it is all there is."""
        drafts = draft_sentences(self._text)
        if len(drafts) > 1 and not (drafts[-1].cited or _FINISHED.search(drafts[-1].text)):
            drafts.pop()
        return self._hand_out(drafts)

    def _hand_out(self, complete: list[DraftSentence]) -> list[DraftSentence]:
        new = complete[self._handed_out :]
        self._handed_out += len(new)
        return new
