"""What office files have in common: properties that people or programs filled in, and one text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.domain import Span
from rag.reading.article import Article, language_of, one_line
from rag.reading.publication.findings import INFERRED, Finding, Findings, resolve
from rag.reading.source import Source
from rag.reading.structures.hidden import with_hidden_text

# What programs fill in by themselves: a file's name, the name of a template or of an account.
_NOT_A_TITLE = re.compile(
    r"Microsoft (?:Word|Office|PowerPoint|Excel).*|PowerPoint Presentation|Word Document"
    r"|Slide \d+|\S+\.\w{2,5}|.*\.(?:docx?|indd|odt|pdf|pptx?|qxd|rtf|tex|txt|wps|xlsx?)"
    r"|(?:untitled|document|presentation|book|无标题|未命名|文档|文件)[\s\d]{0,4}|[\W\d_]*",
    re.IGNORECASE,
)
_NOT_AN_AUTHOR = re.compile(
    r"python-docx|administrator|admin|(?:microsoft office |windows )?user|owner|author|unknown"
    r"|default|root|(?:微软|系统)?(?:管理员|用户)|作者|未知|[\W\d_]*",
    re.IGNORECASE,
)
_MAX_PROPERTY_CHARS = 300


def property_findings(title: str | None, author: str | None, origin: str) -> Findings:
    """The title and author of a file's properties, less what programs fill in by themselves.

    A template's title and a colleague's account outlive their occasion, so both are inferred, not
    declared: a headline or a byline in the text is better.
    """
    findings = Findings()
    title = one_line(title or "")
    author = one_line(author or "")
    if len(title) <= _MAX_PROPERTY_CHARS and not _NOT_A_TITLE.fullmatch(title):
        findings.title.append(Finding(title, origin, INFERRED))
    if len(author) <= _MAX_PROPERTY_CHARS and not _NOT_AN_AUTHOR.fullmatch(author):
        findings.author.append(Finding(author, origin, INFERRED))
    return findings


def article_of(
    source: Source,
    text: str,
    findings: Findings,
    declared_language: str | None = None,
    hidden: Iterable[str] = (),
) -> Article:
    """The article whose text is prose throughout; without a letter or digit it has no content.

    What is `hidden` in the file follows, as stripped.
    """
    language = language_of(text, declared_language)
    publication, title = resolve(findings, source.name, language, text)
    has_words = any(map(str.isalnum, text))
    content = (Span(0, len(text)),) if has_words else ()
    return with_hidden_text(Article(title, text, publication, content), hidden)
