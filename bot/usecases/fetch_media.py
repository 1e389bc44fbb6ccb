"""Fetch the bytes of what workers sent: an owed job, tried until they are kept."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import Evidence, EvidenceState
from bot.domain.delivery import OwedKind
from bot.domain.errors import TryLater, Unreachable
from bot.domain.file_names import safe_name
from bot.domain.ids import Channel
from bot.domain.prompt import Line, Prompt
from bot.domain.sniffing import HEAD, sniff
from bot.ports import EvidenceStore, Sender, Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_worker

CAP = 20 * 1024 * 1024
"""Bytes; Telegram gives no larger file to a bot."""
MOST_TRIES = 8
BATCH = 20
LEASE = timedelta(minutes=2)
_WANTED = EvidenceState.RECEIVED


async def fetch_media(desk: Desk, senders: Mapping[Channel, Sender], kept: EvidenceStore) -> int:
    """Fetch every file that is due; how many there were."""
    now = desk.clock()
    due = await desk.store.write(lambda work: _claim(work, now))
    for evidence in due:
        sender = senders.get(evidence.chat.channel)
        if evidence.state is EvidenceState.ERASED:
            await _erase(desk, kept, evidence)
        elif sender is not None:
            await _fetch(desk, sender, kept, evidence)
    return len(due)


def _claim(work: Work, now: datetime) -> list[Evidence]:
    due = list(work.conversations.due_evidence(now, BATCH))
    for evidence in due:
        work.conversations.save_evidence(evidence, now + LEASE)
    return due


async def _fetch(desk: Desk, sender: Sender, kept: EvidenceStore, evidence: Evidence) -> None:
    """One file; when it cannot be had any more the worker is asked to send it again."""
    key = kept.new_key()
    try:
        async with asyncio.timeout(LEASE.total_seconds()):
            pieces = Watched(await sender.fetch(evidence.file, CAP))
            size, digest = await kept.keep(evidence.id, key, pieces)
    except TryLater as error:
        await _again(desk, evidence, max(error.after, timedelta(seconds=2)))
    except Unreachable as error:
        await _gave_up(desk, evidence, error.reason)
    except OSError:  # also a full disk, and a file that drips for longer than the lease
        await _again(desk, evidence, LEASE)
    except Exception as error:  # noqa: BLE001  one file must not hold up all that come after it
        desk.log.failure("evidence.broken", error, evidence=evidence.id)
        await _again(desk, evidence, LEASE)
    else:
        done = _kept(evidence, pieces.head, size=size, sha256=digest, key=key)
        if not await desk.store.write(lambda work: _saved(work, done, None)):
            await kept.erase(evidence.id)


def _saved(work: Work, evidence: Evidence, due_at: datetime | None) -> bool:
    """Store what became of it, unless it was taken back, or its case erased, meanwhile."""
    if work.conversations.get(evidence.conversation) is None:  # locked, as whoever takes it back
        return False
    files = work.conversations.evidence_of(evidence.conversation)
    if not any(each.id == evidence.id and each.state is _WANTED for each in files):
        return False
    work.conversations.save_evidence(evidence, due_at)
    return True


class Watched:
    """The pieces of a file as they pass; never more than `CAP` bytes, whatever a platform sends.

    `head` are its first bytes. Raises `Unreachable` where there is more.
    """

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        """Nothing has passed yet."""
        self._pieces = pieces
        self._size = 0
        self.head = b""

    def __aiter__(self) -> "Watched":
        """Itself: the pieces pass once."""
        return self

    async def __anext__(self) -> bytes:
        """The next piece."""
        piece = await anext(self._pieces)
        self._size += len(piece)
        if self._size > CAP:
            raise Unreachable("too_large")
        if len(self.head) < HEAD:
            self.head += piece[:HEAD]
        return piece


def _kept(evidence: Evidence, head: bytes, *, size: int, sha256: str, key: str) -> Evidence:
    """The file's row with what its bytes are, and a name that says so."""
    found = sniff(head)
    return replace(
        evidence,
        state=EvidenceState.KEPT,
        size=size,
        sha256=sha256,
        key=key,
        sniffed=found,
        name=safe_name(evidence.name, found),
    )


async def _erase(desk: Desk, kept: EvidenceStore, evidence: Evidence) -> None:
    """The bytes of a message that was taken back."""
    await kept.erase(evidence.id)
    await desk.store.write(lambda work: work.conversations.save_evidence(evidence, None))


async def _again(desk: Desk, evidence: Evidence, after: timedelta) -> None:
    if evidence.attempts + 1 >= MOST_TRIES:
        await _gave_up(desk, evidence, "tried_out")
        return
    at = desk.clock() + after * (2**evidence.attempts)
    tried = replace(evidence, attempts=evidence.attempts + 1)
    await desk.store.write(lambda work: _saved(work, tried, at))


async def _gave_up(desk: Desk, evidence: Evidence, reason: str) -> None:
    now = desk.clock()
    desk.log.event("evidence.failed", evidence=evidence.id, reason=reason)
    await desk.store.write(lambda work: _ask_again(work, evidence, now))
    desk.wake()


def _ask_again(work: Work, evidence: Evidence, now: datetime) -> None:
    failed = replace(evidence, state=EvidenceState.FAILED)
    saved = _saved(work, failed, None)
    conversation = work.conversations.get(evidence.conversation)
    if saved and conversation is not None:
        prompt = Prompt((Line("file.again"),))
        key = f"{evidence.id}:again"
        owe_worker(work, conversation, prompt, key=key, kind=OwedKind.PUSH, now=now)
