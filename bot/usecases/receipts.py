"""What the worker is told the moment a case is filed, alerted or given a place."""

from dataclasses import replace
from datetime import datetime

from bot.data.policy import calendar_of
from bot.domain.conversation import Gate
from bot.domain.ids import NATIONAL, UnitId
from bot.domain.prompt import Button, Line, Literal, Moment, MomentForm, Named, Prompt
from bot.flows import alarm, gate
from bot.flows.screens import button
from bot.flows.turn import Said, Turn
from bot.usecases.desk import Desk
from bot.usecases.file_case import Filing
from bot.usecases.ladders import answer_by


def receipts(desk: Desk, filing: Filing, turn: Turn, now: datetime) -> tuple[Prompt, ...]:
    """The turn's messages with the receipt in front: first the help that is coming, then the rest.

    In danger the receipt opens the next question's own message, so that the numbers and the
    question come in one; a quiet call for help gets no word about it.
    """
    if unsaid(filing):
        return turn.prompts
    quiet = filing.conversation.record.has("safe_to_talk", "quiet_help")
    gentle = filing.case is not None and filing.case.facts.gentle
    if filing.newly_urgent and (quiet or gentle):
        return turn.prompts
    if filing.newly_urgent:
        return _opened(turn.prompts, _told(desk, filing, now))
    if filing.newly_placed and filing.case is not None and filing.case.urgent and not quiet:
        return _opened(turn.prompts, _placed(filing))
    if filing.reopened and filing.case is not None and not quiet:
        unit = {"unit": Named("unit", filing.case.unit)}
        return (Prompt((Line("reopened.worker", unit), Line("taken.wait"))), *turn.prompts)
    if (filing.newly_filed or filing.consented) and filing.case is not None:
        return (_filed(desk, filing, turn, now), *turn.prompts)
    return turn.prompts


def unsaid(filing: Filing) -> bool:
    """Whether a receipt has to wait for the safety gate: it is told once that is open."""
    news = filing.newly_filed or filing.consented or filing.reopened
    return news and not filing.newly_urgent and filing.conversation.gate is not Gate.OPEN


def put_off(filing: Filing) -> bool:
    """Whether something of it is left for when the gate is open."""
    news = filing.newly_urgent or filing.newly_placed
    return unsaid(filing) or (news and gate.veils(filing.conversation))


def _opened(prompts: tuple[Prompt, ...], lines: tuple[Line, ...]) -> tuple[Prompt, ...]:
    if not prompts:
        return (Prompt(lines),)
    return (*prompts[:-1], replace(prompts[-1], lines=(*lines, *prompts[-1].lines)))


def _told(desk: Desk, filing: Filing, now: datetime) -> tuple[Line, ...]:
    """Who has been told, and nobody else; and when the centre opens if it is closed now."""
    case, referral = filing.case, filing.referral
    if case is None or referral is None:
        return ()
    duty = Line("urgent.told", {"time": Moment(now)})
    if gate.veils(filing.conversation):
        return (duty,)
    if NATIONAL in referral.units:
        return (duty,) if case.unit == NATIONAL else (duty, _opening(desk, case.unit, now))
    centre = Line("filed.unit", {"unit": Named("unit", case.unit)})
    if calendar_of(desk.policy, case.unit).is_open(now):
        return (centre,)
    return (centre, _opening(desk, case.unit, now))


def _opening(desk: Desk, unit: UnitId, now: datetime) -> Line:
    calendar = calendar_of(desk.policy, unit)
    named = {"unit": Named("unit", unit)}
    if calendar.is_open(now):
        return Line("urgent.centre_told", named)
    opens = Moment(calendar.next_opening(now), MomentForm.DAY_TIME, now)
    return Line("urgent.centre_opens", {**named, "time": opens})


def _placed(filing: Filing) -> tuple[Line, ...]:
    """The centre has been told too, and this is the number."""
    case = filing.case
    if case is None:
        return ()
    if gate.veils(filing.conversation):
        return (Line("thanks.place"),)
    number = Line("filed.number", {"reference": Literal(case.reference)})
    if case.unit == NATIONAL:
        return (Line("thanks.place"), number)
    return (Line("urgent.centre_told", {"unit": Named("unit", case.unit)}), number)


def _filed(desk: Desk, filing: Filing, turn: Turn, now: datetime) -> Prompt:
    """The case number, who has it, until when to wait, whom to call meanwhile."""
    case, referral = filing.case, filing.referral
    if case is None:
        return Prompt(())
    lines = [
        Line("filed.number", {"reference": Literal(case.reference)}),
        Line("filed.unit", {"unit": Named("unit", case.unit)}),
    ]
    if referral is not None and referral.state.is_open:
        when = Moment(answer_by(referral), MomentForm.DAY_TIME, now)
        lines.append(Line("filed.answer_by", {"time": when}))
    lines.append(Line("filed.worse"))
    numbers = alarm.numbers(Said(filing.conversation, now, desk.ids.evidence()), desk.around)
    lines += [line for line in numbers if line.key in ("numbers.help", "numbers.own_language")]
    asks_more = turn.prompts and turn.prompts[-1].question is not None
    if asks_more and not filing.conversation.stopped:
        lines.append(Line("filed.more"))
    rows: tuple[tuple[Button, ...], ...] = (
        (button(filing.conversation, "menu", "status", Line("choice.menu.status")),),
        (button(filing.conversation, "menu", "pin", Line("choice.menu.pin")),),
    )
    return Prompt(tuple(lines), rows)
