"""The operator's `cases file`: the same document that an officer gets, and the same trace."""

import base64
from typing import Any, Protocol

from bot.documents.bind import Bindery, Form
from bot.documents.cases import grouped
from bot.domain.audit import AuditEntry
from bot.domain.ids import LanguageCode
from bot.flows.case_file import Papers, Reader
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
