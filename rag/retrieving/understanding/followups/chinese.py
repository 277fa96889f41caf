"""Chinese follow-ups: 那前一年呢？ 苹果呢？ 他说了什么？ 为什么？"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.domain import Span, Turn
from rag.retrieving.understanding.editions import editions_in
from rag.retrieving.understanding.elements import Kind, elements, topic
from rag.retrieving.understanding.followups.rewording import (
    Resolved,
    Times,
    first_sentence,
    is_one_time,
    last_time,
    moved_time,
    put,
)
from rag.text.numerals import han_numeral, han_value

_ELLIPSIS = re.compile(
    r"(?:那么|那|而|然后)?[，,]?(?P<fragment>[^，。？?]{1,14}?)(?:又|怎么样)?呢[？?]?"
)
_ASKS = re.compile(r"谁|什么|怎么|为何|如何|何时|吗|哪|几|多少")
_ELSE = re.compile(r"(?:那|那么)?还有(?P<word>谁|什么|哪些|别的|其他)?(?:人|的)?(?:吗|呢)?[？?]?")
_MORE = re.compile(
    r"(?:请|能不能)?(?:再|继续|详细|具体|展开)?(?:说说|讲讲|继续|解释一下|说明一下)吗?[？?。]?"
)
_FACT_WORDS = "为什么|为何|什么时候|何时|在?哪里|怎么会"
_OF_FACT = re.compile(rf"(?:那|那么)?(?P<word>{_FACT_WORDS})(?:呢|这样|会这样)?[？?]?")
_WHO_SAID = re.compile(r"(?:那|那么)?(?:这|这话|这句话)?(?:是)?谁(?:这么)?说的[？?]?")
_FEWEST_CHARS_OF_FACT = 4
_LONGEST_FOLLOW_UP_CHARS = 40
_NUMBER = r"\d{1,2}|[一二两三四五六七八九十]{1,2}"
_SHIFT = re.compile(
    r"(?P<before>前一|上一)个?(?P<unit>[年月天])"
    r"|(?P<after>后一|下一|次|第二)个?(?P<unit_2>[年月天])"
    rf"|(?P<count>{_NUMBER})个?(?P<unit_3>[年月天])(?:之|以)?后"
    r"|(?P<same>同一?|那一?|当)(?P<unit_4>年)"
)
_UNITS = {"年": "year", "月": "month", "天": "day"}
_OTHER_EDITION = re.compile(
    r"(?:上|前)一届(?P<before>)|(?:下|后)一届(?P<after>)|第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,3})届?"
)
_ABOUT = re.compile(r"(?:关于|对于|对|针对)(?P<topic>.+)")
_PRONOUN = re.compile(
    r"(?P<group>他们|她们|它们)|(?P<person>(?<![其吉])他(?![人国乡])|她)|(?P<thing>它|此事|这件事|这个问题"
    r"|(?<=对)此)|(?P<place>那里|那儿)|(?P<time>当时|那时候?|当年|那一?年|同年)"
    r"|(?P<noun>(?:该|这个|那个|这次|那次|这届|那届|这家|那家|这份|那份)(?P<head>[\u4e00-\u9fff]{2}))"
)


def resolve(question: str, told: Sequence[Turn], times: Times) -> Resolved:
    """The question with what it refers to put in; `told` are self-contained, the last is last."""
    completed = None
    ellipsis = _ELLIPSIS.fullmatch(question)
    if else_ := _ELSE.fullmatch(question):
        completed = _with_else(else_["word"], told)
    elif fact := _OF_FACT.fullmatch(question):
        completed = _of_fact(fact["word"], told[-1])
    elif _WHO_SAID.fullmatch(question):
        said = first_sentence(told[-1].answer)
        completed = f"谁说{said}？" if len(said) >= _FEWEST_CHARS_OF_FACT else None
    elif _MORE.fullmatch(question):
        completed = None
    elif ellipsis and not _ASKS.search(ellipsis["fragment"]):
        referring = _with_references(ellipsis["fragment"], told, times)
        completed = None if referring.is_open else _completed(referring.question, told, times)
    else:
        return _with_references(_in_its_time(question, told, times), told, times)
    return Resolved(completed) if completed else Resolved(question, is_open=True)


def _with_else(word: str | None, told: Sequence[Turn]) -> str | None:
    """还有谁？ asks the last question with 谁 for the others."""
    if word != "谁":
        asked = told[-1].question
        return asked if asked.startswith("除此之外") else f"除此之外，{asked}"
    for turn in reversed(told):
        if "谁" in turn.question:
            return re.sub(r"(?<!还有)谁", "还有谁", turn.question, count=1)
    return None


def _of_fact(word: str, before: Turn) -> str | None:
    asked = re.sub(rf"^(?:{_FACT_WORDS})", "", before.question).rstrip("？?")
    if asked.endswith("吗") or asked != before.question.rstrip("？?"):
        said = asked.removesuffix("吗")
    else:
        said = first_sentence(before.answer)
    return f"{word}{said}？" if len(said) >= _FEWEST_CHARS_OF_FACT else None


def _in_its_time(question: str, told: Sequence[Turn], times: Times) -> str:
    """前一年谁讲话？ -> 2015年谁讲话？"""
    shift = _SHIFT.search(question)
    # 第二天, 当年 and the like have a meaning of their own where a time is named beside them.
    if shift is None or times(question):
        return question
    moved = _moved(shift, told, times)
    return put(question, Span(*shift.span()), moved) if moved else question


def _completed(fragment: str, told: Sequence[Turn], times: Times) -> str | None:
    """The question before, asked of what the fragment names."""
    asked = told[-1].question.replace("还有谁", "谁").removeprefix("除此之外，")
    fragment = re.sub(r"^在(?=\d)", "", fragment)
    if shift := _SHIFT.fullmatch(fragment):
        moved = _moved(shift, told, times)
        return _with_time(asked, moved, times) if moved else None
    if edition := _other_edition(fragment, asked):
        return edition
    if is_one_time(fragment, times):
        return _with_time(asked, fragment, times)
    month = re.fullmatch(r"\d{1,2}月(?:\d{1,2}日)?", fragment)
    if month and (old := times(asked)):
        return _with_time(asked, f"{old[-1].period.first.year}年{fragment}", times)
    return _of_another(fragment, asked)


def _moved(shift: re.Match[str], told: Sequence[Turn], times: Times) -> str | None:
    """The words for the time that lies so far from the last one that was asked about."""
    last = last_time(told, times)
    if last is None:
        return None
    unit = next(shift[name] for name in ("unit", "unit_2", "unit_3", "unit_4") if shift[name])
    number = -1 if shift["before"] else 0 if shift["same"] else 1
    if shift["count"]:
        number = han_value(shift["count"])
    return moved_time(*last, _UNITS[unit], number, "zh")


def _with_time(asked: str, time: str, times: Times) -> str:
    """The question with this time in the place of its own, or before it."""
    if editions := editions_in(asked):
        # 第三届大会: what is meant is the 大会 of that time.
        return put(asked, editions[-1].span, f"{time}{editions[-1].noun}")
    old = times(asked)
    return put(asked, old[-1].span, time) if old else f"{time}{asked}"


def _other_edition(fragment: str, asked: str) -> str | None:
    """第四届呢？ 上一届呢？: another of the series that was asked about."""
    editions = editions_in(asked)
    match = _OTHER_EDITION.match(fragment)
    if not editions or not match:
        return None
    edition = editions[-1]
    if match["number"]:
        number = han_value(match["number"])
    else:
        number = edition.number + (1 if match["after"] is not None else -1)
    return put(asked, edition.span, f"第{han_numeral(number)}届{edition.noun}") if number else None


def _of_another(fragment: str, asked: str) -> str | None:
    """The question before, asked of another person, place, organisation or topic."""
    subject = topic(asked)
    if about := _ABOUT.fullmatch(fragment):
        return put(asked, subject, about["topic"]) if subject else None
    new = elements(fragment)
    if len(new) != 1 or new[0].words != fragment:
        return None
    old = elements(asked)
    alike = [element for element in old if element.kind == new[0].kind]
    if not alike and new[0].kind in ("name", "organisation"):
        alike = [element for element in old if element.kind in ("name", "organisation", "person")]
    return put(asked, alike[0].span, fragment) if alike else None


def _with_references(question: str, told: Sequence[Turn], times: Times) -> Resolved:
    """The question with its pronouns replaced by what they stand for.

    One of many words tells a case of its own and does not look back.
    """
    is_open = False
    if len(question) > _LONGEST_FOLLOW_UP_CHARS:
        return Resolved(question)
    # From the last to the first, so that what is still to be replaced stays where it is.
    for match in reversed(list(_PRONOUN.finditer(question))):
        if (match["person"] or match["group"]) and _has_own(question[: match.start()]):
            continue
        if match["time"]:
            last = last_time(told, times)
            words = last and last[0]
        else:
            words = _antecedent(match, told)
            is_open = is_open or words is None
        if words:
            question = put(question, Span(*match.span()), words)
    return Resolved(question, is_open)


def _has_own(already: str) -> bool:
    """Whether a question has named someone of its own: as a person, or as what it begins with."""
    return any(
        element.kind in ("person", "organisation")
        or (element.kind, element.span.start) == ("name", 0)
        for element in elements(already)
    )


def _antecedent(match: re.Match[str], told: Sequence[Turn]) -> str | None:
    """What a pronoun stands for: the last that was spoken of and fits."""
    for turn in reversed(told):
        if match["noun"]:
            found = _with_noun(match["head"], turn)
        else:
            found = _FITTING[match.lastgroup or ""](turn)
        if found:
            return found
    return None


def _with_noun(head: str, before: Turn) -> str | None:
    """What the question before, or its answer, says with this noun: 第三届大会."""
    for edition in editions_in(before.question):
        if edition.noun.endswith(head):
            return edition.span.of(before.question)
    for text in (before.question, first_sentence(before.answer)):
        for element in elements(text):
            if element.words.endswith(head):
                return element.words
    return None


def _first(kind: Kind, before: Turn) -> str | None:
    for text in (before.question, first_sentence(before.answer)):
        for element in elements(text):
            if element.kind == kind:
                return element.words
    return None


def _thing(before: Turn) -> str | None:
    asked = before.question
    if about := topic(asked):
        return about.of(asked)
    if editions := editions_in(asked):
        return editions[0].span.of(asked)
    things = [element for element in elements(asked) if element.kind in ("organisation", "name")]
    return things[0].words if things else None


_FITTING: dict[str, Callable[[Turn], str | None]] = {
    "person": lambda before: _first("person", before),
    "group": lambda before: _first("organisation", before) or _first("name", before),
    "thing": _thing,
    "place": lambda before: _first("place", before),
}
