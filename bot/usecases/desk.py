"""What every use case works with, put together once by the application."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.ids import LanguageCode
from bot.domain.policy import Policy
from bot.domain.route import RoutingPolicy
from bot.flows.turn import Surroundings
from bot.ports import Clock, Ids, Log, Meter, Store, Voice
from bot.usecases.floods import Floods


def _nothing() -> None:
    """Wake nobody."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The outside as use cases see it. `wake` tells the delivery loop that something is owed."""

    store: Store
    voice: Voice
    around: Surroundings
    policy: Policy
    routing: RoutingPolicy
    clock: Clock
    ids: Ids
    log: Log
    meter: Meter
    officers_speak: LanguageCode = LanguageCode("th")
    wake: Callable[[], None] = field(default=_nothing)
    floods: Floods = field(default_factory=Floods)
