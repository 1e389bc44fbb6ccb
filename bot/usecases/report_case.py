"""Reports after a finding of reasonable grounds: ready in Thai, recorded once they were sent."""

from collections.abc import Sequence

from bot.domain.case import Deed
from bot.domain.prompt import Button, Line, Prompt, officer_payload
from bot.flows import agency_letter
from bot.flows.officer_rows import about
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.progress import record_deed
from bot.usecases.record_answer import THAI, as_it_is

SENT = "sent"


def report(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask to whom, show the report, and record it once the officer says that it was sent."""
    to, _, done = value.partition(".")
    if to not in agency_letter.REPORTS:
        rows = tuple(_row(held, each, each) for each in agency_letter.REPORTS)
        # wording: The bot asks to whom the officer reports reasonable grounds.
        return [Prompt((about("officer.ask.report", held.referral),), rows)]
    if done == SENT:
        record_deed(desk, work, held, Deed.NRM, value=f"reported.{to}")
        # wording: A report is recorded as sent.
        told = about("officer.report.done", held.referral, to=Line(f"officer.report.to.{to}"))
        return [Prompt((told,))]
    text = desk.voice.word(
        agency_letter.report(held.case, to, held.officer.unit, held.now), THAI
    ).text
    sent = _row(held, f"{to}.{SENT}", SENT)
    # wording: A task: the report above is to be sent, then recorded.
    return [Prompt((as_it_is(text),)), Prompt((Line("officer.task.report"),), (sent,))]


def _row(held: Held, value: str, label: str) -> tuple[Button, ...]:
    payload = officer_payload("report", held.referral.id, value)
    return (Button(Line(f"officer.choice.report.{label}"), payload),)
