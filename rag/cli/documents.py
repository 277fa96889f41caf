"""`citedesk documents`: what the library holds, and what people know better about it."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import AsJson, AsJsonLines, print_json, settings_of
from rag.errors import CitedeskError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.domain import Document
    from rag.library import Library

app = typer.Typer(help="The documents of the library.", no_args_is_help=True)

DocumentId = Annotated[str, typer.Argument(metavar="ID", show_default=False)]
_NEAREST = 3


class Field(StrEnum):
    """What can be set by hand."""

    TITLE = "title"
    OUTLET = "outlet"
    AUTHOR = "author"
    PUBLISHED = "published"
    URL = "url"
    LANGUAGE = "language"


@app.command("list")
def list_documents(
    context: typer.Context,
    *,
    origins: Annotated[
        bool, typer.Option("--origins", help="Show where each field was found.")
    ] = False,
    as_json: AsJsonLines = False,
) -> None:
    """All documents: who published them and when."""
    from rag import listing, terminal
    from rag.factory import connect_library
    from rag.wire import summary_to_json

    with closing(connect_library(settings_of(context))) as library:
        summaries = library.documents()
        stories = library.stories([summary.id for summary in summaries])
    sizes = Counter(stories.values())
    copies = {summary.id: sizes[stories[summary.id]] - 1 for summary in summaries}
    if as_json:
        for summary in summaries:
            print_json(summary_to_json(summary, copies[summary.id]))
    elif origins:
        for summary in summaries:
            listing.print_fields(summary)
    elif summaries:
        listing.print_documents(summaries, copies)
    else:
        terminal.out.print("The library is empty. Run: citedesk index FOLDER")


@app.command("show")
def show_document(
    context: typer.Context, document_id: DocumentId, *, as_json: AsJson = False
) -> None:
    """All that is known of document ID, how far to trust it, and what was left out of its text."""
    from rag import listing
    from rag.factory import connect_library
    from rag.wire import document_to_json

    with closing(connect_library(settings_of(context))) as library:
        document = _existing(library, document_id)
        story = library.story_of(document_id)
        copies = [s for s in library.documents() if s.id in story.document_ids]
    (passages,) = (summary.passages for summary in copies if summary.id == document_id)
    copies = [summary for summary in copies if summary.id != document_id]
    if as_json:
        copy_ids = [summary.id for summary in copies]
        print_json(document_to_json(document, passages, copy_ids), indent=2)
    else:
        listing.print_document(document, passages, copies)


@app.command("edit")
def edit_document(
    context: typer.Context,
    document_id: DocumentId,
    *,
    title: Annotated[str | None, typer.Option()] = None,
    outlet: Annotated[str | None, typer.Option()] = None,
    author: Annotated[str | None, typer.Option()] = None,
    published: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")] = None,
    url: Annotated[str | None, typer.Option()] = None,
    language: Annotated[str | None, typer.Option(metavar="en|zh")] = None,
    clear: Annotated[
        list[Field] | None, typer.Option(help="Take back what was set by hand; may be repeated.")
    ] = None,
) -> None:
    """Set fields of document ID by hand; an empty value means unknown.

    What is set holds from now on, also when the document is indexed again.
    """
    from rag import listing
    from rag.factory import build_library

    given = (title, outlet, author, published, url, language)
    fields: dict[str, str | None] = {
        name: value for name, value in zip(Field, given, strict=True) if value is not None
    }
    for name in clear or ():
        if name in fields:
            raise typer.BadParameter(f"--{name} and --clear {name} contradict each other.")
    if not fields and not clear:
        raise typer.BadParameter("Name what to set, e.g. --published 2016-11-16.")
    with closing(build_library(settings_of(context))) as library:
        _existing(library, document_id)
        listing.print_fields(library.edit(document_id, fields | dict.fromkeys(clear or ())))


@app.command("remove")
def remove_document(context: typer.Context, document_id: DocumentId) -> None:
    """Take document ID out of the library, for good; its file stays, unless it was uploaded."""
    from rag import terminal
    from rag.factory import build_library

    with closing(build_library(settings_of(context))) as library:
        document = _existing(library, document_id)
        library.remove(document_id)
    terminal.out.print(f"{document_id} is out, and stays out.", markup=False)
    if Path(document.path).exists():
        terminal.out.print(
            f"To let it in again: citedesk documents readmit {document_id}", markup=False
        )


@app.command("readmit")
def readmit_document(context: typer.Context, document_id: DocumentId) -> None:
    """Let document ID in again, which was removed, when its folder is next indexed."""
    from rag import terminal
    from rag.factory import connect_library

    with closing(connect_library(settings_of(context))) as library:
        library.readmit(document_id)
    terminal.out.print(f"{document_id} may come in again. Run: citedesk index", markup=False)


@app.command("export")
def export_documents(
    context: typer.Context,
    document_ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Export all documents.")] = False,
    to: Annotated[
        Path | None, typer.Option(help="Folder for Markdown files, which Citedesk reads back.")
    ] = None,
    as_json: AsJsonLines = False,
) -> None:
    """Write documents with their fields: as Markdown files, or as JSON Lines on stdout."""
    from rag import terminal
    from rag.exporting.documents import export_markdown
    from rag.factory import connect_library
    from rag.wire import document_to_json

    if everything == bool(document_ids):
        raise typer.BadParameter("Give either the ID of documents or --all.")
    if as_json == bool(to):
        raise typer.BadParameter("Give either --to FOLDER or --json.")
    with closing(connect_library(settings_of(context))) as library:
        summaries = {summary.id: summary for summary in library.documents()}
        documents = _each(library, document_ids or list(summaries))
        if to:
            count = export_markdown(documents, to)
            terminal.out.print(f"{count} documents are in {to}.", markup=False)
            return
        for document in documents:
            copies = [c for c in library.story_of(document.id).document_ids if c != document.id]
            print_json(document_to_json(document, summaries[document.id].passages, copies))


def _each(library: Library, document_ids: list[str]) -> Iterator[Document]:
    for document_id in document_ids:
        yield _existing(library, document_id)


def _existing(library: Library, document_id: str) -> Document:
    document = library.document(document_id)
    if document:
        return document
    ids = [summary.id for summary in library.documents()]
    within = [known for known in ids if document_id.casefold() in known.casefold()]
    near = within[:_NEAREST] or get_close_matches(document_id, ids, _NEAREST, cutoff=0.4)
    meant = f"; the nearest: {', '.join(near)}" if near else ""
    raise CitedeskError(
        f"There is no document {document_id}{meant}.", hint="See: citedesk documents list"
    )
