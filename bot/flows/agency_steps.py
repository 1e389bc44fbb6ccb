"""What an agency's officer writes down of the work on a referral: contact, next step, giving back.

The centre reads it too; the worker's name, phone and words are in none of it.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.agency_work import last
from bot.domain.case import Deed, WorkEntry
from bot.domain.prompt import Line, Moment, MomentForm, Value
from bot.domain.referral import Referral

TRIED = ("reached", "not_reached", "ask_centre", "visited")
"""How an agency came to the worker; `ask_centre` asks the unit that referred to reach them."""
REACHED = "reached"
STEPS = ("meet", "visit", "documents", "other")
WORKING_DAYS = (1, 2, 3, 5, 10)


def steps(referral: Referral, now: datetime) -> Iterator[Line]:
    """How the agency's work stands: the last contact, and what is next."""
    contact = last(referral, Deed.CONTACTED, Deed.CONTACT_TRIED)
    if contact is not None:
        # wording: An agency's last contact with the worker: what, and when.
        yield Line("officer.agency.last", _told(contact, "tried", contact.at, now))
    step, at = last(referral, Deed.NEXT_STEP), referral.next_step_at
    if step is not None and at is not None and at < now:
        # wording: What the agency meant to do next; its time has passed.
        yield Line("officer.agency.next_over", _told(step, "plan", at, now))
    elif step is not None and at is not None:
        # wording: What the agency means to do next, and when.
        yield Line("officer.agency.next", _told(step, "plan", at, now))


def _told(entry: WorkEntry, choice: str, at: datetime, now: datetime) -> dict[str, Value]:
    what = Line(f"officer.choice.{choice}.{entry.value}")
    return {"what": what, "time": Moment(at, MomentForm.DAY_TIME, now)}
