"""Conversations in a real SQLite file."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.conversations import (
    Conversations,
    ConversationsError,
    Exchange,
    NoSuchConversation,
    Rating,
)
from rag.domain import Answer, Context, Filters, Turn
from tests.ui.archive import CHINESE_CLAIM, HELD, WHEN, ZH, answer
from tests.ui.sources import HOSTILE, WUZHEN, found

TODAY = date(2026, 7, 1)
ANSWERED = answer(WHEN, [HELD], retrieved=[found(WUZHEN)])
IN_CHINESE = answer(ZH, [CHINESE_CLAIM], retrieved=[found(HOSTILE)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library" / "conversations.sqlite3"


@pytest.fixture
def kept(path: Path) -> Iterator[Conversations]:
    with closing(Conversations(path)) as conversations:
        yield conversations


def asked(number: int, question: str, finished: Answer | None = None) -> Exchange:
    return Exchange(number, question, Context(), TODAY, finished)


def begun(kept: Conversations, *answers: Answer, user: str = "ana") -> str:
    conversation = kept.begin(user)
    for number, finished in enumerate(answers):
        kept.save(user, conversation, asked(number, finished.question, finished))
    return conversation


def titles(kept: Conversations, user: str = "ana", search: str = "") -> list[str]:
    return [summary.title for summary in kept.listed(user, search)]


def documents_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM documents")
        return int(count)


def test_a_conversation_survives_a_restart_with_its_history(path: Path) -> None:
    with closing(Conversations(path)) as kept:
        conversation = begun(kept, ANSWERED, IN_CHINESE)
    with closing(Conversations(path)) as kept:
        first, second = kept.exchanges("ana", conversation)
    assert (first.answer, second.answer) == (ANSWERED, IN_CHINESE)
    assert first.context.history == ()
    assert second.context.history == (Turn(WHEN, ANSWERED.text),)


def test_a_question_whose_answer_was_never_finished_is_there(path: Path) -> None:
    filtered = Context(filters=Filters(outlets=("新华社",)))
    with closing(Conversations(path)) as kept:
        conversation = kept.begin("ana")
        kept.save("ana", conversation, Exchange(0, WHEN, filtered, TODAY))
    with closing(Conversations(path)) as kept:
        assert kept.exchanges("ana", conversation) == (Exchange(0, WHEN, filtered, TODAY),)


def test_a_second_saving_takes_the_place_of_the_first(kept: Conversations) -> None:
    conversation = begun(kept, ANSWERED)
    failed = Exchange(0, WHEN, Context(), TODAY, failure="The language model broke off.")
    kept.save("ana", conversation, failed)
    assert kept.exchanges("ana", conversation) == (failed,)


def test_an_edited_question_drops_what_came_after_it(kept: Conversations, path: Path) -> None:
    conversation = begun(kept, ANSWERED, IN_CHINESE, ANSWERED)
    kept.truncate("ana", conversation, 1)
    assert [exchange.number for exchange in kept.exchanges("ana", conversation)] == [0]
    assert documents_in(path) == 1


def test_a_conversation_is_listed_from_its_first_question_on(kept: Conversations) -> None:
    first, _empty = begun(kept, ANSWERED), kept.begin("ana")
    begun(kept, IN_CHINESE)
    assert titles(kept) == [ZH, WHEN]
    kept.save("ana", first, asked(1, "And then?"))
    assert [(each.title, each.questions) for each in kept.listed("ana")] == [(WHEN, 2), (ZH, 1)]
    assert [each.title for each in kept.listed("ana", limit=1, offset=1)] == [ZH]


def test_a_new_name_stays_until_it_is_taken_away(kept: Conversations) -> None:
    conversation = begun(kept, ANSWERED)
    kept.rename("ana", conversation, "  Wuzhen 乌镇 ")
    assert titles(kept) == ["Wuzhen 乌镇"]
    kept.rename("ana", conversation, " ")
    assert titles(kept) == [WHEN]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("乌镇举行", [ZH]),
        ("互联网大会 2014", [ZH]),
        ("WORLD internet", [WHEN]),
        ("2014", [ZH, WHEN]),
        ("100%", []),
        ("_", []),
        ("wuzhen 乌镇", []),
    ],
)
def test_words_are_found_in_questions_and_answers(
    kept: Conversations, search: str, expected: list[str]
) -> None:
    begun(kept, ANSWERED)
    begun(kept, IN_CHINESE)
    begun(kept, ANSWERED, user="ben")
    assert titles(kept, search=search) == expected


def test_what_another_user_has_is_as_if_it_were_not(kept: Conversations) -> None:
    conversation = begun(kept, ANSWERED)
    assert titles(kept, "ben") == []
    for stranger, wanted in (("ben", conversation), ("ana", "unknown"), ("ana", "\ud800")):
        for attempt in (
            kept.exchanges,
            lambda user, identifier: kept.save(user, identifier, asked(0, "Mine?")),
            lambda user, identifier: kept.truncate(user, identifier, 0),
            lambda user, identifier: kept.rename(user, identifier, "mine"),
            lambda user, identifier: kept.rate(user, identifier, 0, True),
            lambda user, identifier: kept.unrate(user, identifier, 0),
            kept.share,
            kept.unshare,
            kept.delete,
        ):
            with pytest.raises(NoSuchConversation):
                attempt(stranger, wanted)
    assert kept.exchanges("ana", conversation) == (asked(0, WHEN, ANSWERED),)


def test_what_is_deleted_leaves_nothing_behind(kept: Conversations, path: Path) -> None:
    begun(kept, IN_CHINESE)
    conversation = begun(kept, ANSWERED, IN_CHINESE)
    kept.share("ana", conversation)
    kept.delete("ana", conversation)
    assert titles(kept) == [ZH]
    assert documents_in(path) == len({CHINESE_CLAIM.citations[0].document.id, HOSTILE.id})
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert WHEN.encode() not in left
    assert ZH.encode() in left


def test_a_shared_conversation_is_read_by_its_token_until_it_ends(kept: Conversations) -> None:
    conversation = begun(kept, ANSWERED)
    token = kept.share("ana", conversation)
    assert kept.share("ana", conversation) == token
    assert [summary.token for summary in kept.listed("ana")] == [token]
    shared = kept.shared(token)
    assert shared
    assert (shared.user, shared.title) == ("ana", WHEN)
    assert shared.exchanges == kept.exchanges("ana", conversation)
    kept.unshare("ana", conversation)
    assert kept.shared(token) is None
    again = kept.share("ana", conversation)
    assert again != token
    kept.delete("ana", conversation)
    assert kept.shared(again) is None
    assert kept.shared("\ud800") is None


def test_ratings_are_kept_with_their_exchanges(kept: Conversations) -> None:
    conversation = begun(kept, ANSWERED, IN_CHINESE)
    begun(kept, ANSWERED)
    other = begun(kept, ANSWERED, user="ben")
    kept.rate("ana", conversation, 1, False, "没有说明地点")
    kept.rate("ben", other, 0, True)
    (mine,) = kept.ratings("ana")
    assert mine.conversation == conversation
    assert mine.exchange.answer == IN_CHINESE
    assert mine.rating == mine.exchange.rating == Rating(False, "没有说明地点")
    assert [rated.conversation for rated in kept.ratings()] == [conversation, other]
    kept.unrate("ana", conversation, 1)
    assert list(kept.ratings("ana")) == []


def test_an_answer_of_another_release_costs_itself_alone(kept: Conversations, path: Path) -> None:
    conversation = begun(kept, ANSWERED, IN_CHINESE)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE exchanges SET answer = x'00', context = '{}}' WHERE number = 0")
    first, second = kept.exchanges("ana", conversation)
    assert (first.question, first.answer) == (WHEN, None)
    assert "cannot be shown any more" in first.failure
    assert second.answer == IN_CHINESE


def test_many_write_at_once_and_nothing_is_lost(path: Path) -> None:
    """Four threads share two connections: what SQLite sees of two processes."""
    with closing(Conversations(path)) as here, closing(Conversations(path)) as there:

        def write(user: str, kept: Conversations) -> None:
            for _ in range(5):
                begun(kept, ANSWERED, IN_CHINESE, user=user)

        writers = [
            threading.Thread(target=write, args=(f"user {number}", (here, there)[number % 2]))
            for number in range(4)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        for number in range(4):
            found = there.listed(f"user {number}")
            assert [summary.questions for summary in found] == [2] * 5
        whole = here.exchanges("user 0", here.listed("user 0")[0].id)
        assert [exchange.answer for exchange in whole] == [ANSWERED, IN_CHINESE]


def test_half_a_character_is_kept_as_a_sign_that_it_was_there(kept: Conversations) -> None:
    conversation = kept.begin("ana")
    kept.save("ana", conversation, asked(0, "What is \ud83d?"))
    assert titles(kept, search="\ud83d") == ["What is \ufffd?"]


@pytest.mark.parametrize("damage", [b"SQLite format 3\0" + b"\xff" * 4000, b"no database" * 99])
def test_a_damaged_file_is_told_in_one_sentence(path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    with pytest.raises(ConversationsError) as told:
        Conversations(path)
    assert str(path) in told.value.message
    assert "Move the file away" in told.value.hint


def test_a_file_of_a_later_release_is_refused(path: Path) -> None:
    Conversations(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ConversationsError, match="format 99; this Citedesk reads up to 1"):
        Conversations(path)


def test_only_its_owner_may_read_the_file(kept: Conversations, path: Path) -> None:
    begun(kept, ANSWERED)
    assert {file.stat().st_mode & 0o077 for file in path.parent.iterdir()} == {0}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    with pytest.raises(ConversationsError, match="cannot be used"):
        Conversations(tmp_path / "library" / "conversations.sqlite3")


def test_an_exchange_is_kept_with_its_rating(kept: Conversations) -> None:
    conversation = kept.begin("ana")
    rated = replace(asked(0, WHEN, ANSWERED), rating=Rating(True, "exactly"))
    kept.save("ana", conversation, rated)
    assert kept.exchanges("ana", conversation) == (rated,)
