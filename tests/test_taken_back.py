"""A message that is taken back is gone everywhere, also from a case filed before starting over."""

from pathlib import Path

import pytest
from bot.domain.conversation import EvidenceState
from bot.domain.ids import Reference
from bot.domain.incoming import Edited, Unsent
from bot.ports import Work

from tests.agencies import WORKER, taken
from tests.house import House, photo
from tests.parting import logged, only_case


async def _earlier(home: House) -> Reference:
    """Something said and sent, then the person starts over."""
    await home.says(WORKER, "/start")
    await home.says(WORKER, "the boat is Chok Dee", message="700")
    await home.take(WORKER, photo(), message="701")
    reference = await only_case(home)
    await home.says(WORKER, "start over")
    await home.taps(WORKER, "start_over:yes")
    return reference


async def _words(home: House, reference: Reference) -> str:
    """Everything that was said in the conversation of a case, and the states of its files."""

    def body(work: Work) -> str:
        case = work.casework.get(reference)
        assert case is not None
        talk = work.conversations.get(case.conversation)
        assert talk is not None
        files = work.conversations.evidence_of(talk.id)
        return str((talk.notes, talk.answers, [each.state.value for each in files]))

    return await home.assembly.store.read(body)


@pytest.mark.safety(40)
async def test_an_unsend_reaches_the_conversation_the_message_belongs_to(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await _earlier(home)
        assert "Chok Dee" in await _words(home, reference)
        await home.take(WORKER, Unsent("700"))
        assert "Chok Dee" not in await _words(home, reference)
        assert ("worker", "message.taken_back") in await logged(home, reference)


async def test_a_photo_taken_back_after_starting_over_is_erased(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await _earlier(home)
        await home.take(WORKER, Unsent("701"))
        assert EvidenceState.ERASED.value in await _words(home, reference)


async def test_words_changed_after_starting_over_change_in_the_case(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await _earlier(home)
        await home.take(WORKER, Edited("700", "the boat is blue"))
        found = await _words(home, reference)
        assert "Chok Dee" not in found
        assert "the boat is blue" in found
