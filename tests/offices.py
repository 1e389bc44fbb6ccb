"""An office with a real database for the tests of commands and pages, and what it reports to."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.data.policy import load_policy
from bot.domain.ids import (
    ConversationId,
    EvidenceId,
    InterpreterId,
    MessageId,
    OfficerId,
    Reference,
    ReferralId,
)
from bot.domain.policy import Policy
from bot.ports import Clock, DeliveryOutcome, EventOutcome, Ids, Store, StoreDown, Work
from storage.checkpoint_file import CheckpointLines
from storage.master_keys import MasterKeys
from storage.rotation import Rotation
from storage.sealing import Keyring
from storage.work import open_store

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
KEYRING = Keyring(bytes(32))


class CountedIds:
    """Names that can be foretold."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def conversation(self) -> ConversationId:
        return ConversationId(f"c{next(self._numbers):09}")

    def referral(self) -> ReferralId:
        return ReferralId(f"r{next(self._numbers):09}")

    def reference(self) -> Reference:
        return Reference(f"48-2093-{next(self._numbers):04}-5")

    def evidence(self) -> EvidenceId:
        return EvidenceId(f"e{next(self._numbers):09}")

    def message(self) -> MessageId:
        return MessageId(f"m{next(self._numbers):09}")

    def officer(self) -> OfficerId:
        return OfficerId(f"o{next(self._numbers):09}")

    def interpreter(self) -> InterpreterId:
        return InterpreterId(f"i{next(self._numbers):09}")

    def code(self) -> str:
        return f"{next(self._numbers):08}"

    def secret(self) -> str:
        return f"{next(self._numbers):043}"


@dataclass
class TestOffice:
    """An `Office`; `now` can be moved."""

    __test__ = False
    store: Store
    rotation: Rotation = field(kw_only=True)
    checkpoints: CheckpointLines = field(kw_only=True)
    ids: Ids = field(default_factory=CountedIds)
    now: datetime = NOW

    @property
    def policy(self) -> Policy:
        return load_policy()

    @property
    def clock(self) -> Clock:
        return lambda: self.now


@asynccontextmanager
async def office_at(folder: Path, keyring: Keyring = KEYRING) -> AsyncIterator[TestOffice]:
    """An office whose database lies in a folder."""
    store = open_store(f"sqlite:///{folder / 'rongthuk.db'}", keyring, readers=1)
    place = MasterKeys(folder / "keys" / "master.key")
    try:
        lines = CheckpointLines(folder / "checkpoints.jsonl")
        yield TestOffice(store, rotation=Rotation(store, keyring, place), checkpoints=lines)
    finally:
        await store.close()


class BrokenStore:
    """A database that went away."""

    async def write(self, body: Callable[[Work], Any]) -> Any:  # noqa: ANN401
        raise StoreDown("gone")

    async def read(self, body: Callable[[Work], Any]) -> Any:  # noqa: ANN401
        raise StoreDown("gone")

    async def close(self) -> None:
        pass


@dataclass
class KeptLog:
    """Keeps what was logged."""

    lines: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def event(self, name: str, **fields: str | float | None) -> None:
        self.lines.append((name, fields))

    def failure(self, name: str, error: BaseException, **fields: str | float | None) -> None:
        self.lines.append((name, {"error": type(error).__name__, **fields}))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.lines]


@dataclass
class KeptMeter:
    """Keeps what was counted."""

    seen: list[tuple[Any, ...]] = field(default_factory=list)

    def event(self, channel: str, kind: str, outcome: EventOutcome) -> None:
        self.seen.append(("event", channel, kind, outcome))

    def turn(self, channel: str, took: timedelta) -> None:
        self.seen.append(("turn", channel))

    def delivery(self, channel: str, outcome: DeliveryOutcome) -> None:
        self.seen.append(("delivery", channel, outcome))

    def reminder(self, stage: str) -> None:
        self.seen.append(("reminder", stage))

    def failed_duty(self, name: str) -> None:
        self.seen.append(("failed_duty", name))


def broken_office() -> TestOffice:
    """An office whose database went away."""
    store = BrokenStore()
    nowhere = Path("nowhere")
    rotation = Rotation(store, KEYRING, MasterKeys(nowhere))
    return TestOffice(store, rotation=rotation, checkpoints=CheckpointLines(nowhere))
