"""A message that is taken back is gone everywhere, also from a case filed before starting over."""

from pathlib import Path

import pytest
from bot.domain.conversation import EvidenceState
from bot.domain.ids import Channel, Reference
from bot.domain.incoming import Edited, Tap, Unsent
from bot.ports import Work

from tests.agencies import NOK, WORKER, said, taken
from tests.house import House, photo
from tests.parting import logged, only_case, talk


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


@pytest.mark.safety(40)
@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
async def test_what_waits_to_be_sent_and_quotes_it_leaves_no_more(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel) as home:
        await home.says(WORKER, "/start", channel=channel)
        await home.says(WORKER, "the boat is Chok Dee", message="700", channel=channel)
        await home.says(WORKER, "copy", channel=channel)
        read = home.screen(WORKER, channel).button("copy:read")
        await home.take(WORKER, Tap(read, "t"), channel=channel, settle=False)
        await _looks(home)
        await home.take(WORKER, Unsent("700"), channel=channel, settle=False)
        await home.settle()
        await home.passes(minutes=5)
        shown = [*said(home, WORKER, channel)[1:], *said(home, NOK)]
        assert not any("Chok Dee" in text for text in shown)


async def _looks(home: House) -> None:
    """The officer asked for the record; it has not left yet."""
    payload = home.screen(NOK).button("📄 What was said")
    await home.take(NOK, Tap(payload, "t"), settle=False)


@pytest.mark.safety(40)
async def test_the_name_of_a_boss_that_is_taken_back_links_no_cases_any_more(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        talk_id = (await talk(home)).id
        await home.says(WORKER, "/start")
        await home.take(WORKER, Tap(f"a:{talk_id}:review:workplace", "t"))
        await home.says(WORKER, "Golden Fish", message="800")
        before = await home.assembly.store.read(lambda work: work.casework.tombstone(reference))
        assert before is not None
        assert before.remains["linked_names"] > 0
        await home.take(WORKER, Unsent("800"))
        after = await home.assembly.store.read(lambda work: work.casework.tombstone(reference))
        assert after is not None
        assert after.remains["linked_names"] == 0
        assert "Golden Fish" not in await _words(home, reference)
