"""The operator's `cases file` and `cases original`: what leaves the house, and its trace."""

import asyncio
import base64
from typing import Any, Protocol

from bot.documents.bind import Bindery, Form
from bot.documents.cases import grouped
from bot.domain.audit import AuditEntry
from bot.domain.conversation import Evidence
from bot.domain.file_names import ending
from bot.domain.ids import LanguageCode
from bot.flows.case_file import Papers, Reader
from bot.flows.case_file_history import shown_evidence
from bot.ports import Office, Work, WrongArgument
from bot.usecases.case_page import of_reference


class Archive(Office, Protocol):
    """An office that can also make documents."""

    @property
    def bindery(self) -> Bindery:
        """What case files are made with."""


async def file_case(
    office: Archive,
    *,
    who: str,
    where: str,
    reference: str,
    form: str,
    language: str,
    sensitive: bool,
) -> dict[str, Any]:
    """The case file in base64; the audit entry is committed with the look, or there is no look."""
    wanted, now = grouped(reference), office.clock()
    detail = f"{form} sensitive" if sensitive else form

    def body(work: Work) -> Papers | None:
        papers = of_reference(work, wanted, Reader(who, now), sensitive=sensitive)
        if papers is not None:
            work.audit.record(AuditEntry(now, who, "case.file", wanted, where, detail))
        return papers

    papers = await office.store.write(body)
    if papers is None:
        raise WrongArgument("reference", "there is no case with this number, or it was erased")
    made = await office.bindery.bind(papers, Form(form), LanguageCode(language))
    return {"document": base64.b64encode(made).decode()}


async def original(
    office: Archive, *, who: str, where: str, reference: str, number: int
) -> dict[str, Any]:
    """A file as it came, in base64, with its SHA-256; that it was taken is committed first.

    It carries all that a device wrote into it: who it is given to is for a person to judge.
    """
    wanted, now = grouped(reference), office.clock()

    def body(work: Work) -> Evidence | None:
        papers = of_reference(work, wanted, Reader(who, now), sensitive=True)
        found = dict(shown_evidence(papers)).get(number) if papers is not None else None
        if found is not None and found.key:
            work.audit.record(AuditEntry(now, who, "case.original", wanted, where, f"{number}"))
        return found

    found = await office.store.write(body)
    if found is None or not found.key:
        raise WrongArgument("number", "there is no such case, or no file of this number in it")
    try:
        whole = await office.bindery.evidence.open(found.id, found.key)
    except FileNotFoundError:
        gone = "its file is not in the evidence folder; a backup may have it"
        raise WrongArgument("number", gone) from None
    # Beside the loop: it may be 20 MB, and alerts do not wait.
    made = await asyncio.to_thread(base64.b64encode, whole)
    digits = "".join(each for each in wanted if each.isdigit())
    name = f"{digits}-{number}.{ending(found.sniffed)}"
    return {"document": made.decode(), "name": name, "sha256": found.sha256}
