"""Send a referral to an agency: its clock starts, and everybody it concerns is told."""

from dataclasses import replace
from datetime import datetime

from bot.data.policy import frozen_agency
from bot.domain.agency import Agency, Reach
from bot.domain.case import Case, Deed
from bot.domain.delivery import OwedKind, ReplyHandle
from bot.domain.incoming import Chat
from bot.domain.prompt import Line, Literal
from bot.domain.referral import Referral
from bot.flows.agency_card import agency_card
from bot.ports import Work
from bot.usecases.agency_case import clock_of, tell_sender, tell_worker
from bot.usecases.anew import owe_anew
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_groups
from bot.usecases.progress import record_deed


def send_referral(
    desk: Desk, work: Work, held: Held, referral: Referral, agency: Agency, *, tell: bool = True
) -> Referral:
    """The referral as sent and stored, with its deed; raises `NotOpen` without consent or ground.

    `tell`: the worker is told by a message of its own.
    """
    now = held.now
    groups = work.directory.groups_of(agency.id)
    by_group = agency.reach is Reach.GROUP and bool(groups)
    row = desk.policy.agency_row(
        held.case.level, urgent=held.case.urgent, child=held.case.facts.child
    )
    clock = frozen_agency(desk.policy, row, referral.sender_unit or held.officer.unit)
    referral = referral.send(clock, now, by_group=by_group).step("sent", agency.id, now)
    case = record_deed(desk, work, held, Deed.REFERRED, value=agency.kind.value)
    if by_group:
        _alert(desk, work, case, referral, now)
    work.casework.save_referral(referral)
    tell_sender(desk, work, case, referral, agency, now, key="sent", lines=_task(agency, referral))
    if tell:
        tell_worker(work, case, referral, agency, now)
    return referral


def _task(agency: Agency, referral: Referral) -> tuple[Line, ...]:
    """What the officer has to do where the agency has no group."""
    if referral.by_group:
        return ()
    if agency.reach is Reach.LETTER:
        # wording: A task: the letter is to be printed and sent.
        return (Line("officer.task.letter"),)
    if not agency.phone:
        # wording: A task: the agency's phone number must be found out first.
        return (Line("officer.task.no_number"),)
    # wording: A task: the officer is to call the agency.
    return (Line("officer.task.call", {"phone": Literal(agency.phone)}),)


def _alert(desk: Desk, work: Work, case: Case, referral: Referral, now: datetime) -> None:
    answer_by = clock_of(referral).answer_by
    owe_groups(
        work,
        referral.unit,
        agency_card(case, referral, now, answer_by=answer_by),
        case=case,
        referral=referral,
        key=f"{referral.id}:alert:{referral.unit}",
        kind=OwedKind.ALERT,
        language=desk.officers_speak,
        now=now,
    )


def refresh_agency_cards(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    now: datetime,
    *,
    name: str = "",
    tapped: tuple[Chat, ReplyHandle] | None = None,
) -> None:
    """The card's present state, owed to every group of the agency."""
    prompt = agency_card(case, referral, now, answer_by=None, name=name)
    owe_anew(desk, work, case, referral, prompt, now, tapped)


def take_back(
    desk: Desk, work: Work, case: Case, referral: Referral, reason: str, now: datetime
) -> Referral:
    """The referral revoked and stored; an agency's group that knows of it is told."""
    knew = referral.by_group
    referral = replace(referral.revoke(now), reason=reason)
    work.casework.save_referral(referral)
    if knew:
        refresh_agency_cards(desk, work, case, referral, now)
    return referral
