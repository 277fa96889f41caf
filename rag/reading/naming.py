"""Names that others chose (of files, of members, of messages) as parts of a document's id."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from rag.reading.structures.decoding import replace_unusable

_HIDDEN_OR_BREAKING = ("Cc", "Cf", "Zl", "Zp")


def safe_path(name: str) -> str:
    """A path in one spelling (NFC), relative, without `..`, breaks and invisible characters as %XX.

    An id is never opened; it is made harmless for whoever exports, links or prints it.
    """
    steps = unicodedata.normalize("NFC", replace_unusable(name)).replace("\\", "/").split("/")
    path = "/".join(step for step in steps if step not in ("", ".", ".."))
    return "".join(
        quote(char) if unicodedata.category(char) in _HIDDEN_OR_BREAKING else char for char in path
    )


def one_step(name: str) -> str:
    """A name that is no path (a message's id): its slashes do not make folders."""
    return name.replace("/", "%2F").replace("\\", "%5C")
