"""What documents and questions may not do in a prompt: look like its form, or talk to the model.

Only the prompt's copy is changed: in the document, every quote stays as it is.
"""

from __future__ import annotations

import re

from rag.text.inert import inert

_LONG_RUN = re.compile(r"(\S)\1{30,}")
# Chinese has no spaces: only what is written in ASCII is one word.
_LONG_WORD = re.compile("([!-~]{200})[!-~]+")
_WORD = re.compile(r"\w+")
_RUN_OF_RULES = 6
_NUMBER = r"\d{1,6}(?:\s{0,3}[,，、-]\s{0,3}\d{1,6}){0,20}"
_MARKER = re.compile(rf"[\[【［]\s{{0,3}}({_NUMBER})\s{{0,3}}[\]】］]")
_PARTS = (
    r"sources?(?: \d{1,4})?|questions?|answer|system|assistant|user|human|instructions?"
    r"|(?:来源|资料)\s?\d{0,4}|问题|回答|答案|系统|助手|用户|指令"
)
_AT_BEGINNING = r"(?:^|(?<=[.!?。！？\n)>\]]))(?P<before>[ \t]*)"
_LABEL = re.compile(
    rf"{_AT_BEGINNING}(?:#{{1,6}}\s{{0,3}})?(?P<part>{_PARTS})\s{{0,3}}[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING = re.compile(
    r"(?:^|(?<=\s))#{1,6}\s{0,3}(?=(?:instruction|system|user|assistant|response|input)\b)",
    re.IGNORECASE,
)


def as_data(text: str) -> str:
    """Text as it may stand in a prompt: on one line, in nothing like the prompt's own form.

    "[1]" becomes "(1)", so that no number but ours is a source's; "Question:" and "system:" at
    the beginning of a line or sentence lose their colon; control tokens and unseen characters
    are made inert; long runs are cut. Ordinary text comes back as it is, its spaces folded.
    """
    text = _LABEL.sub(r"\g<before>\g<part> –", inert(text))
    text = _MARKER.sub(r"(\1)", _HEADING.sub("", text))
    text = _LONG_WORD.sub(r"\1…", _LONG_RUN.sub(r"\1\1\1…", text))
    return " ".join(text.split())


def gives_away(text: str, rules: str) -> bool:
    """Whether a text repeats the rules that the model was given: six words of them in a row."""
    said = f" {' '.join(_WORD.findall(text.lower()))} "
    words = _WORD.findall(rules.lower())
    runs = (words[start : start + _RUN_OF_RULES] for start in range(len(words) - _RUN_OF_RULES + 1))
    return any(f" {' '.join(run)} " in said for run in runs)
