"""Photos and voices for somebody: fetched, made anew, sealed with their case, shown to be decided.

Owed jobs, each a row with a time, so that a restart in the middle loses none.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.enclosure import Enclosure
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel, EvidenceId
from bot.domain.incoming import Chat, Incoming, Opened
from bot.domain.prompt import Line
from bot.ports import Copied, NotCopied, Sender, Work
from bot.usecases.desk import Desk
from bot.usecases.fetch_media import CAP
from bot.usecases.held_case import Held, seen_by
from bot.usecases.let_hear import cannot_hear, let_hear
from bot.usecases.owing import owe_officer
from bot.usecases.relay_file import could_not, shown_back

MOST_TRIES = 6
BATCH = 5
LEASE = timedelta(minutes=2)


async def copy_files(desk: Desk, senders: Mapping[Channel, Sender]) -> int:
    """Make everything that is due; how many there were."""
    now = desk.clock()
    due = await desk.store.write(lambda work: _claim(work, now))
    for enclosure in due:
        await _copy(desk, senders, enclosure)
        desk.wake()
    return len(due)


def _claim(work: Work, now: datetime) -> list[Enclosure]:
    due = list(work.enclosures.due(now, BATCH))
    for enclosure in due:
        work.enclosures.save(enclosure, now + LEASE)
    return due


async def _copy(desk: Desk, senders: Mapping[Channel, Sender], enclosure: Enclosure) -> None:
    """One file; when it cannot be had or used, whoever waits for it is told."""
    try:
        content = await _original(desk, senders, enclosure)
        made = await desk.copying.copy(enclosure.kind, content, enclosure.longest)
        await _keep(desk, enclosure, made)
    except TryLater as error:
        await _again(desk, enclosure, max(error.after, timedelta(seconds=2)))
    except (Unreachable, FileNotFoundError):
        # wording: The file could not be fetched from the platform any more.
        await _give_up(desk, enclosure, Line("officer.relay.file_gone"))
    except NotCopied as error:
        # wording: The voice message is longer than a minute, or the photo much too large.
        long = Line("officer.relay.file_too_large")
        # wording: What was sent is no photo and no sound that can be read.
        await _give_up(desk, enclosure, long if error.too_long else Line("officer.relay.not_file"))
    except OSError:
        await _again(desk, enclosure, LEASE)
    except Exception as error:  # noqa: BLE001  one file must not hold up all that come after it
        desk.log.failure("enclosure.broken", error)
        await _again(desk, enclosure, LEASE)


async def _original(desk: Desk, senders: Mapping[Channel, Sender], enclosure: Enclosure) -> bytes:
    """The bytes as they came: from the platform, or of a worker's recording that is kept here."""
    if enclosure.evidence:
        key = await desk.store.read(lambda work: _key(work, enclosure))
        return await desk.files.open(enclosure.evidence, key)
    sender = senders.get(enclosure.chat.channel) if enclosure.chat is not None else None
    if sender is None:
        raise TryLater(LEASE)
    pieces = await sender.fetch(enclosure.file, CAP)
    return b"".join([piece async for piece in pieces])


def _key(work: Work, enclosure: Enclosure) -> str:
    files = work.conversations.evidence_of(enclosure.conversation)
    key = next((each.key for each in files if each.id == enclosure.evidence), "")
    if not key:
        raise FileNotFoundError
    return key


async def _keep(desk: Desk, enclosure: Enclosure, made: Copied) -> None:
    """Sealed with a key that stands in its row, which is sealed with the case's own."""

    async def whole() -> AsyncIterator[bytes]:
        yield made.content

    key = desk.files.new_key()
    await desk.files.keep(EvidenceId(enclosure.id), key, whole())
    await desk.store.write(lambda work: _ready(desk, work, enclosure.made(key, made.milliseconds)))


def _ready(desk: Desk, work: Work, enclosure: Enclosure) -> None:
    if not work.enclosures.knows(enclosure.id):  # taken back meanwhile
        return
    work.enclosures.save(enclosure, None)
    if enclosure.evidence:
        let_hear(desk, work, enclosure)
        return
    held = _held(desk, work, enclosure)
    prompt = shown_back(desk, work, held, enclosure) if held is not None else None
    if held is None or prompt is None:
        _drop(work, enclosure)
        return
    key = f"enclosed:{enclosure.id}"
    case, referral = held.case, held.referral
    owe_officer(work, held.officer, prompt, key=key, now=held.now, case=case, referral=referral)


def _held(desk: Desk, work: Work, enclosure: Enclosure) -> Held | None:
    """Whoever is to decide, where they still have the case; asked anew."""
    message = work.messages.get(enclosure.message)
    officer = work.directory.officer(message.by) if message is not None else None
    if message is None or officer is None or not officer.active:
        return None
    seen = seen_by(work, [officer], "send", message.referral)
    now = desk.clock()
    came = Incoming("", Chat(officer.channel, officer.account), officer.account, now, Opened())
    return Held(*seen, came, now) if seen is not None else None


async def _again(desk: Desk, enclosure: Enclosure, after: timedelta) -> None:
    if enclosure.attempts + 1 >= MOST_TRIES:
        await _give_up(desk, enclosure, Line("officer.relay.file_gone"))
        return
    at = desk.clock() + after * (2**enclosure.attempts)
    tried = replace(enclosure, attempts=enclosure.attempts + 1)
    await desk.store.write(lambda work: work.enclosures.save(tried, at))


async def _give_up(desk: Desk, enclosure: Enclosure, why: Line) -> None:
    desk.log.event("enclosure.failed", reason=why.key.rpartition(".")[2])
    await desk.store.write(lambda work: _gave_up(desk, work, enclosure, why))


def _gave_up(desk: Desk, work: Work, enclosure: Enclosure, why: Line) -> None:
    held = None if enclosure.evidence else _held(desk, work, enclosure)
    _drop(work, enclosure)
    if enclosure.evidence:
        cannot_hear(desk, work, enclosure)
    elif held is not None:
        key = f"enclosed:{enclosure.id}:failed"
        prompt = could_not(held, why)
        owe_officer(
            work,
            held.officer,
            prompt,
            key=key,
            now=held.now,
            case=held.case,
            referral=held.referral,
        )


def _drop(work: Work, enclosure: Enclosure) -> None:
    work.enclosures.drop(enclosure.id)
    if enclosure.message:
        work.messages.erase(enclosure.message)
