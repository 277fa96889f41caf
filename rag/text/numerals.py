"""Numbers as words and in Chinese writing."""

from __future__ import annotations

import re
from decimal import Decimal

_CARDINAL_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty""".split()
_TENS_WORDS = "thirty forty fifty sixty seventy eighty ninety".split()
_TENS = dict(zip(["twenty", *_TENS_WORDS], range(20, 100, 10), strict=True))
CARDINALS = {
    **{word: value for value, word in enumerate(_CARDINAL_WORDS)},
    **_TENS,
    **{
        f"{tens}{joint}{_CARDINAL_WORDS[ones]}": value + ones
        for tens, value in _TENS.items()
        for ones in range(1, 10)
        for joint in ("-", " ")
    },
}
_ORDINAL_WORDS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
    twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
    twentieth""".split()
ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS, start=1)}
_MAGNITUDE_WORDS = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9} | {
    "trillion": 10**12
}
_CARDINAL = "|".join(sorted(CARDINALS, key=len, reverse=True))
_MAGNITUDE = "|".join(_MAGNITUDE_WORDS)
WORD_NUMERAL = (
    rf"(?:(?:(?:{_CARDINAL}|an?|half a) )?dozen|(?:{_CARDINAL})(?:[ -](?:{_MAGNITUDE}))*"
    rf"|(?:an?|half a) (?:{_MAGNITUDE})(?: (?:{_MAGNITUDE}))*)"
    rf"(?:(?:,? and |,? |-)(?:{_CARDINAL})(?:[ -](?:{_MAGNITUDE}))+)*"
    rf"(?:(?<=hundred|housand|million|billion|rillion),?(?: and)? (?:{_CARDINAL}))?"
)
"""For a regular expression over normalised text: sixty-five, two thousand, a dozen."""
FRACTIONS = {
    f"{part}{joint}{name}{plural}": Decimal(100 * count) / whole
    for name, whole in (("third", 3), ("quarter", 4), ("fifth", 5), ("tenth", 10))
    for part, count in (("a", 1), ("one", 1), ("two", 2), ("three", 3), ("four", 4))
    for joint in (" ", "-")
    for plural in ("", "s")
    if count < whole and (count > 1) == (plural == "s")
} | {"half": Decimal(50)}
"""The words of a fraction, and how many per cent it is."""
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def word_value(numeral: str) -> int:
    """sixty-five -> 65, two thousand five hundred -> 2500, half a million -> 500000."""
    if numeral.startswith("half a "):
        return word_value(numeral.removeprefix("half ")) // 2
    total = section = 0
    for word in re.findall(rf"{_CARDINAL}|{_MAGNITUDE}|dozen", numeral):
        if word in CARDINALS:
            section += CARDINALS[word]
        elif word == "dozen":
            section = 12 * (section or 1)
        elif word == "hundred":
            section = 100 * (section or 1)
        else:
            total += _MAGNITUDE_WORDS[word] * (section or 1)
            section = 0
    return total + section


def han_value(numeral: str) -> int:
    """三 -> 3, 十二 -> 12, 一千六百 -> 1600, 七亿 -> 700000000; digits pass as they are."""
    if numeral.isdecimal():
        return int(numeral)
    total = section = digit = 0
    for character in numeral:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif (unit := HAN_UNITS[character]) < 10**4:
            section += (digit or 1) * unit
            digit = 0
        else:
            total += (section + digit) * unit
            section = digit = 0
    return total + section + digit


def han_numeral(number: int) -> str:
    """3 -> 三, 12 -> 十二, 45 -> 四十五; from 100 on, digits."""
    if not 0 < number < 100:
        return str(number)
    digits = "".join(_HAN_DIGITS)
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + "十" * (tens > 0) + digits[ones] * (ones > 0)


def ordinal(number: int) -> str:
    """3 -> third, 12 -> twelfth, 45 -> 45th."""
    if 0 < number <= len(_ORDINAL_WORDS):
        return _ORDINAL_WORDS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"
