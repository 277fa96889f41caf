from datetime import date

import pytest

from rag.reading.web.feeds import FeedEntry, articles_of, is_feed

FEED = "http://news.example/feeds/china.xml"
RSS_2 = """<?xml version="1.0" encoding="{encoding}"?>
<!-- made by hand -->
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
  <title>新闻</title><link>http://news.example/</link>
  <atom:link rel="self" href="http://news.example/feeds/china.xml"/>
  <item>
    <title>乌镇 &amp; the <![CDATA[conference]]></title>
    <link> http://news.example/a?id=1&amp;b=2 </link>
    <pubDate>Wed, 16 Nov 2016 06:30:00 +0800</pubDate>
  </item>
  <item><title>By its guid</title><guid>http://news.example/b</guid></item>
  <item><title>A guid that is no link</title><guid isPermaLink="false">77</guid></item>
  <item><title>No web address</title><link>javascript:alert(1)</link></item>
  <item><title>With a password</title><link>http://a@b/</link></item>
</channel></rss>"""
RSS_2_ENTRIES = (
    FeedEntry("http://news.example/a?id=1&b=2", "乌镇 & the conference", date(2016, 11, 16)),
    FeedEntry("http://news.example/b", "By its guid", None),
)
RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="http://news.example/"><title>News</title></channel>
  <item rdf:about="http://news.example/a"><title>One</title><link>/a</link>
    <dc:date>2016-11-16T23:30:00-05:00</dc:date></item>
</rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://other.example/x/">
  <title>News</title><link href="http://news.example/"/>
  <entry><title type="html">One</title>
    <link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="../a"/>
    <published>2016-11-16T06:30:00Z</published><updated>2020-01-01T00:00:00Z</updated></entry>
  <entry xml:base="y/"><title/><link href="b"/><updated>2020-01-01T00:00:00Z</updated></entry>
  <entry><title>No link</title></entry>
</feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_rss_2_gives_its_articles_in_any_encoding(encoding: str) -> None:
    data = RSS_2.format(encoding=encoding).encode(encoding)
    assert articles_of(data, FEED) == RSS_2_ENTRIES


def test_the_charset_of_the_server_counts_where_the_feed_declares_none() -> None:
    data = RSS_2.partition("?>")[2].encode("gb18030")
    assert articles_of(data, FEED, "gb2312") == RSS_2_ENTRIES


def test_rss_1_gives_its_articles_with_their_day_where_they_were_written() -> None:
    assert articles_of(RSS_1.encode(), FEED) == (
        FeedEntry("http://news.example/a", "One", date(2016, 11, 16)),
    )


def test_atom_gives_its_articles_and_takes_no_update_for_a_publication() -> None:
    assert articles_of(ATOM.encode(), FEED) == (
        FeedEntry("http://other.example/a", "One", date(2016, 11, 16)),
        FeedEntry("http://other.example/x/y/b", "", None),
    )


def test_rss_0_91_that_is_malformed_and_breaks_off_gives_what_it_has() -> None:
    data = b"<rss version='0.91'><item><title>A&nbsp;B & C</title><link>/a</link></item><item><ti"
    assert [entry.url for entry in articles_of(data, FEED)] == ["http://news.example/a"]


def test_entities_of_a_feed_are_not_resolved() -> None:
    data = b"""<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss><channel><item><title>[&file;&c;]</title><link>/a</link></item></channel></rss>"""
    assert articles_of(data, FEED) == (FeedEntry("http://news.example/a", "[&file;&c;]", None),)


def test_a_feed_nested_without_end_ends() -> None:
    assert articles_of(b"<rss>" + b"<item>" * 100_000, FEED) == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (RSS_2.format(encoding="utf-8").encode(), True),
        (b"\xef\xbb\xbf" + RSS_1.encode(), True),
        (b'<?xml version="1.0"?><a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', True),
        (b"<!DOCTYPE html><html><p>&lt;rss <rss></rss></html>", False),
        (b'<?xml version="1.0"?><urlset/>', False),
        (b"<!--" + b" --><!--" * 600, False),
        (b"rss feeds are", False),
        (b"", False),
    ],
)
def test_a_feed_is_told_by_what_it_holds(data: bytes, expected: bool) -> None:
    assert is_feed(data) is expected
