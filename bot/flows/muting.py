"""What officers see of holding back notices of a worker's words that are only abuse."""

from bot.domain.case import Case
from bot.domain.prompt import Button, Line, Literal, Named, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.flows.officer_rows import about, to_case

ACTION, CONFIRM = "mute", "mute_ok"
"""The buttons of whoever has the case, and of whoever confirms."""
PROPOSE, END = "propose", "end"


def ask(case: Case, referral: Referral) -> Prompt:
    """What it means, and the one step that is possible now."""
    if case.mute is None:
        # wording: Explains before the officer proposes to hold back notices of a worker's words.
        line = about("officer.mute.ask", referral)
        button = Button(
            # wording: Button: propose to hold back notices; a head or the national unit decides.
            Line("officer.button.mute_propose"),
            officer_payload(ACTION, referral.id, PROPOSE),
        )
    else:
        line = state(case, referral)
        button = Button(
            # wording: Button: notices of the worker's words come again from now on.
            Line("officer.button.mute_end"),
            officer_payload(ACTION, referral.id, END),
        )
    return Prompt((line,), ((button,), *to_case(referral)))


def state(case: Case, referral: Referral) -> Line:
    """Whether it is proposed only, or holds."""
    if case.muted:
        # wording: Notices are held back; words of danger still come. Said to officers.
        return about("officer.mute.holds", referral)
    # wording: It was proposed and somebody else has not confirmed it yet.
    return about("officer.mute.waits", referral)


def ended(referral: Referral) -> Prompt:
    """Notices come again."""
    # wording: Notices of the worker's words come again.
    return Prompt((about("officer.mute.ended", referral),), to_case(referral))


def nobody(referral: Referral) -> Prompt:
    """Nobody is there who could confirm, so nothing changes."""
    # wording: There is no head and nobody of the national unit who could confirm.
    return Prompt((about("officer.mute.nobody", referral),), to_case(referral))


def decide(referral: Referral, by: Officer) -> Prompt:
    """To a head or the national unit: the number and who asks, nothing of the case."""
    # wording: Asks a head or the national unit to confirm. Doing nothing refuses it.
    line = about(
        "officer.mute.decide", referral, name=Literal(by.name), unit=Named("unit", by.unit)
    )
    # wording: Button: confirm that notices of the worker's words are held back.
    button = Button(Line("officer.button.mute_confirm"), officer_payload(CONFIRM, referral.id))
    return Prompt((line,), ((button,),))
