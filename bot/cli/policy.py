"""`rongthuk policy`: shows what the clocks would do, before a case depends on it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.app.policy import policy_at
from bot.cli.errand import Refusal, Settings
from bot.cli.policy_agency import agency_clock, lines, plain
from bot.data.places import load_gazetteer, load_routing_policy
from bot.data.policy import BadPolicyError, calendar_of
from bot.domain.calendar import NeverOpen, after
from bot.domain.clocks import stages
from bot.domain.ids import NATIONAL, Level, UnitId
from bot.domain.ladder import Ladder, Reachable
from bot.domain.policy import ClockRow, Counts, Policy, RowKey
from bot.domain.routing import route
from bot.domain.second_clock import Leg, SecondClock, next_step_after, second_stages
from bot.domain.stage import Stage, StageKind, StageTarget, TargetKind

SHOWN = 15
NAMES = {
    TargetKind.GROUP: "group of",
    TargetKind.ON_CALL: "on call at",
    TargetKind.HEAD: "head of",
    TargetKind.HOLDER: "holder at",
    TargetKind.PHONE: "national phones who is on call at",
}


@click.group()
def policy() -> None:
    """Look at the policy of the clocks."""


@policy.command()
@click.option(
    "--level",
    required=True,
    type=click.Choice([key.value for key in RowKey]),
    help="What triage found; `urgent` is the same as --urgent.",
)
@click.option(
    "--at", "moment", help="When the case is alerted, e.g. 2026-04-13T22:00; now if left out."
)
@click.option("--unit", required=True, help="The centre that holds it, or `national`.")
@click.option("--child", is_flag=True, help="A child: B counts as A.")
@click.option("--urgent", is_flag=True, help="Urgent, whatever the level.")
@click.option("--place-unknown", is_flag=True, help="Urgent, and the place is not given yet.")
@click.option("--no-roster", is_flag=True, help="As if nobody were on call and there were no head.")
@click.option("--taken", help="When somebody takes it; at once if left out.")
@click.option("--referred", help="When it is referred to an agency; at once if left out.")
@click.option("--by-phone", is_flag=True, help="The agency has no group: an officer calls it.")
@click.option(
    "--there",
    type=click.Choice(["on-call", "head", "both", "nobody"]),
    default="both",
    show_default=True,
    help="Who there is at the unit when their stage falls due.",
)
@click.option("--partner", default="", metavar="UNIT", help="Its night partner.")
@click.option("--policy", "file", metavar="FILE.toml", help="Tables laid over the shipped policy.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def preview(  # noqa: PLR0913  one argument an option
    settings: Settings,
    *,
    level: str,
    moment: str | None,
    unit: str,
    child: bool,
    urgent: bool,
    place_unknown: bool,
    no_roster: bool,
    taken: str | None,
    referred: str | None,
    by_phone: bool,
    there: str,
    partner: str,
    file: str | None,
    as_json: bool,
) -> None:
    """Print when whom the bot would write to, if nobody took the case, and if it was forgotten.

    The second timeline is that of a case somebody took and then did nothing for, the third that of
    a referral to an agency that does not answer. All go by the tables of --policy; without it by
    those that the configuration names.
    """
    found = _policy(settings, file)
    zone = ZoneInfo(found.timezone)
    at = _moment(moment, zone)
    row = _row(found, RowKey(level), urgent=urgent, child=child)
    people = _people(unit, "nobody" if no_roster else there)
    ladder = Ladder(row, calendar_of(found, people.unit), at, at, people, place_unknown)
    second = _second_clock(found, row.key, people.unit, _moment(taken, zone) if taken else at)
    sent = _moment(referred, zone) if referred else at
    third = agency_clock(found, row.key, people.unit, sent, by_phone=by_phone)
    timeline = (*_tonight(ladder, partner), *_first(ladder))
    answer_by = after(ladder.calendar, at, row.answer_by)
    shown = {"level": level, "unit": unit, "at": _iso(at, zone), "answer_by": _iso(answer_by, zone)}
    if as_json:
        stages_ = [_plain(each, zone) for each in timeline]
        told = {"stages": stages_, "taken": _plain_second(second, zone)}
        click.echo(json.dumps({**shown, **told, "agency": plain(third, zone)}))
        return
    click.echo(f"{level}, {unit}: alerted {_local(at, zone)}, answer by {_local(answer_by, zone)}")
    click.echo("\n".join(_line(each, zone) for each in timeline))
    click.echo(f"if taken {_local(second.leg.starts_at, zone)} and nothing is written down:")
    click.echo("\n".join(_line(each, zone) for each in _second(second)))
    step = _local(next_step_after(second, second.leg.starts_at), zone)
    click.echo(f"with an entry at once the next step is {step}, and the clock runs from there")
    click.echo("\n".join(lines(third, zone)))


def _second_clock(found: Policy, key: RowKey, unit: UnitId, at: datetime) -> SecondClock:
    """The clock of a case that is taken at this moment."""
    return SecondClock(found.taken[key], calendar_of(found, unit), unit, Leg(1, at))


def _second(clock: SecondClock) -> tuple[Stage, ...]:
    """Its stages, however far apart."""
    try:
        return second_stages(clock)
    except (NeverOpen, OverflowError) as error:
        raise _refusal(f"{clock.unit}: {error}") from None


def _plain_second(clock: SecondClock, zone: ZoneInfo) -> dict[str, object]:
    return {
        "at": _iso(clock.leg.starts_at, zone),
        "stages": [_plain(each, zone) for each in _second(clock)],
        "next_step": _iso(next_step_after(clock, clock.leg.starts_at), zone),
    }


def _tonight(ladder: Ladder, partner: str) -> tuple[Stage, ...]:
    """The night partner has the card as well where the unit is closed when the alert leaves."""
    if partner and partner not in load_gazetteer().centres:
        raise _refusal(f"--partner: {partner!r} is no centre")
    at, counts = ladder.started_at, ladder.row.counts
    if not partner or counts is not Counts.DAY_AND_NIGHT or ladder.hours.is_open(at):
        return ()
    target = StageTarget(TargetKind.GROUP, UnitId(partner))
    return (Stage("night_partner", at, target, StageKind.ALERT),)


def _refusal(why: str) -> Refusal:
    return Refusal(" ".join(why.split()))


def _row(found: Policy, key: RowKey, *, urgent: bool, child: bool) -> ClockRow:
    if urgent or key is RowKey.URGENT:
        return found.rows[RowKey.URGENT]
    return found.row(Level(key.value), child=child)


def _first(ladder: Ladder) -> tuple[Stage, ...]:
    """The first stages, however far apart."""
    ahead = timedelta(minutes=1)
    try:
        while len(found := stages(ladder, ladder.started_at + ahead)) < SHOWN:
            ahead *= 2
    except NeverOpen as error:
        raise _refusal(f"{ladder.people.unit}: {error}") from None
    except OverflowError:
        raise _refusal(f"--at: {ladder.started_at:%Y-%m-%d} is too far away") from None
    return found[:SHOWN]


def _policy(settings: Settings, file: str | None) -> Policy:
    own = Path(file) if file is not None else settings.read().policy.file
    where = "--policy" if file is not None else settings.written("policy", "file")
    try:
        return policy_at(own)
    except BadPolicyError as error:
        raise _refusal(f"{where}: {error}") from None


def _moment(text: str | None, zone: ZoneInfo) -> datetime:
    """A moment as typed; without an offset it is local."""
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _refusal(f"--at: {text!r} is no moment like 2026-04-13T22:00") from None


def _people(unit: str, there: str) -> Reachable:
    """The unit with its second centre: what routing finds for the centre's own province."""
    on_call, head = there in ("on-call", "both"), there in ("head", "both")
    called = frozenset({"on_call"}) if on_call else frozenset[str]()
    gazetteer = load_gazetteer()
    if unit == NATIONAL:
        return Reachable(NATIONAL, None, on_call, head, called)
    centre = gazetteer.centres.get(UnitId(unit))
    if centre is None:
        known = ", ".join((*gazetteer.centres, NATIONAL))
        raise _refusal(f"--unit: {unit!r} is none of {known}")
    second = route(gazetteer, load_routing_policy(), province=centre.province).second
    return Reachable(centre.id, second, on_call, head, called)


def _plain(stage: Stage, zone: ZoneInfo) -> dict[str, object]:
    plain: dict[str, object] = {
        "stage": stage.key,
        "at": _iso(stage.at, zone),
        "target": str(stage.target),
    }
    return {**plain, "also": list(stage.merged)} if stage.merged else plain


def _line(stage: Stage, zone: ZoneInfo) -> str:
    keys = " + ".join((stage.key, *stage.merged))
    return f"{_local(stage.at, zone)}  {keys:<16}  {_name(stage.target)}"


def _name(target: StageTarget) -> str:
    return f"{NAMES[target.kind]} {target.unit}" if target.unit else "the worker"


def _iso(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M:%S}".removesuffix(":00")
