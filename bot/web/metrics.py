"""The figures at /metrics: counts and times without ids or anything personal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.ports import DeliveryOutcome, EventOutcome

_LABEL: Final = re.compile(r"[a-z]+(_[a-z]+)*")
_LONGEST: Final = 24
_TURN_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in the database at one moment; ages in seconds, None where there is none.

    `waiting` is per kind how many messages are owed and how old the oldest is; `cases` how many
    are open, by state.
    """

    waiting: Sequence[tuple[str, int, float]]
    cases: Sequence[tuple[str, int]]
    without_next_step: int
    stuck: int
    heartbeat_age: float | None


class Metrics:
    """Counts what the use cases report; keeps its own registry."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._events = Counter(
            "rongthuk_events",
            "Events of the platforms",
            ["channel", "kind", "outcome"],
            registry=registry,
        )
        self._turns = Histogram(
            "rongthuk_turn_seconds",
            "From an event to its commit",
            ["channel"],
            buckets=_TURN_SECONDS,
            registry=registry,
        )
        self._deliveries = Counter(
            "rongthuk_deliveries", "Tries to deliver", ["channel", "outcome"], registry=registry
        )
        self._reminders = Counter(
            "rongthuk_reminders", "Stages carried out", ["stage"], registry=registry
        )
        self._duties = Counter(
            "rongthuk_failed_duties", "Duties that failed", ["duty"], registry=registry
        )

    def event(self, channel: str, kind: str, outcome: EventOutcome) -> None:
        """An event of a platform came."""
        self._events.labels(_label(channel), _label(kind), outcome.value).inc()

    def turn(self, channel: str, took: timedelta) -> None:
        """A turn was committed."""
        self._turns.labels(_label(channel)).observe(took.total_seconds())

    def delivery(self, channel: str, outcome: DeliveryOutcome) -> None:
        """A delivery was tried."""
        self._deliveries.labels(_label(channel), outcome.value).inc()

    def reminder(self, stage: str) -> None:
        """A stage was carried out; how often it was repeated does not become a label."""
        kinds = [part for part in stage.split(".") if not part.isdigit() and part != "rise"]
        self._reminders.labels(_label(kinds[0] if kinds else "")).inc()

    def failed_duty(self, name: str) -> None:
        """A duty of the scheduler failed."""
        self._duties.labels(_label(name)).inc()

    def page(self, standing: Standing | None) -> bytes:
        """Everything in Prometheus' text format; without a standing the database is down."""
        now = CollectorRegistry()
        up = Gauge("rongthuk_database_up", "Whether the database can be read", registry=now)
        up.set(standing is not None)
        if standing is not None:
            _show(standing, now)
        return generate_latest(self._registry) + generate_latest(now)


def _show(standing: Standing, registry: CollectorRegistry) -> None:
    def gauge(name: str, help_: str, *labels: str) -> Gauge:
        return Gauge(f"rongthuk_{name}", help_, labels, registry=registry)

    waiting = gauge("outbox_waiting", "Messages owed", "kind")
    oldest = gauge("outbox_oldest_seconds", "How long the oldest one has waited", "kind")
    for kind, count, age in standing.waiting:
        waiting.labels(_label(kind)).set(count)
        oldest.labels(_label(kind)).set(age)
    cases = gauge("cases", "Open cases", "state")
    for state, count in standing.cases:
        cases.labels(_label(state)).set(count)
    without = gauge("open_cases_without_next_step", "Must be zero: nobody would be reminded")
    without.set(standing.without_next_step)
    gauge("stuck_events", "Events that a bug stopped").set(standing.stuck)
    beat = gauge("heartbeat_age_seconds", "Since the scheduler last ticked; NaN: never")
    beat.set(float("nan") if standing.heartbeat_age is None else standing.heartbeat_age)


def _label(value: str) -> str:
    """A label from our own few words; whatever else it is stays out."""
    return value if len(value) <= _LONGEST and _LABEL.fullmatch(value) else "other"
