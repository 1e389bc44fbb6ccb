"""Where an open referral belongs after new answers, and which centre is left out."""

from dataclasses import replace

from bot.domain.case import Case, CaseFacts
from bot.domain.conversation import Conversation
from bot.domain.ids import NATIONAL
from bot.domain.ladder import Reachable
from bot.domain.referral import Referral
from bot.domain.unit import Role
from bot.ports import Work
from bot.usecases.choose_unit import choose_unit, place_is_known, second_of
from bot.usecases.desk import Desk
from bot.usecases.ladders import first_clock, ladder_of


def has_head(work: Work, case: Case) -> bool:
    """Whether the unit of a case has a head who can be written to."""
    officers = work.directory.officers_of(case.unit)
    return any(officer.role is Role.HEAD and officer.private_open for officer in officers)


def without_unwanted(facts: CaseFacts, conversation: Conversation, case: Case) -> CaseFacts:
    """Leave a centre out that the worker does not want, or whose staff are involved."""
    avoided = conversation.record.has("avoid", "this_centre", "staff_involved")
    if not avoided or facts.unwanted:
        return facts
    return replace(facts, unwanted=frozenset({case.unit}))


def rerouted(
    desk: Desk, work: Work, was: Case, case: Case, referral: Referral
) -> tuple[Referral, Case]:
    """Laid before another centre, when the new answers say so; the clock goes on.

    What was already alerted stays alerted, and those units may still take the case, but for one
    that the worker does not want. A centre that an officer passed it to keeps it as long as the
    answers lead where they led before.
    """
    unwanted = case.facts.unwanted - {NATIONAL}
    wanted = tuple(unit for unit in referral.units if unit not in unwanted)
    referral = replace(referral, units=wanted)
    chosen = choose_unit(desk, case.facts)
    led = choose_unit(desk, was.facts).centre
    leads_there = chosen.centre in (referral.unit, led) or not place_is_known(case.facts)
    if leads_there and referral.unit not in unwanted:
        return referral, case
    second = second_of(chosen)
    clock = dict(referral.policy)
    row = ladder_of(referral).row
    people = Reachable(
        chosen.centre, second, head=has_head(work, replace(case, unit=chosen.centre))
    )
    clock = {**first_clock(desk.policy, row, people, without_place=False), "rises": clock["rises"]}
    moved = replace(referral, unit=chosen.centre, second=second, policy=clock, place_known=True)
    return moved, replace(case, unit=chosen.centre)
