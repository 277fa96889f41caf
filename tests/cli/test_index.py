from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import Command

ARTICLE = """<html><head><title>{title}</title><meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2014-11-21T08:00:00+08:00"></head>
<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>乌镇</title><link>{site}/two.html</link></item></channel></rss>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    english = "The first summit opened in Wuzhen, and Lu Wei gave the opening speech. " * 5
    chinese = "第三届世界互联网大会在浙江乌镇开幕，习近平发表视频讲话。" * 5
    (folder / "one.html").write_text(ARTICLE.format(title="The first summit", text=english))
    (folder / "two.html").write_text(ARTICLE.format(title="乌镇大会开幕", text=chinese))
    return folder


@pytest.fixture
def site(site_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("CITEDESK_WEB__ALLOW_PRIVATE", "true")
    monkeypatch.setenv("CITEDESK_WEB__DELAY_S", "0")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site_folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    (site_folder / "feed.xml").write_text(FEED.format(site=address))
    yield address
    server.shutdown()
    server.server_close()


def documents(citedesk: Command) -> dict[str, dict[str, str]]:
    lines = citedesk("documents", "list", "--json").out.splitlines()
    return {entry["title"]: entry for entry in map(json.loads, lines)}


def test_an_article_is_indexed_by_its_address(citedesk: Command, site: str) -> None:
    ran = citedesk("index", f"{site}/one.html")
    assert ran.code == 0, ran.err
    assert "1 added" in ran.out
    (article,) = documents(citedesk).values()
    assert article["id"] == f"{site.removeprefix('http://')}/one.html.page"
    assert article["url"] == f"{site}/one.html"
    assert (article["title"], article["outlet"]) == ("The first summit", "The Paper")
    assert article["published"] == "2014-11-21"


def test_feeds_files_of_addresses_and_folders_come_in_together(
    citedesk: Command, site: str, archive: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "urls.txt"
    listed.write_text(f"# articles\n{site}/one.html\n\n{site}/feed.xml  # news\n")
    ran = citedesk("index", archive, "--urls", listed)
    assert ran.code == 0, ran.err
    assert "4 added" in ran.out
    assert {"The first summit", "乌镇大会开幕", "网络主权"} <= set(documents(citedesk))


def test_a_page_is_fetched_again_only_when_asked_and_stays_when_its_site_is_gone(
    citedesk: Command, site: str, site_folder: Path
) -> None:
    assert citedesk("index", f"{site}/one.html").code == 0
    assert "1 unchanged" in citedesk("index", f"{site}/one.html").out
    (site_folder / "one.html").unlink()
    assert "1 unchanged" in citedesk("index").out
    ran = citedesk("index", f"{site}/one.html")
    assert ran.code == 1
    assert "404" in ran.err
    assert "The first summit" in documents(citedesk)


def test_a_page_that_cannot_be_had_does_not_stop_the_others(citedesk: Command, site: str) -> None:
    ran = citedesk("index", f"{site}/none.html", f"{site}/one.html")
    assert ran.code == 1
    assert "1 added" in ran.out
    assert f"{site}/none.html" in ran.err


def test_an_address_in_your_own_network_is_not_asked(
    citedesk: Command, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEDESK_WEB__ALLOW_PRIVATE", "false")
    ran = citedesk("index", f"{site}/one.html")
    assert ran.code == 1
    assert "no files found" in ran.out
    assert documents(citedesk) == {}


@pytest.mark.parametrize("lines", ["nonsense\n", None])
def test_a_bad_list_of_addresses_is_one_sentence(
    citedesk: Command, tmp_path: Path, lines: str | None
) -> None:
    listed = tmp_path / "urls.txt"
    if lines:
        listed.write_text(lines)
    ran = citedesk("index", "--urls", listed)
    assert ran.code == 1
    assert ran.err.startswith("Error: ")
    assert "Traceback" not in ran.err


def test_addresses_are_not_watched(citedesk: Command) -> None:
    assert citedesk("index", "--watch", "https://news.example/a").code == 2


def test_without_a_path_there_must_be_something_that_was_indexed_before(citedesk: Command) -> None:
    ran = citedesk("index")
    assert ran.code == 1
    assert "There is nothing to index yet." in ran.err


def test_a_file_that_cannot_be_read_makes_the_exit_code_1_and_the_others_come_in(
    citedesk: Command, archive: Path
) -> None:
    (archive / "bad.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    ran = citedesk("index", archive)
    assert ran.code == 1
    assert "2 added, 1 failed" in ran.out
    assert "bad.pdf" in ran.err
