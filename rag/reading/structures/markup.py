"""A tree of elements (an office file, a chapter of a book) becomes lines of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.reading.article import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(" {2,}")
_SPACE_AT_BREAK = re.compile(r" ?([\t\n]) ?")


@dataclass(frozen=True, slots=True)
class Markup:
    """What the elements of a format mean for its text, by their qualified names."""

    blocks: frozenset[str]
    """Each begins and ends lines of its own: paragraphs, headings."""
    row: str
    cells: frozenset[str]
    skipped: frozenset[str]
    """Not shown to a reader."""
    aside: frozenset[str] = frozenset()
    """Notes and text boxes: anchored within a paragraph, shown apart from it."""
    characters: Mapping[str, str] = field(default_factory=dict)
    """Elements that stand for a character: a tab, a line break."""
    text_only_in: frozenset[str] = frozenset()
    """The elements whose text counts; empty: all text does."""
    is_hidden: Callable[[_Element], bool] = lambda _: False


def blocks_of(root: _Element, markup: Markup) -> list[str]:
    """The text of an element, block by block as a reader sees them; none is empty.

    Each row of a table is a block, its cells set off by tabs; a row of one cell is no table. What
    stands aside follows the block that it is anchored in. Time is linear in the tree.
    """
    writer = _Writer(markup)
    writer.write(root)
    writer.end_block()
    return writer.blocks


def hidden_texts(root: _Element, markup: Markup) -> list[str]:
    """The text of what is hidden, one for each element that holds hidden ones side by side."""
    texts: dict[_Element | None, str] = {}
    for element in root.iter("*"):
        if markup.is_hidden(element) and not any(map(markup.is_hidden, element.iterancestors())):
            # Shown, it would be these blocks.
            words = " ".join(blocks_of(element, replace(markup, is_hidden=lambda _: False)))
            texts[element.getparent()] = texts.get(element.getparent(), "") + words
    return list(texts.values())


class _Writer:
    def __init__(self, markup: Markup) -> None:
        self.blocks: list[str] = []
        self._markup = markup
        self._parts: list[str] = []
        self._aside: list[_Element] = []

    def write(self, element: _Element) -> None:
        markup, tag = self._markup, element.tag
        # A comment's tag is no name.
        if not isinstance(tag, str) or tag in markup.skipped or markup.is_hidden(element):
            return
        if tag in markup.characters:
            self._parts.append(markup.characters[tag])
        elif tag in markup.aside:
            self._aside.append(element)
        elif tag == markup.row:
            self.end_block()
            self._write_row(element)
        elif tag in markup.blocks:
            self.end_block()
            self._write_within(element)
            self.end_block()
        else:
            self._write_within(element)

    def _write_within(self, element: _Element) -> None:
        has_text = not self._markup.text_only_in or element.tag in self._markup.text_only_in
        if has_text:
            self._parts.append(_SPACE.sub(" ", element.text or ""))
        for child in element:
            self.write(child)
            if has_text:
                self._parts.append(_SPACE.sub(" ", child.tail or ""))

    def _write_row(self, row: _Element) -> None:
        cells = [self._blocks_within(cell) for cell in self._cells(row)]
        if len(cells) == 1:
            self.blocks += cells[0]
        elif any(cells):
            self.blocks.append("\t".join(one_line(" ".join(cell)) for cell in cells))

    def _cells(self, element: _Element) -> Iterator[_Element]:
        for child in element:
            if child.tag in self._markup.cells:
                yield child
            elif child.tag not in self._markup.skipped:
                yield from self._cells(child)

    def _blocks_within(self, element: _Element) -> list[str]:
        writer = _Writer(self._markup)
        writer._write_within(element)
        writer.end_block()
        return writer.blocks

    def end_block(self) -> None:
        text = _SPACES.sub(" ", "".join(self._parts))
        text = _SPACE_AT_BREAK.sub(r"\1", text).strip()
        if text:
            self.blocks.append(text)
        aside, self._parts, self._aside = self._aside, [], []
        for element in aside:
            self.blocks += self._blocks_within(element)
