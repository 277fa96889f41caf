"""The same faults in Chinese."""

from __future__ import annotations

import re
from random import Random

from eval.datasets.faults.corpus import Corpus
from eval.datasets.faults.statements import Statement

_DATE = re.compile(r"(?P<year>(?:1\d|20)\d\d) ?年|(?P<month>\d{1,2}) ?月|(?P<day>\d{1,2}) ?[日号]")
_RANGES = {"month": (1, 12), "day": (1, 28)}
_NUMBER = re.compile(r"(?<![\d.,年第])\d{1,3}(?:,\d{3})+|(?<![\d.,年第])\d+(?:\.\d+)?")
_DATE_UNIT = re.compile(r" ?[年月日号]|[,.]?\d")
_BOUND = re.compile(r"(?:超过|多于|少于|至少|不到|最多|以上|高达|第)[^\d]{0,2}$")
_BOUND_AFTER = re.compile(r"\D{0,3}(?:以上|以下|多)")
_SPEAKER = re.compile(
    r"(?:^|[。；！？])(?P<name>[\u3400-\u9fff·]{2,6}?)(?:(?<!来)说|表示|指出|强调|认为)[：，]"
)
_QUOTED = re.compile(r"“[^”]{6,}”")
_NEGATIVE = re.compile(r"[不没未无非否]")
_QUANTIFIED = re.compile(
    r"都|所有|有些|一些|许多|大多|只|如果|可能|几乎|是否|还是|于是|凡是|就是|也是|或是|正是|却是|特别是|尤其是|但是|更是|总是|要是"
)
_IS = re.compile(r"(?<![\u4e00不])是(?!否|非)")
_TRIES = 40


def number(statement: Statement, _corpus: Corpus, lots: Random) -> str | None:
    claim = statement.claim
    found = [
        match
        for match in _NUMBER.finditer(claim)
        if not _DATE_UNIT.match(claim, match.end())
        and not _BOUND.search(claim[: match.start()])
        and not _BOUND_AFTER.match(claim, match.end())
    ]
    if not found:
        return None
    match = lots.choice(found)
    for _ in range(_TRIES):
        other = "".join(lots.choice("123456789") if c.isdigit() else c for c in match[0])
        if other not in statement.evidence:
            return claim[: match.start()] + other + claim[match.end() :]
    return None


def date(statement: Statement, _corpus: Corpus, lots: Random) -> str | None:
    claim = statement.claim
    found = [
        (match.span(unit), _RANGES.get(unit, (int(match[unit]) - 15, int(match[unit]) + 15)))
        for match in _DATE.finditer(claim)
        for unit in ("year", "month", "day")
        if match[unit]
    ]
    if not found:
        return None
    (start, end), range_ = lots.choice(found)
    for _ in range(_TRIES):
        other = str(lots.randint(*range_))
        if other not in statement.evidence:
            return claim[:start] + other + claim[end:]
    return None


def speaker(statement: Statement, corpus: Corpus, lots: Random) -> str | None:
    match = _SPEAKER.search(statement.claim)
    others = [name for name in corpus.chinese_speakers if name not in statement.evidence]
    if match is None or not others:
        return None
    start, end = match.span("name")
    return statement.claim[:start] + lots.choice(others) + statement.claim[end:]


def quotation(statement: Statement, _corpus: Corpus, lots: Random) -> str | None:
    """Two neighbouring characters of the quoted words change for a word that is not there."""
    quoted = _QUOTED.search(statement.claim)
    others = [
        word for word in ("山水", "音乐", "农田", "机器", "海洋") if word not in statement.evidence
    ]
    if quoted is None or not others:
        return None
    at = lots.randrange(quoted.start() + 1, quoted.end() - 3)
    return statement.claim[:at] + lots.choice(others) + statement.claim[at + 2 :]


def negation(statement: Statement, _corpus: Corpus, _lots: Random) -> str | None:
    plain = _QUOTED.sub(lambda quoted: "”" * len(quoted[0]), statement.claim)
    match = _IS.search(plain)
    if match is None or _NEGATIVE.search(plain) or _QUANTIFIED.search(plain):
        return None
    return f"{statement.claim[: match.start()]}不{statement.claim[match.start() :]}"
