import pytest

from rag.errors import WebError
from rag.reading.web import id_for_url, read_url_list
from rag.reading.web.addresses import MAX_URL_CHARS


@pytest.mark.parametrize(
    ("url", "document_id"),
    [
        (
            "https://www.scmp.com/news/china/article/2046560/title",
            "www.scmp.com/news/china/article/2046560/title",
        ),
        ("HTTP://WWW.SCMP.com:80/news/#comments", "www.scmp.com/news"),
        ("https://www.scmp.com", "www.scmp.com"),
        ("http://news.example:8080/a", "news.example:8080/a"),
        ("http://news.example/a?b=2&a=1", "news.example/a?a=1&b=2"),
        ("http://news.example/a?utm_source=x&id=7&fbclid=y", "news.example/a?id=7"),
        ("http://news.example/a?utm_source=x", "news.example/a"),
        ("http://中国.example/新闻/乌镇", "中国.example/新闻/乌镇"),
        ("http://xn--fiqs8s.example/%E6%96%B0%E9%97%BB", "中国.example/新闻"),
        ("http://xn--a.example/", "xn--a.example"),
        ("http://news.example/%D0%C2%CE%C5", "news.example/%D0%C2%CE%C5"),  # GBK
        ("http://news.example/%2e%2e/%2Fetc", "news.example/%2e%2e/%2Fetc"),
        ("http://news.example/a/../../etc", "news.example/etc"),
        ("http://news.example/a%E2%80%AEb%0A", "news.example/a%E2%80%AEb%0A"),  # turns text round
        ("http://news.example/cafe%CC%81", "news.example/café"),
    ],
)
def test_an_id_is_the_address_as_a_reader_would_write_it(url: str, document_id: str) -> None:
    assert id_for_url(url) == document_id


@pytest.mark.parametrize("url", ["http://中国.example/新闻?题=目", "http://news.example/a?b=1"])
def test_an_id_with_a_scheme_before_it_has_itself_as_id(url: str) -> None:
    assert id_for_url(f"http://{id_for_url(url)}") == id_for_url(url)


def test_a_list_has_one_address_a_line_with_comments_and_blank_lines() -> None:
    text = (
        "\ufeff# 世界互联网大会\r\n\r\n  https://news.example/a#top  \n"
        "http://中国.example/新闻 # in Chinese\n"
    )
    assert read_url_list(text) == (
        "https://news.example/a",
        "http://xn--fiqs8s.example/%E6%96%B0%E9%97%BB",
    )


def test_a_fragment_is_no_comment() -> None:
    assert read_url_list("http://news.example/a?x=1#part") == ("http://news.example/a?x=1",)


def test_bad_lines_are_all_named_with_their_numbers() -> None:
    with pytest.raises(WebError) as caught:
        read_url_list("# list\nnews.example/a\nhttp://news.example/b\nhttp://a@b/\n")
    assert "line 2: news.example/a is not a web address" in caught.value.message
    assert "line 4: The address at b holds a user name" in caught.value.message
    assert "line 3" not in caught.value.message


def test_an_endless_address_is_refused() -> None:
    with pytest.raises(WebError, match=f"{MAX_URL_CHARS} are the limit"):
        read_url_list("http://news.example/" + "a" * MAX_URL_CHARS)
