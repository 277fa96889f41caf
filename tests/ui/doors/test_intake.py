"""The line in which files and pages wait to be indexed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from starlette.requests import ClientDisconnect

from rag.config import WebSettings
from rag.library import Library
from tests.fakes import FakeEmbedder
from tests.reading.web.internet import Internet, Reply
from ui.access.refusals import RequestRefused
from ui.doors.arrivals import Arrival
from ui.doors.intake import Intake
from ui.doors.uploads import keep_upload

FEED = """<rss version="2.0"><channel>
<item><title>One</title><link>http://127.0.0.1:{port}/one</link></item>
<item><title>Gone</title><link>http://127.0.0.1:{port}/gone</link></item>
</channel></rss>"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        yield library


def settled(intake: Intake, arrival: Arrival) -> Arrival:
    deadline = time.monotonic() + 60
    while intake.state().running:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return arrival


def test_a_fault_of_ours_does_not_stop_the_line(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = Intake(library, WebSettings())
    library.uploads.mkdir()
    for name, state in (("fault.txt", "failed"), ("next.txt", "indexed")):
        path = library.uploads / name
        path.write_text("The regulator published its rules.\n")
        with monkeypatch.context() as patched:
            if state == "failed":
                patched.setattr(library, "index", lambda *_: 1 / 0)
            arrival = settled(intake, intake.add_file(path))
        assert arrival.state == state
        assert bool(arrival.reasons) is (state == "failed")


def test_the_articles_of_a_feed_become_documents_and_what_is_gone_is_told(
    library: Library,
) -> None:
    article = b"<html><body><article><p>The town of Wuzhen has canals.</p></article></body></html>"
    with Internet({}) as internet:
        here = f"127.0.0.1:{internet.port}"
        internet.pages = {
            f"{here}/feed": Reply(FEED.format(port=internet.port).encode(), "application/rss+xml"),
            f"{here}/one": Reply(article),
        }
        intake = Intake(library, WebSettings(allow_private=True, delay_s=0))
        arrival = settled(intake, intake.add_page(f"http://{here}/feed"))
    assert arrival.state == "indexed"
    (document_id,) = arrival.documents
    document = library.document(document_id)
    assert document
    assert document.publication.url == f"http://{here}/one"
    (reason,) = arrival.reasons
    assert "/gone answered 404" in reason


@pytest.mark.asyncio
async def test_of_an_upload_that_breaks_off_nothing_is_left(tmp_path: Path) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"half of it"
        raise ClientDisconnect

    with pytest.raises(RequestRefused, match="broke off"):
        await keep_upload(chunks(), "half.txt", tmp_path / "uploads", 1000)
    assert list((tmp_path / "uploads").iterdir()) == []
