"""RTF: the text as its reader sees it, in the code page of each font.

Written for this: striprtf (0.0.35) drops footnotes, title and author, writes links into the text
and needs quadratic time for hostile files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.source import Source
from rag.reading.structures.properties import article_of, property_findings

MAX_DEPTH = 1_000

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    r"|\\'(?P<byte>[0-9A-Fa-f]{2})"
    r"|\\(?P<symbol>.)"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_BREAKS = {
    **dict.fromkeys(("par", "sect", "page", "column", "row", "nestrow"), "\n\n"),
    "line": "\n",
    **dict.fromkeys(("cell", "nestcell", "tab"), "\t"),
}
_CHARACTERS = {
    "bullet": "•",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "ldblquote": "“",
    "lquote": "‘",
    "rdblquote": "”",
    "rquote": "’",
}
_SYMBOLS = {"\\": "\\", "{": "{", "}": "}", "~": "\u00a0", "_": "-", "\n": "\n\n", "\r": "\n\n"}
# Groups whose text goes elsewhere than into the text; groups marked \* that are not named here are
# not for readers either, nor are the skipped ones.
_DESTINATIONS = {
    "author": "author",
    "dptxbxtext": "text",
    "fonttbl": "fonts",
    "footnote": "notes",
    "shptxt": "text",
    "title": "title",
}
_SKIPPED = frozenset(
    """aftnsep aftnsepc atnauthor atnid colortbl datafield do filetbl fldinst fontemb footer
    footerf footerl footerr ftnsep ftnsepc header headerf headerl headerr info listtable
    nonshppict objdata pict private revtbl rxe shprslt stylesheet tc template txe xe""".split()
)
# By \fcharset; 0 and 1 stand for the document's own code page.
_CODE_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_PARAGRAPH_END = re.compile(r"\n{2,}")


def read_rtf(source: Source) -> Iterator[Article]:
    """Read a rich text file, footnotes after the text. Title and author come from its properties.

    Pictures, embedded objects, hidden and deleted text, comments and page headers are left out.

    Raises:
        UnreadableFile: it is cut off, nested too deep, or not RTF.
    """
    # A character for each byte: what they mean depends on the font.
    code = source.read().decode("latin-1")
    if not code.startswith("{\\rtf"):
        raise UnreadableFile(f"{source.name} is unreadable: it is not RTF.")
    parser = _Parser()
    try:
        parser.parse(code)
    except _Broken as error:
        raise UnreadableFile(f"{source.name} is unreadable: {error}.") from error
    blocks = [
        block.strip()
        for destination in ("text", "notes")
        for block in _PARAGRAPH_END.split(parser.text_of(destination))
        if block.strip()
    ]
    findings = property_findings(
        parser.text_of("title"), parser.text_of("author"), "rtf properties"
    )
    yield article_of(source, "\n\n".join(blocks), findings)


class _Broken(Exception):
    """Says what is wrong with the file."""


class _Parser:
    """Reads tokens; what a group sets holds until its end."""

    def __init__(self) -> None:
        self._written: dict[str, list[str]] = {"text": [], "notes": [], "title": [], "author": []}
        self._encoded = bytearray()
        self._code_page = "cp1252"
        self._code_page_of: dict[int, str] = {}
        self._groups: list[tuple[str, int, int, bool]] = []
        self._destination = "text"
        self._font = -1
        self._fallback_chars = 1
        self._is_hidden = False
        self._chars_to_skip = 0
        self._is_optional = False

    def text_of(self, destination: str) -> str:
        """What was written there; surrogates in pairs become characters, others U+FFFD."""
        text = "".join(self._written[destination]).replace("\0", "")
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def parse(self, code: str) -> None:
        position = 0
        while match := _TOKEN.search(code, position):
            position = match.end()
            if match["text"]:
                self._take_encoded(match["text"].encode("latin-1"))
            elif match["byte"]:
                self._take_encoded(bytes.fromhex(match["byte"]))
            else:
                self._decode()
                if match["brace"]:
                    self._take_brace(match["brace"])
                elif match["symbol"]:
                    self._take_symbol(match["symbol"])
                elif match["word"] == "bin":
                    position += max(0, int(match["number"] or 0))
                else:
                    number = match["number"]
                    self._take_word(match["word"], None if number is None else int(number))
            if not self._groups:
                return
        raise _Broken("its end is missing")

    def _take_brace(self, brace: str) -> None:
        self._chars_to_skip = 0
        self._is_optional = False
        if brace == "{":
            if len(self._groups) == MAX_DEPTH:
                raise _Broken(f"its groups are nested more than {MAX_DEPTH:,} deep")
            state = (self._destination, self._font, self._fallback_chars, self._is_hidden)
            self._groups.append(state)
        else:
            if self._destination == "notes" != self._groups[-1][0]:
                self._write("\n\n")
            self._destination, self._font, self._fallback_chars, self._is_hidden = (
                self._groups.pop()
            )

    def _take_symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_optional = True
        elif self._chars_to_skip:
            self._chars_to_skip -= 1
        else:
            self._write(_SYMBOLS.get(symbol, ""))

    def _take_word(self, word: str, number: int | None) -> None:
        skips, self._chars_to_skip = self._chars_to_skip, 0
        is_optional, self._is_optional = self._is_optional, False
        if word in _DESTINATIONS:
            self._destination = _DESTINATIONS[word]
            if word == "title":  # once more in Unicode, after the one in the code page
                self._written["title"].clear()
        elif word in _SKIPPED or (is_optional and word != "ud"):
            self._destination = "nowhere"
        elif word in _BREAKS:
            self._write(_BREAKS[word])
        elif word in _CHARACTERS:
            if skips:
                self._chars_to_skip = skips - 1
            else:
                self._write(_CHARACTERS[word])
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._chars_to_skip = self._fallback_chars
        else:
            self._take_setting(word, number)

    def _take_setting(self, word: str, number: int | None) -> None:
        if word == "uc" and number is not None:
            self._fallback_chars = max(0, number)
        elif word in ("v", "deleted"):
            self._is_hidden = number != 0
        elif word == "plain":
            self._is_hidden = False
        elif word == "f" and number is not None:
            self._font = number
        elif word == "ansicpg" and number:
            self._code_page = _usable(f"cp{number}") or self._code_page
        elif word == "mac":
            self._code_page = "mac_roman"
        elif word == "fcharset" and self._destination == "fonts" and number in _CODE_PAGES:
            self._code_page_of[self._font] = _CODE_PAGES[number]

    def _take_encoded(self, data: bytes) -> None:
        skipped = min(self._chars_to_skip, len(data))
        self._chars_to_skip -= skipped
        self._encoded += data[skipped:]

    def _decode(self) -> None:
        """Write the bytes so far: all at once, for a character may be a byte and an ASCII one."""
        if self._encoded:
            for code_page in (self._code_page_of.get(self._font), self._code_page):
                try:
                    self._write(self._encoded.decode(code_page or self._code_page))
                    break
                except UnicodeDecodeError:
                    continue
            else:
                self._write(self._encoded.decode(self._code_page, "replace"))
            self._encoded.clear()

    def _write(self, text: str) -> None:
        if self._destination in self._written and not self._is_hidden:
            self._written[self._destination].append(text)


def _usable(code_page: str) -> str | None:
    try:
        "".encode(code_page)
    except LookupError:
        return None
    return code_page
