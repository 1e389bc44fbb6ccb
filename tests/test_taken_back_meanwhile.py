"""A message taken back while something is under way with it: a fetch, a translation, a move."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.conversation import Evidence, EvidenceState, Note
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel, EvidenceId
from bot.domain.incoming import Edited, Text, Unsent
from bot.flows.media import edited
from bot.flows.turn import Said
from bot.ports import Work
from bot.usecases.fetch_media import fetch_media
from bot.usecases.take_stuck import take_stuck

from tests import pin_stories as story
from tests.house import House, Platform, house, photo
from tests.parting import case_of, only_case
from tests.storage_samples import conversation
from tests.test_interpreters import accepts
from tests.test_interpreters_voices import chooses, token
from tests.test_interpreters_voices import home as home  # noqa: PLC0414  its fixture
from tests.test_relay_wire import doors
from tests.test_take_turn import WORKER

Meanwhile = Callable[[], Awaitable[None]]


class Slow(Platform):
    """A platform that gives a file only after something else happened."""

    def __init__(self, then: Exception | None, meanwhile: Meanwhile) -> None:
        super().__init__(Channel.TELEGRAM, edits=True)
        self.then, self.meanwhile = then, meanwhile

    async def fetch(self, file: str, cap: int) -> AsyncIterator[bytes]:
        async def pieces() -> AsyncIterator[bytes]:
            await self.meanwhile()
            if self.then is not None:
                raise self.then
            yield b"\xff\xd8.."

        return pieces()


async def _only_file(home: House, who: str = WORKER) -> Evidence | None:
    def body(work: Work) -> Evidence | None:
        talk = work.conversations.current(Channel.TELEGRAM, who)
        found = work.conversations.evidence_of(talk.id) if talk else ()
        return found[-1] if found else None

    return await home.assembly.store.read(body)


ENDS = (None, TryLater(timedelta(seconds=2)), Unreachable("gone"), OSError(28, "full"))


@pytest.mark.safety(40)
async def test_a_photo_taken_back_while_it_is_fetched_stays_taken_back(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await h.says("5", "hello")
        for number, then in enumerate(ENDS):
            name = f"70{number}"
            await h.take("5", photo(), message=name)

            async def unsent(name: str = name) -> None:
                await h.take("5", Unsent(name))

            await fetch_media(h.desk, {Channel.TELEGRAM: Slow(then, unsent)}, h.assembly.evidence)
            file = await _only_file(h, "5")
            assert file is not None
            assert (file.state, file.key, file.file, file.size) == (
                EvidenceState.ERASED,
                *("", "", None),
            ), then
            await h.tick()
            assert await h.assembly.evidence.names() == []
        await h.take("5", photo(), message="710")
        await h.tick()
        kept = await _only_file(h, "5")
        assert kept is not None
        assert kept.key
        await h.take("5", Unsent("710"))
        gone = await _only_file(h, "5")
        assert gone is not None
        assert gone.key == ""  # a copy of the folder from before opens with nothing


async def test_a_photo_whose_intake_is_erased_while_it_is_fetched_leaves_no_file(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        await h.says("5", "hello")
        await h.take("5", photo())

        async def erased() -> None:
            await h.says("5", "delete")
            await h.taps("5", "delete_data:yes")

        await fetch_media(h.desk, {Channel.TELEGRAM: Slow(None, erased)}, h.assembly.evidence)
        assert await _only_file(h, "5") is None
        assert await h.assembly.evidence.names() == []


@pytest.mark.safety(40, 42)
async def test_a_voice_taken_back_is_heard_no_more_and_its_translation_goes(home: House) -> None:
    file = await _only_file(home)
    assert file is not None
    await accepts(home)
    await chooses(home, "🎧 Voice 1")
    await home.says("60", "they hit him")
    await chooses(home, "🎧 Voice 1")
    link = await token(home, "60")
    await home.take(WORKER, Unsent(file.message))
    async with doors(home) as (web, url), web.get(f"{url}/enclosed/{link}.m4a") as sound:
        assert sound.status == 404
    await home.says("60", "they hit him again")
    assert "ended" in home.screen("60").last.text or "over" in home.screen("60").last.text
    case = await case_of(home, await only_case(home))
    assert case is not None
    assert "they hit him" not in str(case.notes)


@pytest.mark.safety(40, 42)
async def test_words_taken_back_take_their_translation_along_and_no_other(home: House) -> None:
    await accepts(home)
    await home.says(WORKER, "the foreman is Mr Hook", message="801")
    await home.says(WORKER, "call my sister", message="802")
    for item, made in (("✍ Message 2", "one: Hook"), ("✍ Message 3", "two: sister")):
        await chooses(home, item)
        await home.says("60", made)
    await home.take(WORKER, Unsent("801"))
    case = await case_of(home, await only_case(home))
    assert case is not None
    notes = [note.text for note in case.notes if note.by.startswith("interpreter:")]
    assert notes == ["two: sister"]


def test_words_that_were_changed_are_not_kept_as_they_were_typed_either() -> None:
    sample = conversation()
    answer = replace(sample.answers[0], message="m1", raw="as typed")
    note = Note("a note", sample.heard_at, message="m1", raw="as typed")
    talk = replace(sample, answers=(answer,), notes=(note,))
    said = edited(Said(talk, talk.heard_at, EvidenceId("evid0001")), "m1", "new words")
    kept = said.conversation
    assert [(each.words, each.raw) for each in kept.answers] == [("new words", "")]
    assert [(each.text, each.raw) for each in kept.notes] == [("new words", "")]


async def test_a_message_of_the_new_chat_changes_nothing_that_was_said_in_the_other(
    tmp_path: Path,
) -> None:
    """Telegram numbers the messages of each chat anew."""
    async with house(tmp_path) as h:
        await h.group("samut-sakhon", "-100")
        await story.begins(h)
        before = await story.of(h, "5")
        assert before is not None
        told = next(each for each in before.answers if "ZORBLAX" in each.words)
        number = await story.sets_pin(h)
        await h.take("5", photo(), message="44")
        await story.tries(h, number, who="6", channel=Channel.TELEGRAM)
        await h.taps("6", "safe_to_talk:yes")
        await h.take("6", Edited(told.message, "something else"))
        await h.take("6", Unsent(told.message))
        await h.take("6", Unsent("44"))
        after = await story.of(h, "6")
        assert after is not None
        assert told.words in [each.words for each in after.answers]
        file = await _only_file(h, "6")
        assert file is not None
        assert file.state is not EvidenceState.ERASED


@pytest.mark.safety(29, 40)
@pytest.mark.parametrize("how", ["erased", "unsent", "edited"])
async def test_what_a_bug_stopped_goes_with_what_its_writer_takes_away(
    tmp_path: Path, how: str
) -> None:
    async with house(tmp_path) as h:
        await h.says("5", "hello")
        sound = h.desk

        def broken(*_: object) -> None:
            raise ZeroDivisionError

        h.desk = replace(sound, around=replace(sound.around, to_unicode=broken))  # type: ignore[arg-type]
        await h.take("5", Text("my boss is Mr Hook"), message="900")
        await h.take("6", Text("somebody else"), message="900")
        h.desk = sound
        assert len(await h.assembly.store.read(lambda work: work.inbox.stuck(9))) == 2
        if how == "erased":
            await h.says("5", "delete")
            await h.taps("5", "delete_data:yes")
        else:
            await h.take("5", Unsent("900") if how == "unsent" else Edited("900", "my boss"))
        assert len(await h.assembly.store.read(lambda work: work.inbox.stuck(9))) == 1
        assert await take_stuck(h.desk, {}) == 0
        h.log.failures.clear()
