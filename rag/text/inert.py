"""Text of others that can do nothing but be read: no control tokens, nothing unseen in it.

A chat template turns messages into one string, and a server reads control tokens in it wherever
they stand: llama.cpp takes "<|im_end|>" in a document for the end of the message.
"""

from __future__ import annotations

import re

from rag.domain import Span

# Zero-width and bidirectional controls, Unicode's tags, variation selectors beyond those of emoji.
_ZERO_WIDTH = "\u180e\u200b-\u200f\u2060-\u2064\ufeff"
_BIDIRECTIONAL = "\u202a-\u202e\u2066-\u2069"
_TAGS = "\U000e0000-\U000e007f"
_SELECTORS = "\U000e0100-\U000e01ef"
_UNSEEN = re.compile(f"[{_ZERO_WIDTH}{_BIDIRECTIONAL}{_TAGS}{_SELECTORS}]+")
# Words can be written in these alone. One or two join emoji or mark a line break; the tags behind a
# black flag name a region.
_UNSEEN_WORDS = re.compile(
    f"(?<![\U0001f3f4{_TAGS}])(?:[{_TAGS}]{{2,}}|[{_SELECTORS}]{{2,}}|[{_ZERO_WIDTH}]{{8,}})"
)
# "<|im_start|>", "<｜User｜>", "<<SYS>>", "</s>", "<end_of_turn>", "<|turn>": all that is
# written like one, since each family of models has its own.
_CONTROL_TOKEN = re.compile(
    r"<{1,2}[/|｜]{0,2}(?P<name>[A-Za-z_][\w▁-]{0,40})[/|｜]{0,2}>{1,2}"
    r"|\[/?(?P<named>INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_(?:CALLS|RESULTS|CONTENT)|THINK)\]",
    re.IGNORECASE,
)


def inert(text: str) -> str:
    """The text without unseen characters, each control token as a word in parentheses.

    Ordinary text comes back as it is.
    """
    seen = _UNSEEN.sub("", text)
    return _CONTROL_TOKEN.sub(lambda token: f"({token['name'] or token['named']})", seen)


def unseen_words(text: str) -> list[Span]:
    """Where unseen characters follow each other as if they meant something to a machine."""
    return [Span(*found.span()) for found in _UNSEEN_WORDS.finditer(text)]


def read_tags(text: str) -> str:
    """The ASCII that is written in Unicode's tag characters; all other characters go."""
    return "".join(
        chr(ord(char) - 0xE0000) for char in text if "\U000e0020" <= char <= "\U000e007e"
    )
