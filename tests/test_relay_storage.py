"""The messages of a case: sealed with it, in order, gone when it is erased."""

from dataclasses import replace

from bot.domain.ids import MessageId, OfficerId
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.ports import Work

from tests.storage_samples import NOW, REF, REFERRAL, TALK, case, conversation, opened_store, query

SECRET = "come alone at nine"


def _message(name: str, state: MessageState = MessageState.QUEUED) -> RelayMessage:
    return RelayMessage(
        MessageId(name),
        REF,
        TALK,
        Direction.TO_WORKER,
        state,
        NOW,
        by=OfficerId("offi0001"),
        referral=REFERRAL,
        words=SECRET,
    )


def _filed(work: Work) -> None:
    work.conversations.save(conversation(), None)
    work.casework.add(case())
    for name in ("m0000002", "m0000001"):
        work.messages.save(_message(name))


async def test_messages_are_kept_in_order_and_change_in_place(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(_filed)
        sent = _message("m0000002").left(NOW)
        await store.write(lambda work: work.messages.save(sent))
        found = await store.read(lambda work: work.messages.of_case(REF))
        assert found == [sent, _message("m0000001")]
        assert await store.read(lambda work: work.messages.get(sent.id)) == sent
        await store.write(lambda work: work.messages.erase(sent.id))
        assert await store.read(lambda work: work.messages.get(sent.id)) is None


async def test_no_word_of_a_message_is_readable_in_the_database(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(_filed)
    rows = query(database_url, "SELECT * FROM messages")
    assert len(rows) == 2
    cells = [cell for row in rows for cell in row]
    blobs = [bytes(cell) for cell in cells if isinstance(cell, bytes | memoryview)]
    assert len(blobs) == 2
    assert not any(SECRET.encode() in blob for blob in blobs)
    assert SECRET not in repr(cells)


async def test_erasing_the_case_erases_its_messages(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(_filed)
        await store.write(lambda work: work.conversations.forget(TALK))
        late = replace(_message("m0000001"), state=MessageState.SENT)
        await store.write(lambda work: work.messages.save(late))
        assert await store.read(lambda work: work.messages.of_case(REF)) == []
    assert query(database_url, "SELECT * FROM messages") == []
