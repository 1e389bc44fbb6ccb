"""The operator's `cases copy`: the same two files that a worker gets, for a request by letter."""

import json
from typing import Any, Protocol

from bot.documents.bind import Bindery
from bot.documents.cases import grouped
from bot.documents.own_record import own_record
from bot.domain.audit import AuditEntry
from bot.domain.ids import LanguageCode
from bot.flows.own_copy import Holding
from bot.ports import Office, Work, WrongArgument
from bot.usecases.own_copy import of_reference
from bot.web.copy_html import CopyHtml


class Archive(Office, Protocol):
    """An office that can also word things."""

    @property
    def bindery(self) -> Bindery:
        """What documents are made with."""


async def copy_case(
    office: Archive, *, who: str, where: str, reference: str, language: str = ""
) -> dict[str, Any]:
    """Both files as text; the audit entry is committed with the look, or there is no look.

    In the worker's own language unless another is asked for.
    """
    wanted, now = grouped(reference), office.clock()

    def body(work: Work) -> Holding | None:
        held = of_reference(work, wanted)
        if held is not None:
            work.audit.record(AuditEntry(now, who, "case.copied", wanted, where))
        return held

    held = await office.store.write(body)
    if held is None:
        raise WrongArgument("reference", "there is no case with this number, or it was erased")
    spoken = LanguageCode(language) or held.conversation.language
    around = office.bindery.around
    if spoken not in around.languages:
        raise WrongArgument("language", f"{spoken!r} is none of {', '.join(around.languages)}")
    return {
        "html": CopyHtml(office.bindery.voice, around, spoken).whole([held]),
        "json": json.dumps(own_record([held], now), ensure_ascii=False, indent=1),
    }
