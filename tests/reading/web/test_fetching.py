import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from rag.config import WebSettings
from rag.errors import WebError
from rag.reading.source import MAX_FILE_BYTES
from rag.reading.web import fetch
from tests.reading.web.internet import Internet, Reply, redirect

ARTICLE = "<html><body><p>乌镇 hosts the conference.</p></body></html>"


@pytest.fixture
def internet() -> Iterator[Internet]:
    with Internet({"news.example/wuzhen": Reply(ARTICLE.encode())}) as internet:
        yield internet


def test_a_page_comes_as_its_bytes_with_what_its_server_declares(internet: Internet) -> None:
    gbk = ARTICLE.encode("gbk")
    internet.pages["news.example/gbk"] = Reply(gbk, "Text/HTML; Charset=GBK")
    page = internet.fetch("http://news.example/gbk#top")
    assert (page.url, page.data) == ("http://news.example/gbk", gbk)
    assert (page.media_type, page.charset) == ("text/html", "gbk")
    assert abs(datetime.now(UTC) - page.fetched).total_seconds() < 60


def test_a_request_says_who_asks_and_takes_no_cookie(internet: Internet) -> None:
    internet.pages["news.example/a"] = Reply(
        status=302, headers={"Location": "/wuzhen", "Set-Cookie": "id=1"}
    )
    internet.fetch("http://news.example/a")
    for headers in internet.headers:
        assert headers["User-Agent"].startswith("Citedesk/")
        assert "Cookie" not in headers


def test_a_loopback_server_is_fetched_from_when_that_is_allowed(internet: Internet) -> None:
    internet.pages = {f"127.0.0.1:{internet.port}/a": Reply(b"here", "text/plain")}
    page = fetch(f"http://127.0.0.1:{internet.port}/a", WebSettings(allow_private=True, delay_s=0))
    assert page.data == b"here"


def test_a_proxy_of_the_environment_is_not_asked(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert internet.fetch("http://news.example/wuzhen").data == ARTICLE.encode()


def test_chinese_addresses_are_asked_for_in_ascii(internet: Internet) -> None:
    internet.pages["xn--fiqs8s.example/%E6%96%B0%E9%97%BB?%E9%A2%98=1"] = Reply(b"found")
    assert internet.fetch("http://中国.example/新闻?题=1").data == b"found"


@pytest.mark.parametrize("location", ["/新闻".encode(), "/新闻".encode("gbk")])
def test_a_redirect_to_a_path_in_raw_bytes_is_followed_byte_by_byte(
    internet: Internet, location: bytes
) -> None:
    escaped = "".join(f"%{byte:02X}" if byte > 0x7F else chr(byte) for byte in location)
    internet.pages["news.example/a"] = redirect(location.decode("latin-1"))
    internet.pages[f"news.example{escaped}"] = Reply(b"found")
    assert internet.fetch("http://news.example/a").data == b"found"


def test_five_redirects_are_followed_and_not_six(internet: Internet) -> None:
    for step in range(1, 7):
        internet.pages[f"news.example/{step}"] = redirect(f"{step - 1}", 301 + step % 2)
    internet.pages["news.example/0"] = Reply(b"there")
    assert internet.fetch("http://news.example/5").url == "http://news.example/0"
    with pytest.raises(WebError, match="more than 5 redirects"):
        internet.fetch("http://news.example/6")


def test_a_redirect_loop_ends(internet: Internet) -> None:
    internet.pages["news.example/a"] = redirect("/b")
    internet.pages["news.example/b"] = redirect("/a")
    with pytest.raises(WebError, match="more than 5 redirects"):
        internet.fetch("http://news.example/a")
    assert len(internet.asked) == 6


def test_a_packed_page_is_unpacked(internet: Internet) -> None:
    data = gzip.compress(b"one ") + gzip.compress(b"two")
    internet.pages["news.example/a"] = Reply(data, headers={"Content-Encoding": "gzip"})
    assert internet.fetch("http://news.example/a").data == b"one two"


def test_a_page_of_the_largest_size_is_read_and_one_byte_more_is_not(internet: Internet) -> None:
    internet.pages["news.example/full"] = Reply(b"x" * MAX_FILE_BYTES)
    internet.pages["news.example/over"] = Reply(b"x" * (MAX_FILE_BYTES + 1))
    assert len(internet.fetch("http://news.example/full").data) == MAX_FILE_BYTES
    with pytest.raises(WebError, match="larger than 20 MB"):
        internet.fetch("http://news.example/over")


def test_a_bomb_is_unpacked_no_further_than_the_limit(internet: Internet) -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    internet.pages["news.example/a"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        with pytest.raises(WebError, match="larger than 20 MB"):
            internet.fetch("http://news.example/a")
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 4 * MAX_FILE_BYTES


def test_a_packing_that_was_not_asked_for_is_refused(internet: Internet) -> None:
    internet.pages["news.example/a"] = Reply(b"?", headers={"Content-Encoding": "gzip, br"})
    with pytest.raises(WebError, match="packed as gzip, br"):
        internet.fetch("http://news.example/a")


@pytest.mark.parametrize(
    "data",
    [b"not packed", gzip.compress(b"broken off" * 99)[:30]],
    ids=["not packed", "broken off"],
)
def test_a_badly_packed_page_is_refused(internet: Internet, data: bytes) -> None:
    internet.pages["news.example/a"] = Reply(data, headers={"Content-Encoding": "gzip"})
    with pytest.raises(WebError, match="badly packed"):
        internet.fetch("http://news.example/a")


def _drip_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    _drip(handler)


def _drip_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    _drip(handler)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, for as long as somebody listens."""
    with suppress(OSError):
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.01)


@pytest.mark.parametrize("drip", [_drip_head, _drip_body])
def test_a_page_that_drips_in_ends_when_its_time_is_up(
    internet: Internet, drip: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    internet.pages["news.example/a"] = drip
    internet.settings = WebSettings(timeout_s=0.3, delay_s=0)
    with pytest.raises(WebError, match=r"not read within 0\.3 s") as caught:
        internet.fetch("http://news.example/a")
    assert "web.timeout_s" in caught.value.hint


def test_a_page_that_breaks_off_is_no_page(internet: Internet) -> None:
    internet.pages["news.example/a"] = Reply(b"half of", headers={"Content-Length": "14"})
    with pytest.raises(WebError, match="cannot be read"):
        internet.fetch("http://news.example/a")


def test_what_is_not_http_is_refused(internet: Internet) -> None:
    def greet(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-x\r\n")

    internet.pages["news.example/a"] = greet
    with pytest.raises(WebError, match="cannot be read"):
        internet.fetch("http://news.example/a")


@pytest.mark.parametrize("content_type", ["image/png", "application/octet-stream", "video/mp4"])
def test_what_is_no_page_is_refused_by_its_type(internet: Internet, content_type: str) -> None:
    internet.pages["news.example/a"] = Reply(b"\x89PNG", content_type)
    with pytest.raises(WebError, match=f"of the type {content_type}"):
        internet.fetch("http://news.example/a")


def test_xml_that_is_no_feed_is_refused(internet: Internet) -> None:
    internet.pages["news.example/a"] = Reply(b"<?xml version='1.0'?><urlset/>", "text/xml")
    with pytest.raises(WebError, match="neither RSS nor Atom"):
        internet.fetch("http://news.example/a")


def test_a_page_without_a_declared_type_is_left_to_its_reader(internet: Internet) -> None:
    internet.pages["news.example/a"] = Reply(b"%PDF-1.7", None)
    assert internet.fetch("http://news.example/a").media_type is None


@pytest.mark.parametrize(
    ("status", "message"),
    [(404, "answered 404 Not Found"), (403, "answered 403 Forbidden"), (799, "answered 799.")],
)
def test_an_answer_that_is_an_error_is_no_page(
    internet: Internet, status: int, message: str
) -> None:
    internet.pages["news.example/a"] = Reply(ARTICLE.encode(), status=status)
    with pytest.raises(WebError, match=message) as caught:
        internet.fetch("http://news.example/a")
    assert caught.value.hint


def test_a_host_that_is_not_there_is_named(internet: Internet) -> None:
    internet.unreachable.add("93.184.216.34")
    with pytest.raises(WebError, match="cannot be read: nobody there"):
        internet.fetch("http://news.example/wuzhen")


def test_the_next_address_of_a_host_is_tried_when_one_is_silent(internet: Internet) -> None:
    internet.names["news.example"] = [["2606:2800:220:1::1", "93.184.216.34"]]
    internet.unreachable.add("2606:2800:220:1::1")
    assert internet.fetch("http://news.example/wuzhen").data == ARTICLE.encode()
