"""Ladders to test the clocks with, and how to read what they say."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.data.policy import calendar_of, load_policy
from bot.domain.clocks import risen, stages
from bot.domain.ids import NATIONAL, UnitId
from bot.domain.ladder import Ladder, Reachable
from bot.domain.policy import Policy, RowKey
from bot.domain.stage import Stage
from hypothesis import strategies as st

BANGKOK = ZoneInfo("Asia/Bangkok")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
POLICY = load_policy()
TAK, CHIANG_MAI = UnitId("tak"), UnitId("chiang-mai")
FULL = Reachable(TAK, CHIANG_MAI, on_call=True, head=True)
HOURS = calendar_of(POLICY, TAK)
NOTHING = frozenset[str]()

moments = st.integers(0, 2 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
peoples = st.builds(
    Reachable,
    st.sampled_from([TAK, NATIONAL]),
    st.sampled_from([CHIANG_MAI, None]),
    st.booleans(),
    st.booleans(),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK).astimezone(UTC)


def ladder_of(
    key: RowKey,
    start: datetime,
    people: Reachable = FULL,
    *,
    first_alert_at: datetime | None = None,
    without_place: bool = False,
    policy: Policy = POLICY,
) -> Ladder:
    row = policy.rows[key]
    return Ladder(row, HOURS, start, first_alert_at or start, people, without_place)


ladders = st.builds(
    lambda key, start, people, passed, unknown: ladder_of(
        key,
        start,
        people,
        first_alert_at=start - passed,
        without_place=unknown and key is RowKey.URGENT,
    ),
    st.sampled_from(list(RowKey)),
    moments,
    peoples,
    st.sampled_from([timedelta(0), timedelta(minutes=7, seconds=20), 3 * HOUR, 2 * DAY]),
    st.booleans(),
)


@st.composite
def any_ladders(draw: st.DrawFn) -> Ladder:
    """A ladder, after up to two rises."""
    ladder = draw(ladders)
    keys = list(RowKey)
    for _ in range(draw(st.integers(0, 2))):
        keys = keys[: keys.index(ladder.row.key)]
        if not keys:
            break
        rise = ladder.started_at + draw(st.timedeltas(timedelta(0), 4 * DAY))
        ladder = risen(ladder, POLICY.rows[draw(st.sampled_from(keys))], rise)
    return ladder


def table(ladder: Ladder, until: datetime) -> dict[str, str]:
    """Stage -> `day hour:minute target`, in local time."""
    return {
        stage.key: f"{stage.at.astimezone(BANGKOK):%d %H:%M} {stage.target}"
        for stage in stages(ladder, until)
    }


def done_by(sent: tuple[Stage, ...]) -> frozenset[str]:
    return frozenset(key for stage in sent for key in (stage.key, *stage.merged))
