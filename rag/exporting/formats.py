"""The formats in which answers are exported, told by the suffix of a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rag.errors import CitedeskError
from rag.exporting.csl import from_csl, to_csl
from rag.exporting.markdown import from_markdown, to_markdown
from rag.exporting.notes import NotedQuote
from rag.exporting.transcript import Transcript
from rag.exporting.word import from_word, to_word


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    suffix: str
    media_type: str
    write: Callable[[Transcript], bytes]
    read: Callable[[bytes], list[NotedQuote]]


FORMATS = (
    Format("Markdown", ".md", "text/markdown", to_markdown, from_markdown),
    Format(
        "Word",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_word,
        from_word,
    ),
    Format("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", to_csl, from_csl),
)


def format_of(path: Path) -> Format:
    """Raises CitedeskError: no format has this suffix."""
    for form in FORMATS:
        if path.suffix.lower() == form.suffix:
            return form
    known = ", ".join(f"{form.suffix} ({form.name})" for form in FORMATS)
    raise CitedeskError(
        f"{path.name} has no suffix that Citedesk exports to.", hint=f"Name it {known}."
    )


def check_writable(path: Path) -> None:
    """Fail early: call it before anything is asked.

    Raises:
        CitedeskError: no format has its suffix, it exists, or its folder does not.
    """
    format_of(path)
    if path.exists():
        raise CitedeskError(f"{path} exists already.", hint="Choose another name, or remove it.")
    if not path.parent.is_dir():
        raise CitedeskError(f"There is no folder {path.parent}.", hint="Make it first.")


def write_export(transcript: Transcript, path: Path) -> None:
    """Write a transcript to a new file, in the format of its suffix.

    Raises:
        CitedeskError: as `check_writable`, or it cannot be written.
    """
    check_writable(path)
    data = format_of(path).write(transcript)
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise CitedeskError(
            f"{path} cannot be written: {error.strerror}.",
            hint="Check its folder, and that the disk has space.",
        ) from None
