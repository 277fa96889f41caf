"""The page of the conversations, and a shared one, as a browser without scripts has them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from eval.cases import Case
from rag.conversations import Conversations, Exchange
from rag.domain import Answer, Context
from rag.exporting.formats import FORMATS
from tests.ui.archive import ATTACK, CHINESE_CLAIM, HELD, HOSTILE_CLAIM, WHEN, ZH, answer
from tests.ui.desks import fake_desk
from tests.ui.pages.visiting import CHINESE_READER, READER, visiting
from ui.access.visitor import Visitor
from ui.doors.errors import add_error_responses
from ui.pages.conversations_page import add_conversations_page
from ui.pages.shared_page import add_shared_page

ANSWERED = answer(WHEN, [HELD])
IN_CHINESE = answer(ZH, [CHINESE_CLAIM])
OTHER_READER = Visitor("ben", "en", may_change_library=True)


@pytest.fixture
def kept() -> Conversations:
    return fake_desk().conversations


@pytest.fixture
def reader(kept: Conversations) -> TestClient:
    return visitor_to(kept)


def visitor_to(kept: Conversations, visitor: Visitor = READER) -> TestClient:
    app = FastAPI()
    add_error_responses(app)
    add_conversations_page(app, kept)
    add_shared_page(app, kept)
    return visiting(app, visitor)


def begun(kept: Conversations, *answers: Answer, user: str = READER.user) -> str:
    conversation = kept.begin(user)
    for number, finished in enumerate(answers):
        exchange = Exchange(number, finished.question, Context(), date(2026, 7, 1), finished)
        kept.save(user, conversation, exchange)
    return conversation


def test_conversations_are_listed_and_found(kept: Conversations, reader: TestClient) -> None:
    conversation = begun(kept, ANSWERED, IN_CHINESE)
    begun(kept, answer("What else?", [HELD]))
    begun(kept, IN_CHINESE, user="ben")
    assert (
        f'<a href="/?conversation={conversation}">{WHEN}</a>' in reader.get("/conversations").text
    )
    found = reader.get("/conversations", params={"q": "乌镇"}).text
    assert (found.count("<li id="), WHEN in found) == (1, True)
    nothing = reader.get("/conversations", params={"q": '"><script>'}).text
    assert "No conversation has “&#34;&gt;&lt;script&gt;”." in nothing
    assert "<script" not in nothing


def test_there_are_pages_when_there_are_many(kept: Conversations, reader: TestClient) -> None:
    for number in range(51):
        begun(kept, answer(f"Question {number}?", [HELD]))
    first = reader.get("/conversations", params={"q": "question"}).text
    (older,) = re.findall(r'href="([^"]+)" rel="next"', first)
    second = reader.get(older.replace("&amp;", "&")).text
    assert ("Question 0?" in first, "Question 0?" in second) == (False, True)
    assert 'href="/conversations?q=question" rel="prev"' in second


def test_a_change_comes_back_to_where_it_was_made(kept: Conversations, reader: TestClient) -> None:
    conversation = begun(kept, ANSWERED)
    fields = {"conversation": conversation, "change": "rename", "title": "The <i>July</i> piece"}
    changed = reader.post("/conversations", data={**fields, "q": "乌镇 x"}, follow_redirects=False)
    assert changed.status_code == 303
    assert changed.headers["location"] == f"/conversations?q=%E4%B9%8C%E9%95%87+x#c-{conversation}"
    assert "The &lt;i&gt;July&lt;/i&gt; piece" in reader.get("/conversations").text
    reader.post("/conversations", data={"conversation": conversation, "change": "delete"})
    assert kept.listed(READER.user) == []


def test_nobody_changes_or_takes_what_is_anothers(kept: Conversations) -> None:
    conversation = begun(kept, ANSWERED)
    stranger = visitor_to(kept, OTHER_READER)
    for change in ("rename", "delete", "share", "unshare"):
        fields = {"conversation": conversation, "change": change, "title": "mine"}
        refused = stranger.post("/conversations", data=fields)
        assert refused.status_code == 404
        assert "There is no such conversation." in refused.text
    for form in FORMATS:
        address = f"/conversations/{conversation}{form.suffix}"
        assert stranger.get(address).status_code == 404
    (summary,) = kept.listed(READER.user)
    assert (summary.title, summary.token) == (WHEN, None)


@pytest.mark.parametrize(
    "fields", [{}, {"conversation": "x"}, {"conversation": "x", "change": "y"}]
)
def test_half_a_form_changes_nothing(reader: TestClient, fields: dict[str, str]) -> None:
    assert reader.post("/conversations", data=fields).status_code == 422


def test_a_conversation_is_taken_along_in_each_format(
    kept: Conversations, reader: TestClient
) -> None:
    conversation = begun(kept, IN_CHINESE, ANSWERED)
    for form in FORMATS:
        file = reader.get(f"/conversations/{conversation}{form.suffix}")
        assert file.headers["content-type"].startswith(form.media_type)
        assert file.headers["content-disposition"].endswith(f"%E4%B8%BE%E8%A1%8C{form.suffix}")
        quotes = {noted.quote for noted in form.read(file.content)}
        assert quotes == {"首届世界互联网大会于2014年11月在浙江乌镇举行。", *_quotes(ANSWERED)}
    assert reader.get(f"/conversations/{conversation}.exe").status_code == 404


def _quotes(finished: Answer) -> list[str]:
    return [" ".join(citation.quote.split()) for citation in finished.citations]


def test_without_an_answer_there_is_nothing_to_take_along(
    kept: Conversations, reader: TestClient
) -> None:
    conversation = kept.begin(READER.user)
    kept.save(READER.user, conversation, Exchange(0, WHEN, Context(), date(2026, 7, 1)))
    missing = reader.get(f"/conversations/{conversation}.md")
    assert missing.status_code == 404
    assert "nothing to download" in missing.text


def test_rated_answers_are_taken_along_by_who_rated_them(
    kept: Conversations, reader: TestClient
) -> None:
    assert "feedback.jsonl" not in reader.get("/conversations").text
    kept.rate(READER.user, begun(kept, ANSWERED), 0, good=True)
    kept.rate("ben", begun(kept, IN_CHINESE, user="ben"), 0, good=True)
    assert "/conversations/feedback.jsonl" in reader.get("/conversations").text
    (line,) = reader.get("/conversations/feedback.jsonl").text.splitlines()
    assert Case.model_validate_json(line).question == WHEN


def test_a_shared_conversation_is_read_and_not_changed(kept: Conversations) -> None:
    conversation = begun(kept, ANSWERED, answer(ATTACK, [HOSTILE_CLAIM]), user="ben")
    kept.save("ben", conversation, Exchange(2, "Half?", Context(), date(2026, 7, 1)))
    kept.save(
        "ben", conversation, Exchange(3, "Gone?", Context(), date(2026, 7, 1), failure="It broke.")
    )
    owner = visitor_to(kept, OTHER_READER)
    owner.post("/conversations", data={"conversation": conversation, "change": "share"})
    (address,) = re.findall(
        r'value="http://127\.0\.0\.1(/shared/[^"]+)"', owner.get("/conversations").text
    )
    page = visitor_to(kept, READER).get(address)
    assert "shared by ben" in page.text
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    for told in (WHEN, "Half?", "This question was not answered.", "It broke.", "<mark>"):
        assert told in page.text
    for control in ("<button", "<input", "<script", "<img", conversation):
        assert control not in page.text
    assert "只读，由ben共享" in visitor_to(kept, CHINESE_READER).get(address).text
    owner.post("/conversations", data={"conversation": conversation, "change": "unshare"})
    ended = visitor_to(kept).get(address)
    assert (ended.status_code, "no shared conversation" in ended.text) == (404, True)


def test_the_page_speaks_chinese(kept: Conversations) -> None:
    begun(kept, ANSWERED, user=CHINESE_READER.user)
    page = visitor_to(kept, CHINESE_READER).get("/conversations").text
    assert "1个问题" in page
    assert "彻底删除" in page
