"""Articles as the files that archives hold: Markdown with front matter, saved pages, plain text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path

from eval.bench.corpus import Article

_MENU = ("Home", "World", "Business", "Culture", "Sport", "Opinion")
_COOKIES = "We use cookies to improve your experience. By continuing you accept our cookie policy."


def write_articles(articles: Iterable[Article], folder: Path) -> int:
    """Write each article as one file of the new folder; the number of their bytes.

    Of ten articles five are Markdown, three plain text, two HTML. The same articles are the same
    bytes on every system.
    """
    folder.mkdir(parents=True)
    total = 0
    for article in articles:
        suffix, render = _FORMATS[article.number % len(_FORMATS)]
        data = render(article).encode()
        (folder / f"article-{article.number:06}.{suffix}").write_bytes(data)
        total += len(data)
    return total


def _markdown(article: Article) -> str:
    fields = {
        "title": article.headline,
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published.isoformat(),
        "language": article.language,
    }
    # A JSON string is a YAML string, whatever stands in it.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---", ""]) + f"\n{_body(article)}\n"


def _plain_text(article: Article) -> str:
    byline = "记者 " if article.language == "zh" else "By "
    origin = f"{byline}{article.author}\n{article.outlet}\n{_day(article)}"
    return "\n\n".join([article.headline, origin, _body(article), f"© {article.outlet}\n"])


def _html(article: Article) -> str:
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "datePublished": article.published.isoformat(),
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": article.outlet},
    }
    menu = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in _MENU)
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in _body(article).split("\n\n"))
    return f"""<!DOCTYPE html>
<html lang="{article.language}">
<head>
<meta charset="utf-8">
<title>{escape(article.headline)} | {escape(article.outlet)}</title>
<meta property="og:site_name" content="{escape(article.outlet)}">
<script type="application/ld+json">{json.dumps(about, ensure_ascii=False)}</script>
</head>
<body>
<nav><ul>{menu}</ul></nav>
<div class="cookie-banner"><p>{_COOKIES}</p></div>
<article>
<h1>{escape(article.headline)}</h1>
<p class="byline">{escape(article.author)}, <time>{article.published.isoformat()}</time></p>
{paragraphs}
</article>
<footer><p>© {escape(article.outlet)}</p></footer>
</body>
</html>
"""


def _body(article: Article) -> str:
    """The paragraphs, the first with the dateline."""
    first, *others = article.paragraphs
    if article.language == "zh":
        dateline = f"本报{article.place}{_day(article)}电 "
    else:
        dateline = f"{article.place.upper()}, {_day(article)} — "
    return "\n\n".join([f"{dateline}{first}", *others])


def _day(article: Article) -> str:
    """E.g. 16 November 2016; `strftime` would write the month as the machine's locale does."""
    day = article.published
    if article.language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_FORMATS = (*(("md", _markdown),) * 5, *(("txt", _plain_text),) * 3, *(("html", _html),) * 2)
