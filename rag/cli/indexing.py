"""`citedesk index`: files, folders and addresses are brought into the library."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import settings_of
from rag.errors import CitedeskError

if TYPE_CHECKING:
    from rag.config import WebSettings
    from rag.library import Library


def index(
    context: typer.Context,
    places: Annotated[list[str] | None, typer.Argument(metavar="[PATH|URL]...")] = None,
    *,
    urls: Annotated[Path | None, typer.Option(help="File of addresses, one a line.")] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Embed everything again, e.g. for another embedder.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: index what changes in the folders.")
    ] = False,
) -> None:
    """Bring files, folders and web pages into the library.

    Without PATH: those that were indexed before. Unchanged files are skipped, changed ones
    replaced, and documents whose files are gone are removed. A URL may be that of an article or
    of a feed (RSS, Atom).
    """
    from rag import terminal
    from rag.factory import build_library, rebuild_library

    settings = settings_of(context)
    addresses = [place for place in places or () if _is_address(place)] + _listed(urls)
    paths = [Path(place) for place in places or () if not _is_address(place)]
    if watch and addresses:
        raise typer.BadParameter("--watch is for files and folders: leave out the addresses.")
    with terminal.IndexBars() if rebuild else nullcontext() as bars:
        library = rebuild_library(settings, bars) if bars else build_library(settings)
    with closing(library):
        if not (places or urls or library.roots):
            raise CitedeskError("There is nothing to index yet.", hint="Run: citedesk index FOLDER")
        complete = _fetch(addresses, library, settings.web) if addresses else True
        # Where not a single page could be fetched, there is no such folder.
        paths += [library.pages] if addresses and library.pages.exists() else []
        roots = paths if places or urls else library.roots
        if watch:
            _watch(library, roots)
        elif not _index(library, roots) or not complete:
            raise typer.Exit(1)


def _index(library: Library, roots: Sequence[Path]) -> bool:
    """Index once; whether no file failed."""
    from rag import terminal

    with terminal.IndexBars() as bars:
        report = library.index(roots, bars)
    terminal.out.print(terminal.index_summary(report, *library.counts))
    return not report.with_status("failed")


def _watch(library: Library, roots: Sequence[Path]) -> None:
    from rag import terminal
    from rag.watching import FolderWatch

    names = ", ".join(map(str, roots))
    terminal.err.print(f"Watching {names} (Ctrl-C stops it)", markup=False)
    try:
        FolderWatch(library, roots, terminal.WatchLines(library)).run()
    except KeyboardInterrupt:
        terminal.err.print("Watched no more.")


def _fetch(addresses: Sequence[str], library: Library, settings: WebSettings) -> bool:
    """Keep the pages at these addresses with the library; whether all could be fetched."""
    from rag import terminal
    from rag.reading.web import Unfetched, fetch_all, keep_page

    complete = True
    with terminal.fetching() as fetched:
        for page in fetch_all(addresses, settings):
            if isinstance(page, Unfetched):
                complete = False
                terminal.print_unfetched(page.reason)
            else:
                keep_page(page, library.pages)
            fetched(page.url)
    return complete


def _listed(urls: Path | None) -> list[str]:
    if urls is None:
        return []
    from rag.reading.web import read_url_list

    try:
        return list(read_url_list(urls.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise CitedeskError(f"{urls} cannot be read: {error}.", hint="Check --urls.") from None


def _is_address(place: str) -> bool:
    return place.lower().startswith(("http://", "https://"))
