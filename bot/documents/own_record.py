"""A worker's own copy as one record for other tools: complete, and free of officers' names."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.domain.consent import text_version
from bot.domain.conversation import Answer, Evidence, Note
from bot.domain.relay import Direction, RelayMessage
from bot.flows.own_copy import CONSENTS, HIDDEN, Holding, Laid
from bot.flows.refer_consent import PREFIX

FORM: Final = "rongthuk-own-copy-1"
"""The version of this form; another one when a name changes its meaning."""
_PASSED: Final = (
    *("reference", "urgency", "level", "categories", "people", "reporter", "language"),
    *("province", "district", "may_write", "police", "needs", "female_officer", "interpreter"),
)
"""What an agency's card and letter hold of a worker (`flows/agency_card.py`); never a name."""


def own_record(held: Sequence[Holding], now: datetime) -> dict[str, Any]:
    """Everything that is kept of one person, ready for JSON; question ids as everywhere.

    The code-word stands as "set": whoever reads the file must not learn it. What officers noted
    for themselves, and how grave they judge it, is not the worker's and is not here.
    """
    return {
        "form": FORM,
        "made_at": now.isoformat(),
        "records": [_record(each) for each in held],
    }


def _record(holding: Holding) -> dict[str, Any]:
    conversation, case = holding.conversation, holding.case
    return {
        "reference": case.reference if case else None,
        "state": case.state.value if case else "draft",
        "unit": case.unit if case else None,
        "opened_at": case.opened_at.isoformat() if case else None,
        "ground": case.basis if case else None,
        "began_at": conversation.started_at.isoformat(),
        "language": conversation.language,
        "channel": conversation.chat.channel.value,
        "answers": [_answer(each) for each in conversation.answers],
        "notes": [_note(each) for each in conversation.notes],
        "evidence": [_file(each) for each in holding.files],
        "consents": [_consent(each) for each in conversation.answers if _is_consent(each)],
        "referrals": [_laid(each, holding) for each in holding.referrals],
        "messages": [_message(each) for each in holding.talk],
        "looks": [
            {"at": each.at.isoformat(), "unit": each.unit, "action": each.action}
            for each in holding.looks
        ],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    guarded = answer.question in HIDDEN and answer.question == "code_word"
    return {
        "question": answer.question,
        "at": answer.at.isoformat(),
        "values": ["set"] if guarded and answer.words else list(answer.values),
        "words": "" if guarded else answer.words,
        "as_typed": "" if guarded else answer.raw,
        "asked": answer.wording,
        "language": answer.language,
        "lat": answer.lat,
        "lon": answer.lon,
        "evidence": list(answer.evidence),
    }


def _note(note: Note) -> dict[str, Any]:
    return {"at": note.at.isoformat(), "question": note.question, "words": note.text}


def _file(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id,
        "kind": evidence.kind.value,
        "at": evidence.at.isoformat(),
        "question": evidence.question,
        "state": evidence.state.value,
        "mime": evidence.mime,
        "size": evidence.size,
        "sha256": evidence.sha256,
    }


def _is_consent(answer: Answer) -> bool:
    return answer.question in CONSENTS or answer.question.startswith(PREFIX)


def _consent(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "value": answer.value,
        "at": answer.at.isoformat(),
        "language": answer.language,
        "wording": answer.wording,
        "version": text_version(answer.wording),
    }


def _laid(laid: Laid, holding: Holding) -> dict[str, Any]:
    agency = holding.agencies.get(laid.unit)
    return {
        "unit": laid.unit,
        "kind": "agency" if agency else "centre",
        "name": agency.name_en or agency.name_th if agency else None,
        "at": laid.at.isoformat(),
        "state": laid.state.value,
        "asked_for": list(laid.wants),
        "passed_on": list(_PASSED) if agency and laid.state.value != "asked" else [],
        "consents": [dict(each) for each in laid.consents],
    }


def _message(message: RelayMessage) -> dict[str, Any]:
    to_worker = message.direction is Direction.TO_WORKER
    return {
        "from": message.unit if to_worker else "worker",
        "at": message.at.isoformat(),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "answers": message.answers or None,
        "id": message.id,
        "phrase": message.phrase,
        "value": message.value,
        "words": message.words,
        "lat": message.lat,
        "lon": message.lon,
        "evidence": list(message.evidence),
    }
