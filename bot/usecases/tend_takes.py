"""What officers recorded: fetched, made playable, played back; put in its place or thrown away.

Owed jobs, each a row with a time, so that a restart in the middle loses none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel, ReferralId
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.recording import Take, TakeState
from bot.flows import recording as screens
from bot.ports import NotRecorded, Sender, Work
from bot.usecases.awaited import expect
from bot.usecases.desk import Desk
from bot.usecases.fetch_media import CAP
from bot.usecases.owing import owe_officer

MOST_TRIES = 6
BATCH = 5
LEASE = timedelta(minutes=2)
DECIDED_WITHIN = timedelta(hours=24)
"""A take that nobody has decided about for so long is dropped."""


async def tend_takes(desk: Desk, senders: Mapping[Channel, Sender]) -> None:
    """Do what is due with each take."""
    now = desk.clock()
    for take in await desk.store.write(lambda work: _claim(work, now)):
        try:
            await _tend(desk, senders, take)
        except OSError as error:  # a full disk; it is tried again when the lease has run out
            desk.log.failure("voice.broken", error)
        desk.wake()


def _claim(work: Work, now: datetime) -> Sequence[Take]:
    due = work.takes.due(now, BATCH)
    for take in due:
        work.takes.save(take, now + LEASE)
    return due


async def _tend(desk: Desk, senders: Mapping[Channel, Sender], take: Take) -> None:
    if take.state is TakeState.SENT:
        sender = senders.get(take.chat.channel)
        if sender is not None:
            await _fetch(desk, sender, take)
        return
    if take.state is TakeState.WANTED:
        await desk.recordings.put(take)
    else:
        await desk.recordings.drop(take.id)
    await desk.store.write(lambda work: work.takes.drop(take.id))


async def _fetch(desk: Desk, sender: Sender, take: Take) -> None:
    """Get the bytes and play them back; what cannot be used is asked for again."""
    try:
        pieces = await sender.fetch(take.file, CAP)
        recording = b"".join([piece async for piece in pieces])
        await desk.recordings.keep_take(take, recording)
    except TryLater as error:
        await _again(desk, take, max(error.after, timedelta(seconds=2)))
    except Unreachable as error:
        # wording: The voice message could not be fetched from the platform.
        gone = Line("officer.voice.gone")
        large = error.reason == "too_large"
        await _refuse(desk, take, Line("officer.voice.too_long") if large else gone)
    except NotRecorded as error:
        # wording: The voice message is longer than a minute; another one may be sent at once.
        long = Line("officer.voice.too_long")
        # wording: What was sent is no sound that can be read; another one may be sent at once.
        await _refuse(desk, take, long if error.too_long else Line("officer.voice.not_sound"))
    else:
        await desk.store.write(lambda work: _play_back(desk, work, take))


def _play_back(desk: Desk, work: Work, take: Take) -> None:
    now = desk.clock()
    officer = work.directory.officer(take.officer)
    ready = replace(take, state=TakeState.READY)
    work.takes.save(ready, now + DECIDED_WITHIN)
    text = desk.voice.word(Prompt((Line(take.key),)), take.language).text
    if officer is not None:
        owe_officer(work, officer, screens.heard(ready, text), key=f"take:{take.id}", now=now)


async def _again(desk: Desk, take: Take, after: timedelta) -> None:
    if take.attempts + 1 >= MOST_TRIES:
        await _refuse(desk, take, Line("officer.voice.gone"))
        return
    at = desk.clock() + after * (2**take.attempts)
    tried = replace(take, attempts=take.attempts + 1)
    await desk.store.write(lambda work: work.takes.save(tried, at))


async def _refuse(desk: Desk, take: Take, why: Line) -> None:
    """Say why, and take the officer's next voice message for the same words."""

    def refuse(work: Work) -> None:
        officer = work.directory.officer(take.officer)
        work.takes.drop(take.id)
        if officer is None:
            return
        if not officer.awaiting:
            expect(work, officer, "voice", ReferralId(f"{take.language}/{take.key}"))
        prompt = Prompt((why, Line("officer.voice.once_more", {"key": Literal(take.key)})))
        owe_officer(work, officer, prompt, key=f"take:{take.id}:refused", now=desk.clock())

    await desk.store.write(refuse)
