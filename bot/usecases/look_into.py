"""Show an officer what stands in a case; every look is written down."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.audit import AuditEntry
from bot.domain.ids import OfficerId
from bot.domain.prompt import Prompt
from bot.flows import officer as screens
from bot.flows import officer_menu, worked
from bot.flows.nrm import nrm_lines
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.linked_cases import with_linked


def details(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Number, level, reasons, contact limits, and how the work stands."""
    del value
    _logged(work, held, "open")
    has_it = held.referral.holder
    other = work.directory.officer(has_it) if has_it and has_it != held.officer.id else None
    name = other.name if other else ""
    terms = tuple(nrm_lines(held.case, held.now, ZoneInfo(desk.policy.timezone)))
    prompt = screens.details(
        held.case, held.referral, held.conversation, terms, now=held.now, holder=name
    )
    return [with_linked(work, held.case.reference, held.officer.unit, prompt)]


def besides(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """What can be done with the case and is not needed every day; nothing of it is shown."""
    del desk, work, value
    return officer_menu.besides(held.referral)


def history(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Every note and every step, with who and when."""
    del desk, value
    _logged(work, held, "history")

    def name_of(officer: str) -> str:
        found = work.directory.officer(OfficerId(officer))
        return found.name if found else ""

    return list(worked.history(held.case, held.referral, name_of, held.now))


def record(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The answers, without those that stand behind one more tap."""
    del value
    _logged(work, held, "record")
    return _pages(desk, work, held, sensitive=False)


def sensitive(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Answers on sexual violence, health and papers."""
    del value
    _logged(work, held, "sensitive")
    return _pages(desk, work, held, sensitive=True)


def _pages(desk: Desk, work: Work, held: Held, *, sensitive: bool) -> Sequence[Prompt]:
    evidence = work.conversations.evidence_of(held.conversation.id)
    return list(
        screens.record_pages(
            held.case, held.conversation, evidence, desk.around, sensitive=sensitive
        )
    )


def _logged(work: Work, held: Held, look: str) -> None:
    entry = AuditEntry(held.now, held.officer.id, f"case.{look}", held.case.reference)
    work.audit.record(entry)
