"""The words that report speech."""

from __future__ import annotations

import re

_REPORTING = (
    r"(?:said|says|say|told|tells|stated|states|argued|argues|warned|warns|added|adds|claimed|"
    r"claims|declared|declares|announced|announces|explained|noted|notes|wrote|writes|urged|urges|"
    r"called|calls|commented|insisted|stressed|emphasi[sz]ed|remarked|informed|pledged|described|"
    r"demanded|demands|promised|vowed|proposed|suggested|asked|asks|criticised|criticized)"
)
REPORTING_WORD = re.compile(rf"\b{_REPORTING}\b")
_SPEAKER_NAME = r"((?:[A-ZÀ-Þ][\w.’'-]*)(?: (?:de |van |von )?[A-ZÀ-Þ][\w.’'-]*)*)"
_SPEAKERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SPEAKER_NAME}(?:, [^,.“”\"]{{1,80}},)? (?:also |has |had |have )?{_REPORTING}\b",
        rf"\b{_REPORTING} (?:[a-z]+ ){{0,3}}{_SPEAKER_NAME}\s*(?:[,.;]|$)",
        rf"[Aa]ccording to (?:[a-z]+ ){{0,3}}{_SPEAKER_NAME}",
    )
)


def speakers(text: str) -> set[str]:
    """The names to which a text attributes words."""
    return {" ".join(match[1].split()) for pattern in _SPEAKERS for match in pattern.finditer(text)}
