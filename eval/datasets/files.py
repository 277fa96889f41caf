"""Texts of a data set as a folder of Markdown files, and its cases in the library's terms."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from eval.cases import Case, GoldSpan
from eval.datasets.records import DatasetError
from eval.datasets.values import Dataset, SourceText

# What file systems take, with room for the ending.
_MAX_NAME_BYTES = 255


def write_texts(texts: Sequence[SourceText], folder: Path) -> int:
    """Make the folder hold exactly these texts, a Markdown file each; how many were written.

    A file is front matter with the title, then the text as it is, line breaks included. Files
    that hold the right bytes already are left alone. A library takes texts with NUL or many other
    control characters for binary files, and reports them.

    Raises:
        DatasetError: the folder holds something else (nothing is ever removed), or an id is too
            long for a file name.
    """
    files = {library_id(text.id): (_front_matter(text) + text.text).encode() for text in texts}
    folder.mkdir(parents=True, exist_ok=True)
    # Hidden files (.DS_Store) are nothing to a library.
    there = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    if strange := there - files.keys():
        raise DatasetError(
            f"{folder} holds what is not of this data set ({min(strange)!r}).",
            hint="Remove the folder, or name another.",
        )
    stale = [
        name
        for name, data in files.items()
        if name not in there or (folder / name).read_bytes() != data
    ]
    for name in stale:
        (folder / name).write_bytes(files[name])
    return len(stale)


def library_id(text_id: str) -> str:
    """The name of a text's file, which is its document's id in a library of the folder.

    All but letters without case, digits, "-" and "_" is escaped as in addresses (%2f), capitals
    too: ids that differ have names that differ, also where file systems fold case or accents.

    Raises:
        DatasetError: the name is longer than file systems take.
    """
    name = "".join(_escaped(char) for char in text_id) + ".md"
    if len(name.encode()) > _MAX_NAME_BYTES:
        raise DatasetError(f"The id {text_id!r} is too long for the name of a file.")
    return name


def _escaped(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).casefold()
    if char in "-_" or (char.isalnum() and char == folded):
        return char
    return "".join(f"%{byte:02x}" for byte in char.encode())


def cases_in_library(dataset: Dataset) -> tuple[Case, ...]:
    """The cases with their documents called as a library of the folder calls them.

    Spans are moved past the front matter: they count in the `Document.text` of the library.
    """
    texts = {text.id: text for text in dataset.texts}
    return tuple(_in_library(case, texts) for case in dataset.cases)


def _in_library(case: Case, texts: Mapping[str, SourceText]) -> Case:
    moved = {
        "documents": tuple(map(library_id, case.documents)),
        "documents_all": tuple(tuple(map(library_id, group)) for group in case.documents_all),
        "grades": {library_id(text_id): grade for text_id, grade in case.grades.items()},
        "spans": tuple(_moved(span, texts[span.document]) for span in case.spans),
    }
    return case.model_copy(update=moved)


def _moved(span: GoldSpan, text: SourceText) -> GoldSpan:
    offset = len(_front_matter(text))
    return GoldSpan(document=library_id(text.id), start=span.start + offset, end=span.end + offset)


def _front_matter(text: SourceText) -> str:
    """The lines above the text.

    They are there without a title too: a text that begins with "---" or with a byte order mark
    would be read otherwise.
    """
    title = " ".join(text.title.split())
    # Without a width, a long title would be folded.
    fields = yaml.safe_dump({"title": title}, allow_unicode=True, width=1e9) if title else ""
    return f"---\n{fields}---\n\n"
