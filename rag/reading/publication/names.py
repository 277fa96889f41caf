"""Names of people and of outlets, in the places where a text says whose it is."""

from __future__ import annotations

import re

_WORD = r"[A-Z][\w.’'-]+"
_OUTLET = rf"{_WORD}(?: (?:(?:of|the|and|&) )*{_WORD}){{0,5}}"
# One capitalised word may be a month or a news agency: a person has two.
_PERSON = rf"{_WORD}(?: (?:(?:de|der|van|von|bin|al) )*{_WORD}){{1,4}}"
_HAN_PERSON = r"[\u4e00-\u9fff·]{2,5}"
_HAN_PEOPLE = rf"{_HAN_PERSON}(?:[、，, ]{_HAN_PERSON})*"
# The words by which a newspaper is known for one.
_PAPER = (
    r"(?:Post|Times|Journal|News|Daily|Tribune|Herald|Globe|Guardian|Observer|Gazette|Telegraph"
    r"|Chronicle|Express|Review|Magazine|Economist)"
)

OUTLET_LINES = (
    re.compile(
        rf"^This (?:article|story|report) (?:was )?(?:first |originally )?(?:appeared|published)"
        rf" (?:in|on|by) (?:the )?(?P<name>{_OUTLET})(?= print edition| website| on |[.,]|$)"
    ),
    re.compile(r"^(?:文章|稿件|本文|新闻)?来源\s*[:：]\s*《?(?P<name>[^\s《》]{2,20})》?$"),
    re.compile(
        r"^本文(?:首发|刊载|刊登|原载|转载|发表)[于自]\s*《?(?P<name>[^\s《》，。]{2,20})》?.{0,20}$"
    ),
)
AUTHOR_LINES = (
    re.compile(
        rf"^(?:(?:(?:Written|Reported|Compiled|Edited)(?: and (?:written|edited))? )?[Bb]y|BY)"
        rf" (?P<name>{_PERSON}(?:(?:,| and|, and) {_PERSON})*)"
        rf"(?: in (?:[A-Z]\w+(?: [A-Z]\w+)?)|, [\w ]{{3,40}})?$"
    ),
    re.compile(r"^(?:作者|撰文|记者)\s*[:：|｜]\s*(?P<name>\S{2,20})$"),
    re.compile(rf"^文\s?[/／|｜:：]\s?(?P<name>{_HAN_PEOPLE})$"),
    re.compile(
        rf"^(?:本报|本刊|本台|[\u4e00-\u9fff]{{2,6}}[社网报台])?(?:特约|首席|驻\S{{2,4}})?记者\s*"
        rf"(?P<name>{_HAN_PERSON}(?:、{_HAN_PERSON})*)(?:\s+\S{{0,6}}(?:报道|摄影报道))?$"
    ),
)
PERSON_IN_PLACE = re.compile(
    rf"(?P<name>{_WORD}(?: {_WORD}){{1,3}}),? (?:(?:at|during|with|on|before|after|outside) "
    r"|in (?P<city>[A-Z]\w+(?: [A-Z]\w+)?$)?)"
)
SIGNATURE = re.compile(_PERSON)
_PEOPLE = re.compile(rf"(?P<name>{_PERSON}(?:(?:,| and) {_PERSON})*|{_HAN_PEOPLE})$")
ROLE = re.compile(
    r"(?:(?P<outlet>[A-Z]{2,6}) )?(?:(?:[A-Z][a-z]+|of|and|the) ){0,4}"
    r"(?:Director|Editor|Correspondent|Reporter|Writer|Columnist|Bureau Chief)"
)
URL_LINE = re.compile(
    r"(?:(?:url|link|source|original|原文(?:链接|地址)?|链接|网址)\s*[:：]\s*)?(?P<url>https?://\S+)",
    re.IGNORECASE,
)
PAGE_TITLE = re.compile(
    rf"(?P<title>.{{10,}}?)\s+[|｜]\s+(?P<outlet>{_OUTLET}|[\u4e00-\u9fff]{{2,10}})"
)
DATELINES = (
    re.compile(
        r"(?P<place>[A-Z][A-Z .'’/-]+(?:, [A-Z][\w. ]+?)?)(?:, (?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}"
        rf"(?:,? \d{{4}})?))?,? \((?P<outlet>{_OUTLET}|[A-Z]{{2,5}})\)(?P<author>(?!)|) ?[-–—]+"
    ),
    re.compile(
        r"(?P<outlet>[\u4e00-\u9fff]{1,6}?[社网报])(?P<place>[\u4e00-\u9fff]{2,8}?)?"
        r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日)[电讯]"
        rf"(?:\s?[（(](?:记者|作者|通讯员)?\s?(?P<author>{_HAN_PEOPLE})[）)])?"
    ),
)
# An outlet tells its readers who owns it, in brackets and where it writes of the owner.
DISCLOSURE = re.compile(
    rf"[（(](?:{_OUTLET}|[\u4e00-\u9fff]{{2,10}}) (?:also )?owns (?:the )?"
    rf"(?P<outlet>(?:{_WORD} ){{0,4}}{_PAPER}(?: {_WORD})?)\.?[)）]"
)
COPYRIGHT_OWNER = re.compile(
    r"(?i:©|\(c\)|copyright|版权所有)(?i:\s|©|\(c\)|by\b|the\b|[:：]|[\d,–-])*"
    rf"(?P<outlet>{_OUTLET}|[\u4e00-\u9fff]{{2,16}})"
)
COOKIE_OWNER = re.compile(
    r"\b(?:about|manage|how) (?P<outlet>[A-Z][\w&]+(?: [A-Z][\w&]+){0,4}) (?:uses )?cookies\b"
)

_COMPANY_FORM = re.compile(
    r"(?:,? (?:Publishers?|Publishing|Ltd|Limited|Inc|LLC|PLC|plc|Corp|Corporation|Company|Co"
    r"|GmbH|Pty|Group|All(?: Rights(?: Reserved)?)?)\.?)+$"
    r"|(?:(?:股份)?有限公司|版权所有|保留所有?权利.*)+$"
)
_NOT_AN_OUTLET = frozenset(
    "google facebook youtube twitter microsoft adobe all third-party all rights reserved".split()
)
_NOT_A_PERSON = re.compile(
    rf"\b(?:{_PAPER}|Press|Staff|Agency|Reporters?|Writers?|Editors?|Desk|Team|Board|Reuters|Xinhua"
    r"|Summit|Conference|Internet|World)\b"
)


def is_person(name: str) -> bool:
    """Whether what stands in a byline's place can be a person: not an agency or a desk."""
    return not _NOT_A_PERSON.search(name)


def outlet_name(written: str) -> str | None:
    """An outlet's name without its company form; None for the firms behind every page."""
    name = _COMPANY_FORM.sub("", written.strip(" .,")).strip(" .,")
    return None if not name or name.lower() in _NOT_AN_OUTLET else name


def byline_name(written: str) -> str | None:
    """The person or people that a byline names, with or without "By" before them."""
    for pattern in (*AUTHOR_LINES, _PEOPLE):
        match = pattern.match(written)
        if match and is_person(match["name"]):
            return match["name"]
    return None
