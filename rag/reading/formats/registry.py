"""The formats that can be read, in one table; a file's format is told from what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from rag.errors import UnreadableFile
from rag.reading.article import Article, Reader
from rag.reading.formats.html import read_html
from rag.reading.formats.markdown import read_markdown
from rag.reading.formats.plain_text import read_plain_text
from rag.reading.formats.signatures import (
    Look,
    begins_with,
    holds,
    is_archive,
    is_compressed,
    is_html,
    is_mailbox,
    is_message,
    is_pdf,
    is_saved_page,
    is_tar,
    kind_of_binary,
    kind_of_container,
)
from rag.reading.source import MAX_FILE_BYTES, FormatReader, Source, UnreadPart
from rag.reading.structures.decoding import decode, is_binary


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files, how it is told from others, and who reads it."""

    name: str
    suffixes: tuple[str, ...]
    """Endings in lower case. They decide only where the content does not: among texts."""
    media_types: tuple[str, ...]
    library: str
    """What reads it, for people: "pypdf", "Python's csv"."""
    read: FormatReader
    shows: Callable[[Look], bool] | None = None
    """Whether a file's content shows that it is of this format; None: content cannot."""
    textual: bool = False
    many: bool = False
    """Whether its documents are read one by one, so that the file may be of any size."""

    def is_declared(self, source: Source) -> bool:
        """Whether the file's ending, or whoever delivered it, says that it is of this format."""
        media_type = (source.media_type or "").split(";")[0].strip().lower()
        return source.name.suffix.lower() in self.suffixes or media_type in self.media_types


def tell_format(source: Source) -> Format:
    """The format of a file.

    Raises:
        UnreadableFile: none that can be read; the message names the one that it is, if known.
    """
    look = Look(source)
    for known in FORMATS:
        if known.shows and known.shows(look):
            return known
    if kind := kind_of_container(look):
        problem = f"is {kind}, which cannot be read"
    elif is_binary(look.head):
        kind = kind_of_binary(look.head)
        problem = f"is {kind}, not text" if kind else "looks binary: it holds control characters"
    else:
        for known in FORMATS:
            if known.textual and known.is_declared(source):
                return known
        problem = f"is of a type that cannot be read ({source.name.suffix or 'no ending'})"
    names = ", ".join(known.name for known in FORMATS)
    raise UnreadableFile(f"{source.name} {problem}.", hint=f"Readable are: {names}.")


def read_source(source: Source) -> Iterator[Article | UnreadPart]:
    """Read a file of any format that can be read.

    Raises:
        UnreadableFile: it is of no such format, damaged, encrypted or too large; what was yielded
            before stands.
    """
    told = tell_format(source)
    if not told.many and source.stream.seek(0, 2) > MAX_FILE_BYTES:
        raise UnreadableFile(
            f"{source.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB.",
            hint="Split it into its documents.",
        )
    source.stream.seek(0)
    yield from told.read(source)


def _in(module: str, function: str) -> FormatReader:
    """A reader whose module is imported when it reads: its library may be slow to import."""

    def read(source: Source) -> Iterator[Article | UnreadPart]:
        reader: FormatReader = getattr(import_module(f"rag.reading.{module}"), function)
        yield from reader(source)

    return read


def _decoded(reader: Reader) -> FormatReader:
    def read(source: Source) -> Iterator[Article]:
        yield reader(decode(source.read(), source.name), source.name)

    return read


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS: tuple[Format, ...] = (
    Format("PDF", (".pdf",), ("application/pdf",), "pypdf", _in("formats.pdf", "read_pdf"), is_pdf),
    Format(
        "DOCX",
        (".docx",),
        (_WORD,),
        "python-docx",
        _in("formats.docx", "read_docx"),
        holds("word/document.xml"),
    ),
    Format(
        "ODT",
        (".odt",),
        ("application/vnd.oasis.opendocument.text",),
        "lxml",
        _in("formats.odt", "read_odt"),
        holds("content.xml", "META-INF/manifest.xml"),
    ),
    Format(
        "RTF",
        (".rtf",),
        ("application/rtf", "text/rtf"),
        "a parser of its own",
        _in("formats.rtf", "read_rtf"),
        begins_with(b"{\\rtf"),
    ),
    Format(
        "EPUB",
        (".epub",),
        ("application/epub+zip",),
        "lxml",
        _in("formats.epub", "read_epub"),
        holds("META-INF/container.xml"),
    ),
    Format(
        "ZIP",
        (".zip",),
        ("application/zip",),
        "Python's zipfile",
        _in("formats.archives", "read_zip"),
        is_archive,
        many=True,
    ),
    Format(
        "TAR",
        (".tar",),
        ("application/x-tar",),
        "Python's tarfile",
        _in("formats.archives", "read_tar"),
        is_tar,
        many=True,
    ),
    Format(
        "GZIP, BZIP2, XZ",
        (".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz"),
        ("application/gzip", "application/x-bzip2", "application/x-xz"),
        "Python's gzip, bz2 and lzma",
        _in("formats.archives", "read_compressed"),
        is_compressed,
        many=True,
    ),
    Format(
        "MHTML",
        (".mht", ".mhtml"),
        ("multipart/related", "application/x-mimearchive"),
        "Python's email, trafilatura",
        _in("formats.mhtml", "read_mhtml"),
        is_saved_page,
        textual=True,
    ),
    Format(
        "MBOX",
        (".mbox", ".mbx"),
        ("application/mbox",),
        "Python's email",
        _in("formats.mail", "read_mbox"),
        is_mailbox,
        many=True,
    ),
    Format(
        "EML",
        (".eml",),
        ("message/rfc822",),
        "Python's email",
        _in("formats.mail", "read_eml"),
        is_message,
        textual=True,
        many=True,  # its attachments may each be as large as a document
    ),
    Format(
        "kept page",
        (".page",),
        (),
        "Citedesk itself",
        _in("web.kept", "read_kept_page"),
        begins_with(b"Citedesk page 1\n"),
        many=True,  # its limit is that of the page in it
    ),
    Format(
        "HTML",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml"),
        "trafilatura",
        _decoded(read_html),
        is_html,
        textual=True,
    ),
    Format(
        "CSV, TSV",
        (".csv", ".tsv", ".tab"),
        ("text/csv", "text/tab-separated-values"),
        "Python's csv",
        _in("formats.tables", "read_table"),
        textual=True,
        many=True,
    ),
    Format(
        "JSON Lines",
        (".jsonl", ".ndjson"),
        ("application/x-ndjson", "application/jsonl"),
        "Python's json",
        _in("formats.json_lines", "read_json_lines"),
        textual=True,
        many=True,
    ),
    Format(
        "JSON",
        (".json",),
        ("application/json",),
        "Python's json",
        _in("formats.json_lines", "read_json"),
        textual=True,
    ),
    Format(
        "Markdown",
        (".md", ".markdown"),
        ("text/markdown",),
        "PyYAML (front matter)",
        _decoded(read_markdown),
        textual=True,
    ),
    Format(
        "plain text",
        (".txt", ".text", ""),
        ("text/plain",),
        "charset-normalizer",
        _decoded(read_plain_text),
        textual=True,
    ),
)
"""Asked in order: what a file's content shows first, then, among texts, what its ending says."""
