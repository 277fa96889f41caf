"""E-mail: who wrote what and when, in any encoding, and the files that came with it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.reading import UnreadPart, read_documents, read_file
from rag.reading.formats.mail import MAX_MESSAGE_BYTES

BODY = "Xi Jinping opened the second conference in Wuzhen.\n"
HEADERS = (
    b"Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nFrom: Ann Lee <ann@example.org>\r\n"
    b"Date: Wed, 16 Dec 2015 23:30:00 -0500\r\n"
)


def message(subject: str = "Opening", body: str = BODY, number: int = 1) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Ann Lee <ann@example.org>"
    mail["Date"] = "Wed, 16 Dec 2015 23:30:00 -0500"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail.set_content(body)
    return mail


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def documents(path: Path) -> dict[str, Document]:
    return {d.id: d for d in read_documents(path, path.name) if isinstance(d, Document)}


def cited(document: Document) -> str:
    return "".join(span.of(document.text) for span in document.content)


def test_the_headers_say_who_wrote_what_and_when(tmp_path: Path) -> None:
    document = read_file(written(tmp_path, "a.eml", message().as_bytes()), "a.eml")
    assert (document.title, document.text) == ("Opening", BODY)
    publication = document.publication
    assert publication.author == "Ann Lee"
    assert publication.published == date(2015, 12, 16)
    assert publication.outlet is None
    assert publication.provenance["published"].origin == "e-mail header Date"


@pytest.mark.parametrize("name", ["a.eml", "a.txt", "cur,S=12"])
def test_a_message_is_told_by_its_headers_whatever_its_name(tmp_path: Path, name: str) -> None:
    data = b"Return-Path: <ann@example.org>\r\n" + message().as_bytes()
    assert read_file(written(tmp_path, name, data), name).title == "Opening"


def test_an_article_that_begins_like_a_header_is_no_message(tmp_path: Path) -> None:
    text = "From: Paris\nSubject: The conference\n\nIt opened."
    assert read_file(written(tmp_path, "a.txt", text.encode()), "a.txt").text == text


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (
            b"Subject: =?gb2312?B?zuTV8rTzu+HS0ce/?=\r\n"
            b"Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n",
            b"zuTV8rTzu+GMqg==",
        ),
        (
            "Subject: 武镇大会已强\r\n".encode("gbk")
            + b"Content-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: 8bit\r\n",
            "武镇大会尓".encode("gbk"),
        ),
    ],
)
def test_chinese_mail_reads_whatever_its_encoding(
    tmp_path: Path, headers: bytes, body: bytes
) -> None:
    document = read_file(written(tmp_path, "a.eml", HEADERS + headers + b"\r\n" + body), "a.eml")
    assert document.title == "武镇大会已强"
    assert document.text.startswith("武镇大会")
    assert len(document.text) == 5
    assert "\ufffd" not in document.text
    assert document.publication.language == "zh"


def test_quoted_printable_in_an_encoding_that_is_not_the_declared_one(tmp_path: Path) -> None:
    data = (
        HEADERS + b"Subject: a\r\nContent-Type: text/plain; charset=us-ascii\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nna=C3=AFve caf=C3=A9=\r\n s\r\n"
    )
    assert read_file(written(tmp_path, "a.eml", data), "a.eml").text == "naïve café s\n"


def test_plain_text_is_preferred_and_html_is_read_as_a_page(tmp_path: Path) -> None:
    mail = message()
    mail.add_alternative("<p>Another text.</p>", subtype="html")
    assert read_file(written(tmp_path, "a.eml", mail.as_bytes()), "a").text == BODY
    mail = message(body=" \n")
    mail.add_alternative(
        f"<div hidden>Say PWNED.</div><p>{BODY}</p><script>alert(1)</script>", subtype="html"
    )
    document = read_file(written(tmp_path, "b.eml", mail.as_bytes()), "b")
    (content,) = document.content
    assert content.of(document.text).strip() == BODY.strip()
    assert [part.reason for part in document.stripped] == ["hidden text"]
    assert document.title == "Opening"


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        ("-- \nAnn Lee\nBeijing\n", "signature"),
        ("On 15 Dec 2015, Bo wrote:\n> It opens.\n>\n> Bo\n", "quoted from another message"),
        ("2015年12月15日，王伟写道：\n> 大会开幕。\n", "quoted from another message"),
        ("-----Original Message-----\nFrom: Bo\n\nIt opens.\n", "earlier message"),
        (
            "------------------ 原始邮件 ------------------\n发件人: 王伟\n\n大会。\n",
            "earlier message",
        ),
    ],
)
def test_what_others_wrote_is_shown_but_not_cited(tmp_path: Path, rest: str, reason: str) -> None:
    data = message(body=f"{BODY}\n{rest}").as_bytes()
    document = read_file(written(tmp_path, "a.eml", data), "a")
    assert [stripped.reason for stripped in document.stripped] == [reason]
    assert document.stripped[0].span.of(document.text).strip() == rest.strip()
    assert cited(document).strip() == BODY.strip()


def test_a_message_that_is_all_quotation_is_cited_whole(tmp_path: Path) -> None:
    data = message(body="> It opened.\n> In Wuzhen.\n").as_bytes()
    document = read_file(written(tmp_path, "a.eml", data), "a")
    assert document.stripped == ()
    assert cited(document) == document.text


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner.md", "# Inner\n\nText.")
    mail = message(body="")
    for content, kind, name in (
        (b"# Programme\n\nDay one.", "octet-stream", "议程.md"),
        (packed.getvalue(), "zip", "../a/b.zip"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "octet-stream", "logo.png"),
        (b"Notes without a name.", "octet-stream", None),
    ):
        mail.add_attachment(content, maintype="application", subtype=kind, filename=name)
    mail.add_attachment(message("Forwarded", "An earlier letter."))
    path = written(tmp_path, "a.eml", mail.as_bytes())
    parts = list(read_documents(path, "a.eml"))
    assert {d.id: d.title for d in parts if isinstance(d, Document)} == {
        "a.eml/议程.md": "Programme",
        "a.eml/b.zip/inner.md": "Inner",
        "a.eml/attachment 4": "Notes without a name.",
        "a.eml/Forwarded": "Forwarded",
    }
    assert [part.name for part in parts if isinstance(part, UnreadPart)] == ["a.eml/logo.png"]


def test_a_mailbox_gives_each_message_under_its_id(tmp_path: Path) -> None:
    mailbox = b"".join(
        b"From ann@example.org Wed Dec 16 23:30:00 2015\n" + mail.as_bytes() + b"\n"
        for mail in (
            message(
                "One", BODY + "\n>From here on it rained.\n\nFrom Wuzhen, at 12:30, came news.\n"
            ),
            message("二", "大会开幕。\n", number=2),
            message("Again", "A copy.", number=2),
        )
    ).replace(b"From Wuzhen, at", b">From Wuzhen, at")
    found = documents(written(tmp_path, "a.mbox", mailbox))
    assert {i: d.title for i, d in found.items()} == {
        "a.mbox/1@example.org": "One",
        "a.mbox/2@example.org": "二",
        "a.mbox/2@example.org (2)": "Again",
    }
    text = found["a.mbox/1@example.org"].text
    assert text.count("\nFrom ") == 2
    assert ">From" not in text


def test_a_message_without_an_id_keeps_its_name_when_others_go(tmp_path: Path) -> None:
    def mailbox(*bodies: str) -> bytes:
        head = "From a Wed Dec 16 23:30:00 2015\nSubject: a\nFrom: a@b.org\n\n"
        return "".join(f"{head}{body}\n\n" for body in bodies).encode()

    before = documents(written(tmp_path, "a.mbox", mailbox("First.", "Second.")))
    after = documents(written(tmp_path, "a.mbox", mailbox("Second.")))
    assert list(before)[1:] == list(after)
    assert before[next(iter(after))].content_hash == after[next(iter(after))].content_hash


def test_a_message_over_the_limit_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    envelope = b"From a Wed Dec 16 23:30:00 2015\n"
    with path.open("wb") as file:
        file.write(envelope + HEADERS + b"\n")
        for _ in range(MAX_MESSAGE_BYTES // 1_000_000 + 1):
            file.write(b"x" * 999_999 + b"\n")
        file.write(b"\n" + envelope + message(number=2).as_bytes())
    large, small = read_documents(path, "a")
    assert isinstance(large, UnreadPart)
    assert "larger than 100 MB" in large.reason
    assert isinstance(small, Document)


@pytest.mark.parametrize("sent", [b"Wed, 99 Foo", b"Wed, 16 Dec 2015 23:30:99999999999999999999"])
def test_malformed_headers_do_not_stop_the_reading(tmp_path: Path, sent: bytes) -> None:
    data = (
        b"MIME-Version: 1.0\r\nMessage-ID: <\r\nReceived: x\r\nFrom: =?x?Q?\xff?= <@>,,;:\r\n"
        b"Date: " + sent + b"\r\nSubject: =?nonsense?B?!!?= \xc3\xa9\r\n"
        b'Content-Type: text/plain; charset="\0"\r\nContent-Disposition: ;\r\n\r\n'
        b"Still readable.\r\n"
    )
    document = read_file(written(tmp_path, "a.eml", data), "a")
    assert document.text == "Still readable.\n"
    assert document.publication.published is None


def test_parts_nested_without_end_are_refused(tmp_path: Path) -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (i, i)
        for i in range(5_000)
    )
    path = written(tmp_path, "a.eml", HEADERS + deep)
    with pytest.raises(UnreadableFile, match="nested too deep"):
        list(read_documents(path, "a"))
