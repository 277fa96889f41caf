"""Who a phrase names: the name without its titles, or the phrase where it only describes."""

from __future__ import annotations

import re

_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ\u3400-\u9fff]")
_PARTICLES = frozenset("de van von bin al der la du".split())
_OF_WHOM = frozenset("of for at from in with by to on".split())
DAYS_AND_MONTHS = frozenset(
    """sunday monday tuesday wednesday thursday friday saturday january february march april may
    june july august september october november december""".split()
)
TITLES = DAYS_AND_MONTHS | frozenset(
    """mr mrs ms dr prof professor president premier minister prime vice deputy director chairman
    chairwoman chair chief ceo cto cfo founder co-founder secretary general senator governor
    mayor ambassador king queen prince pope sir lord judge justice chancellor analyst spokesman
    spokeswoman spokesperson executive editor former chinese american british french german russian
    japanese indian european australian comrade in on at but and the yet while as when after
    before for a an by according both us-based beijing-based meanwhile however""".split()
)
_OF_COUNTRY = re.compile(
    r"(?:(?<=President)|(?<=Minister)|(?<=Chairman)|(?<=Premier)|(?<=Secretary)) of (?:the )?"
    r"[A-Z]\w+(?= [A-Z]\w+ [A-Z])"
)
OF_ORGANISATIONS = frozenset(
    """conference group house international post times news agency administration ministry committee
    council party university institute bank company corp inc ltd association organisation
    organization union nations states kingdom office department bureau commission court center
    centre foundation forum street city province congress parliament press daily media technologies
    act report summit league team club app store wall hall north south east west republic islands
    sea asia america africa europe china hong new york valley internet online watch studies academy
    declaration freedom""".split()
)
PERSONAL_TITLES = frozenset(
    """mr mrs ms dr prof professor president premier minister senator governor mayor chancellor
    ambassador king queen prince pope sir lord chairman chairwoman ceo""".split()
)


def tokens_of(phrase: str) -> list[str]:
    return [token for token in re.split(r"[\s,]+", phrase) if token]


def is_capital(token: str) -> bool:
    return bool(_CAPITAL.match(token))


def without_country(phrase: str) -> str:
    """ "President of China Xi Jinping" -> "President Xi Jinping"."""
    return _OF_COUNTRY.sub("", phrase)


def name_in(phrase: str) -> str:
    """ "Former French prime minister Dominique de Villepin" -> "Dominique de Villepin".

    A description keeps its words: "Apple's chief executive", "a spokesman for the ministry".
    """
    tokens = tokens_of(without_country(phrase))
    if "and" in tokens:
        parts = " ".join(tokens).split(" and ")
        names = [name_in(part) for part in parts if part and is_capital(tokens_of(part)[-1])]
        if len(names) > 1 and all(map(is_name, names)):
            return " and ".join(names)
    start = _start_of_run(tokens)
    described = start and tokens[start - 1].lower() in _OF_WHOM
    if described and start < len(tokens):
        return _leading_name(tokens) or " ".join(tokens)
    titles = [place for place in range(start, len(tokens)) if is_title(tokens[place])]
    name = tokens[titles[-1] + 1 if titles else start :]
    if titles and any(token.lower() in OF_ORGANISATIONS for token in name):
        name = [token for token in tokens[start:] if token not in {"The", "But", "And"}]
    return " ".join(name or tokens)


def is_name(speaker: str) -> bool:
    """Whether all of its words are those of a name, and none is a description's."""
    tokens = tokens_of(speaker)
    return bool(tokens) and all(
        is_capital(token) or token in _PARTICLES or token in {"and", "of"} for token in tokens
    )


def is_title(token: str) -> bool:
    return token.strip(".").lower() in TITLES


def _start_of_run(tokens: list[str]) -> int:
    """Where the capitalised words at the end begin; a possessive before them is another's."""
    start = len(tokens)
    while start and (is_capital(tokens[start - 1]) or tokens[start - 1] in _PARTICLES):
        if start < len(tokens) and tokens[start - 1].endswith(("'s", "’s", "s’", "s'")):
            break
        start -= 1
    while start < len(tokens) and tokens[start] in _PARTICLES:
        start += 1
    if start == len(tokens) - 1 and tokens[start].endswith(("'s", "’s")):
        return len(tokens)
    return start


def _leading_name(tokens: list[str]) -> str:
    """ "Thomas Nunlist of Trivium China", "Ma from Alibaba": the name that the rest describes."""
    end = 0
    while end < len(tokens) and (is_capital(tokens[end]) or tokens[end] in _PARTICLES):
        end += 1
    run = tokens[:end]
    while run and is_title(run[0]):
        run = run[1:]
    is_plural_noun = len(run) == 1 and run[0].endswith("s")  # "Analysts at Goldman Sachs"
    if not run or end == len(tokens) or is_plural_noun:
        return ""
    # "Cyberspace Administration of China" is one name.
    return " ".join(tokens) if tokens[end] == "of" and not is_title(tokens[0]) else " ".join(run)
