"""Addresses that would lead a fetch into the user's own network, at every hop."""

from collections.abc import Iterator

import pytest

from rag.config import WebSettings
from rag.errors import WebError
from rag.reading.web import fetch
from rag.reading.web.connecting import is_public
from tests.reading.web.internet import PUBLIC, Internet, Reply, redirect

METADATA = "http://169.254.169.254/latest/meta-data/"
NOT_WEB = [
    "file:///etc/passwd",
    "ftp://news.example/a",
    "gopher://news.example/_a",
    "data:text/html,hello",
    "javascript:alert(1)",
]
RELATIVE = ["http:///etc/passwd", "//news.example/a", "news.example/a", "http://"]
CREDENTIALS = [
    "http://a@b/",
    "http://@b/",
    "http://user:secret@news.example/",
    "http://news.example\\@127.0.0.1/",
]
NO_HOST = [
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[2606:4700::1%251]/",
    "http://127.0.0.1%2f.news.example/",
    "http://news\\.example/",
    "http://①②⑦.0.0.1/",
    "http://0177.0.0.1/",
    "http://news.example:0/",
    "http://news.example:99999/",
    "http://[::1/",
]
PRIVATE = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://127。0。0。1/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://168.63.129.16/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    METADATA,
    "http://[::]/",
    "http://[::1]/",
    "http://[::7f00:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:a9fe:a9fe::1]/",
    "http://[2001:db8::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
]
REFUSED = [
    *((url, "not a web address|names no host") for url in NOT_WEB),
    *((url, "holds a user name or password") for url in CREDENTIALS),
    *((url, "names no host|not an address") for url in NO_HOST),
    *((url, "not on the public internet") for url in PRIVATE),
]


@pytest.fixture
def internet() -> Iterator[Internet]:
    with Internet({"news.example/wuzhen": Reply(b"an article")}) as internet:
        yield internet


@pytest.mark.parametrize(
    ("url", "message"), [*REFUSED, *((url, "not a web address|names no host") for url in RELATIVE)]
)
def test_a_bad_address_is_refused_before_anything_is_asked(
    internet: Internet, url: str, message: str
) -> None:
    with pytest.raises(WebError, match=message):
        internet.fetch(url)
    assert (internet.dialed, internet.looked_up) == ([], [])


@pytest.mark.parametrize(("url", "message"), REFUSED)
def test_a_redirect_to_a_bad_address_is_refused_unasked(
    internet: Internet, url: str, message: str
) -> None:
    internet.pages["news.example/a"] = redirect("/b")
    internet.pages["news.example/b"] = redirect(url.encode().decode("latin-1"))
    with pytest.raises(WebError, match=f"{message}|names no host|to no address"):
        internet.fetch("http://news.example/a")
    assert set(internet.dialed) == {PUBLIC}


def test_a_robots_txt_that_redirects_inwards_is_refused_unasked(internet: Internet) -> None:
    internet.pages["news.example/robots.txt"] = redirect(METADATA)
    with pytest.raises(WebError, match=r"169\.254\.169\.254, which is not on the public"):
        internet.fetch("http://news.example/wuzhen")
    assert internet.dialed == [PUBLIC]
    assert internet.asked == []


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0"])
def test_a_name_with_one_private_address_among_public_ones_is_refused(
    internet: Internet, inside: str
) -> None:
    internet.names["news.example"] = [[PUBLIC, inside]]
    with pytest.raises(WebError, match="not on the public internet") as caught:
        internet.fetch("http://news.example/wuzhen")
    assert "web.allow_private" in caught.value.hint
    assert internet.dialed == []


def test_a_name_that_turns_private_after_the_check_is_not_looked_up_again(
    internet: Internet,
) -> None:
    # The first look-up is for robots.txt, the second for the page; a third would be inwards.
    internet.names["news.example"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    assert internet.fetch("http://news.example/wuzhen").data == b"an article"
    assert internet.looked_up == ["news.example"] * 2
    assert internet.dialed == [PUBLIC] * 2
    assert internet.headers[0]["Host"] == "news.example"


def test_a_name_that_turns_private_between_two_hops_is_refused(internet: Internet) -> None:
    internet.pages["news.example/a"] = redirect("/wuzhen")
    internet.names["news.example"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    with pytest.raises(WebError, match=r"leads to 127\.0\.0\.1"):
        internet.fetch("http://news.example/a")
    assert internet.asked == ["news.example/a"]


def test_over_tls_the_checked_address_is_asked_under_the_host_name(internet: Internet) -> None:
    internet.serve_tls()
    assert internet.fetch("https://news.example/wuzhen").data == b"an article"
    assert internet.dialed == [PUBLIC] * 2


def test_a_certificate_for_another_name_is_refused(internet: Internet) -> None:
    internet.serve_tls()
    with pytest.raises(WebError, match="certificate verify failed"):
        internet.fetch("https://other.example/wuzhen")
    assert internet.asked == []


def test_a_password_is_not_repeated_in_the_error(internet: Internet) -> None:
    with pytest.raises(WebError) as caught:
        internet.fetch("http://user:secret@news.example/")
    assert "secret" not in str(caught.value)


def test_the_default_is_to_stay_on_the_public_internet(internet: Internet) -> None:
    with pytest.raises(WebError, match="not on the public internet"):
        fetch(f"http://localhost:{internet.port}/", WebSettings())
    assert internet.asked == []


@pytest.mark.parametrize(
    "address", [PUBLIC, "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_public_addresses_are_public_in_every_form(address: str) -> None:
    assert is_public(address)
