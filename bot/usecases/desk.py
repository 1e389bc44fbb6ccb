"""What every use case works with, put together once by the application."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import Channel, LanguageCode
from bot.domain.policy import Policy
from bot.domain.route import RoutingPolicy
from bot.flows.turn import Surroundings
from bot.ports import (
    Clock,
    Copying,
    EvidenceStore,
    Ids,
    Log,
    Meter,
    PinHashing,
    Recordings,
    Store,
    Voice,
)
from bot.usecases.floods import Floods


def _nothing() -> None:
    """Wake nobody."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The outside as use cases see it. `wake` tells the delivery loop that something is owed.

    `files` are the bytes of what came and of what is on its way, `copying` makes the latter.
    `sound_on` are the channels on which a recording can be played.
    `public_url` is where officers reach our pages (empty: nowhere), `link_life` how long a
    one-time link into a case is good, and then the page that it opened.
    """

    store: Store
    voice: Voice
    recordings: Recordings
    around: Surroundings
    policy: Policy
    routing: RoutingPolicy
    clock: Clock
    ids: Ids
    log: Log
    meter: Meter
    pins: PinHashing
    files: EvidenceStore
    copying: Copying
    sound_on: frozenset[Channel] = frozenset()
    officers_speak: LanguageCode = LanguageCode("th")
    public_url: str = ""
    link_life: timedelta = timedelta(minutes=10)
    wake: Callable[[], None] = field(default=_nothing)
    floods: Floods = field(default_factory=Floods)
    zone: ZoneInfo = field(default=ZoneInfo("Asia/Bangkok"))
