"""A letter to an agency for the operator to print: in Thai, without the worker's particulars."""

from typing import Any

from bot.domain.audit import AuditEntry
from bot.domain.ids import Reference, UnitId
from bot.flows.agency_letter import letter
from bot.ports import WordedOffice, Work, WrongArgument
from bot.usecases.agency_case import clock_of, newest
from bot.usecases.record_answer import THAI


async def write_letter(
    office: WordedOffice, *, who: str, reference: str, agency: str
) -> dict[str, Any]:
    """The words of the letter; that it was written is logged. Raises `WrongArgument`.

    Only for a referral that was sent: before the worker agreed there is no letter.
    """
    now = office.clock()

    def body(work: Work) -> dict[str, Any]:
        case = work.casework.get(Reference(reference))
        found = work.agencies.get(UnitId(agency))
        referral = newest(work, case.reference, found.id) if case and found else None
        if case is None or found is None or referral is None:
            raise WrongArgument("reference", f"{reference} was not referred to {agency}")
        if not referral.policy:
            raise WrongArgument("reference", "it is not sent: the worker has not agreed to it yet")
        work.audit.record(AuditEntry(now, who, "referral.letter", reference, "command", agency))
        prompt = letter(case, referral, found.name_th, now, clock_of(referral).answer_by)
        return {"text": office.catalogue.word(prompt, THAI).text}

    return await office.store.write(body)
