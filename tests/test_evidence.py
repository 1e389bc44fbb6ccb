"""Photos and recordings: fetched, sealed, taken back, and gone with their conversation."""

import hashlib
from pathlib import Path

import pytest
from bot.domain.conversation import EvidenceState
from bot.domain.ids import Channel, ConversationId
from bot.domain.incoming import Unsent
from bot.usecases.tidy import tidy

from tests.house import House, house, photo


async def _sent(h: House) -> ConversationId:
    await h.says("5", "hello")
    await h.take("5", photo(), message="m-photo")
    conversation = await h.assembly.store.read(
        lambda work: work.conversations.current(Channel.TELEGRAM, "5")
    )
    assert conversation is not None
    return conversation.id


async def test_a_photo_is_received_at_once_and_kept_when_its_bytes_are(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        conversation = await _sent(h)
        (before,) = await h.assembly.store.read(
            lambda work: work.conversations.evidence_of(conversation)
        )
        await h.passes(seconds=2)
        (after,) = await h.assembly.store.read(
            lambda work: work.conversations.evidence_of(conversation)
        )
        assert (before.state, after.state) == (EvidenceState.RECEIVED, EvidenceState.KEPT)
        assert await h.assembly.evidence.open(after.id, after.key) == b"\xff\xd8.."
        assert (after.size, after.sha256) == (4, hashlib.sha256(b"\xff\xd8..").hexdigest())
        folder = tmp_path / "var" / "evidence"
        assert b"\xff\xd8.." not in b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_photo_that_cannot_be_had_any_more_is_asked_for_again(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        conversation = await _sent(h)
        h.platforms[Channel.TELEGRAM].files.clear()
        await h.passes(seconds=2)
        (evidence,) = await h.assembly.store.read(
            lambda work: work.conversations.evidence_of(conversation)
        )
        assert evidence.state is EvidenceState.FAILED


@pytest.mark.safety(40)
async def test_a_message_taken_back_takes_its_photo_out_of_the_record_and_off_the_disk(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        conversation = await _sent(h)
        await h.passes(seconds=2)
        await h.take("5", Unsent("m-photo"))
        await h.passes(seconds=2)
        (evidence,) = await h.assembly.store.read(
            lambda work: work.conversations.evidence_of(conversation)
        )
        assert (evidence.state, evidence.file) == (EvidenceState.ERASED, "")
        assert await h.assembly.evidence.names() == []


async def test_files_of_an_erased_conversation_are_swept_away(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        conversation = await _sent(h)
        await h.passes(seconds=2)
        await tidy(h.desk, h.assembly.evidence)
        assert len(await h.assembly.evidence.names()) == 1
        await h.assembly.store.write(lambda work: work.conversations.forget(conversation))
        await tidy(h.desk, h.assembly.evidence)
        assert await h.assembly.evidence.names() == []
