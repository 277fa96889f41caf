"""What little grammar of English the rules need: verbs and their forms, names, dates, numbers."""

from __future__ import annotations

import re
from collections.abc import Set

BE = "am|is|are|was|were"
AUXILIARY = rf"(?:{BE}|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did)"
REPORTING = (
    r"(?:said|says|argued|argues|claimed|stated|warned|wrote|writes|added|announced|"
    r"suggested|noted|declared|explained|insisted|concluded|believed|told)"
)
_WORD = r"[A-ZÀ-Þ][\w.’'-]*\w"
NAME = rf"{_WORD}(?: (?:(?:of|of the|de|van|von|al|bin) )?(?:{_WORD}|I{{1,3}}|IV|VI{{0,3}}))*"
"""A run of capitalised words, "University of Chicago" and "Richard I" among them."""

MONTHS = (
    "January February March April May June July August September October November December".split()
)
MONTH = rf"(?:{'|'.join(MONTHS)})"
ANY_MONTH = rf"(?:{'|'.join([*MONTHS, *(month[:3] for month in MONTHS)])})\b"
NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
PRONOUNS = frozenset(
    "I He She It They We You This That These Those Many Some Others Most Critics One Who".split()
)
SUBORDINATOR = re.compile(
    r"(?:When|While|After|Before|If|Although|As|Since|Because|Though|Until|Unless|Whether|Despite|"
    r"Once|Where|Whereas|Rather|Instead|Unlike)\b"
)

_PASTS = """be:was begin:began become:became break:broke bring:brought build:built buy:bought
catch:caught choose:chose come:came deal:dealt die:died draw:drew drive:drove fall:fell fight:fought
find:found fly:flew forbid:forbade forget:forgot freeze:froze get:got give:gave go:went grow:grew
have:had hear:heard hold:held keep:kept know:knew lay:laid lead:led leave:left lend:lent lose:lost
make:made mean:meant meet:met pay:paid rise:rose run:ran say:said see:saw seek:sought sell:sold
send:sent shoot:shot show:showed sit:sat speak:spoke spend:spent stand:stood steal:stole
strike:struck swear:swore take:took teach:taught tell:told think:thought throw:threw
understand:understood wear:wore win:won withdraw:withdrew write:wrote""".split()
PAST_OF = dict(pair.split(":") for pair in _PASTS)
_BASE_OF = {past: base for base, past in PAST_OF.items()}
PARTICIPLES = frozenset(
    """born known made built given taken written held found led won sent seen sold brought caught
    chosen drawn driven fought grown kept lost paid put set spent spoken taught thrown told
    understood worn begun broken become become been""".split()
)


def past_forms(base: str) -> Set[str]:
    """The ways in which the past of a verb may be written: "rule" gives "ruled"."""
    if base in PAST_OF:
        return {PAST_OF[base]}
    if base.endswith("e"):
        return {f"{base}d"}
    if base.endswith("y") and base[-2:-1] not in set("aeiou"):
        return {f"{base[:-1]}ied"}
    return {f"{base}ed", f"{base}{base[-1]}ed"}


def base_of(past: str, words: Set[str]) -> str | None:
    """The base form of a past tense; None unless `words`, those that are in use, have it."""
    if past in _BASE_OF:
        return _BASE_OF[past]
    candidates = [past[:-1], past[:-2], past[:-3], f"{past[:-3]}y"] if past.endswith("ed") else []
    return next((base for base in candidates if base in words and past in past_forms(base)), None)


def is_participle(word: str) -> bool:
    return word in PARTICIPLES or (word.endswith("ed") and len(word) > 4)


def begin_large(text: str) -> str:
    return text[:1].upper() + text[1:]
