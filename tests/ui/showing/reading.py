"""What is rendered, as somebody reads it."""

from __future__ import annotations

from lxml import html as parser


def as_read(html: str) -> str:
    """The text without the quotes that markers show when pointed at, and those for paper."""
    tree = parser.fragment_fromstring(html, create_parent="div")
    for hidden in [*tree.find_class("cited"), *tree.find_class("footnotes")]:
        hidden.drop_tree()
    return str(tree.text_content())


def texts_at(html: str, path: str) -> list[str]:
    """The texts and attributes that an XPath finds, hidden ones too; all text of an element."""
    tree = parser.fragment_fromstring(html, create_parent="div")
    return [
        str(item if isinstance(item, str) else item.text_content()) for item in tree.xpath(path)
    ]
