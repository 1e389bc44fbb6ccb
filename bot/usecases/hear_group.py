"""What happens in a staff group: codes, taps, and the bot coming and going."""

from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.ids import NATIONAL, OPERATOR, CaseState, UnitId
from bot.domain.incoming import Incoming, Joined, Moved, Removed, Tap, Text
from bot.domain.invitation import in_group
from bot.domain.prompt import Line, OfficerTap, Prompt, read_payload
from bot.domain.unit import CodePurpose
from bot.ports import Work
from bot.usecases.agency_case import unit_name
from bot.usecases.answer_referral import answer_referral
from bot.usecases.climb import lay_around
from bot.usecases.desk import Desk
from bot.usecases.link_group import refuse_link, show_open
from bot.usecases.news import drain
from bot.usecases.owing import owe_notice
from bot.usecases.permit import UNKNOWN, enrolled_with
from bot.usecases.phone_them import phone
from bot.usecases.redeem import redeem
from bot.usecases.toast import say


def hear_group(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> None:
    """Take taps and codes; follow the group where it goes; keep nothing else that is said.

    Whatever somebody does in a group of a platform that cannot change messages brings its news.
    """
    drain(desk, work, incoming, now)
    match incoming.content:
        case Tap(payload):
            tap = read_payload(payload)
            if isinstance(tap, OfficerTap) and tap.action == "phone":
                phone(desk, work, incoming, tap, now)
            elif isinstance(tap, OfficerTap):
                answer_referral(desk, work, incoming, tap, now)
        case Text(text):
            code = in_group(text)
            if code:
                _link(desk, work, incoming, code, now)
        case Joined():
            say(desk, work, incoming, Line("group.joined"), now)
        case Removed():
            _removed(desk, work, incoming, now)
        case Moved(to):
            unit = work.directory.unit_of(incoming.chat) or ""
            work.directory.move(incoming.chat, to)
            work.audit.record(AuditEntry(now, "bot", "group.moved", unit, detail=f"to {to}"))
            desk.log.event("group.moved", channel=incoming.chat.channel)
        case _:
            pass


def _link(desk: Desk, work: Work, incoming: Incoming, code: str, now: datetime) -> None:
    """Bind the group to the unit that the code was made for."""
    found = redeem(desk, work, incoming, code, now, CodePurpose.GROUP)
    if found is None:
        say(desk, work, incoming, Line("group.code_unknown"), now)
        return
    bound = work.directory.unit_of(incoming.chat)
    if bound not in (None, found.unit):
        refuse_link(desk, work, incoming, bound, found.unit, now)
        return
    work.directory.bind(found.unit, incoming.chat, now)
    # Whoever links a group need not be enrolled yet: the account stands in what is sealed.
    enrolled = enrolled_with(work, incoming)
    who = enrolled[0].id if enrolled else UNKNOWN
    account = f"account {incoming.account}"
    work.audit.record(AuditEntry(now, who, "group.linked", found.unit, detail=account))
    say(desk, work, incoming, Line("group.linked", {"unit": unit_name(work, found.unit)}), now)
    if bound is None:
        show_open(work, found.unit, incoming.chat, now, desk.officers_speak)


def _removed(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> None:
    """The group is lost: nothing goes there any more, and the operator is told."""
    unit = work.directory.unbind(incoming.chat)
    if unit is None:
        return
    tell_lost(desk, work, unit, now)
    if not work.directory.groups_of(unit):
        lay_open_cases_around(desk, work, unit, now)


def lay_open_cases_around(desk: Desk, work: Work, unit: UnitId, now: datetime) -> None:
    """What waits before a unit that nobody can reach any more is laid before others at once."""
    for row in work.casework.rows(unit=unit, states=(CaseState.FILED,)):
        case = work.casework.get(row.reference)
        for referral in work.casework.referrals_of(row.reference):
            if case is not None and referral.state.is_open:
                lay_around(desk, work, case, referral, unit, now)


def tell_lost(desk: Desk, work: Work, unit: UnitId, now: datetime) -> None:
    """Tell `operator` and `national` that a unit's group cannot be reached any more."""
    prompt = Prompt((Line("operator.group_lost", {"unit": unit_name(work, unit)}),))
    work.audit.record(AuditEntry(now, "bot", "group.lost", unit))
    desk.log.event("group.lost", unit=unit)
    for teller in (OPERATOR, NATIONAL):
        key = f"lost:{unit}:{teller}:{desk.ids.officer()}"
        owe_notice(work, teller, prompt, key=key, language=desk.officers_speak, now=now)
