"""A case as one record for other tools: ids and values as they are named everywhere."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from bot.domain.case import Case, Deed
from bot.domain.consent import text_version
from bot.domain.conversation import Answer, Conversation, Evidence
from bot.domain.referral import Referral
from bot.domain.relay import MessageState, RelayMessage
from bot.flows.happened import day_typed
from bot.flows.intake import CONTACT, DETAILS

_SEVERAL: Final = frozenset(
    {"category", *(question.id for question in (*DETAILS, *CONTACT) if question.several)}
)
_UNSENT: Final = (MessageState.PROPOSED, MessageState.WITHDRAWN)
_IN_WORDS: Final = (("told",), ("words",))
"""The values of what was told in words: an answer, or a place that was not recognised."""


def case_record(
    case: Case,
    conversation: Conversation | None,
    evidence: Sequence[Evidence],
    referrals: Sequence[Referral],
    messages: Sequence[RelayMessage] = (),
) -> dict[str, Any]:
    """Everything that is known of a case, ready for JSON; without a conversation it was erased.

    An answer is its value, a list of values where several could be chosen, the words where it was
    told, the day (ISO 8601) where one was typed; what was not asked is not there.
    """
    answers = conversation.answers if conversation else ()
    return {
        "reference": case.reference,
        "level": case.level.value,
        "alerted_level": case.alerted_level.value if case.alerted_level else None,
        "urgent": case.urgent,
        "state": case.state.value,
        "categories": list(case.facts.categories),
        "language": case.facts.language,
        "channel": case.channel.value,
        "province": case.facts.province,
        "district": case.facts.district,
        "unit": case.unit,
        "opened_at": case.opened_at.isoformat(),
        "basis": case.basis,
        "answers": {answer.question: _value(answer) for answer in answers},
        "locations": _locations(answers),
        "notes": _notes(case, conversation),
        "evidence": [_file(each) for each in evidence],
        "consent": _consent(answers),
        "referrals": [_referral(each) for each in referrals],
        "messages": [_message(each) for each in messages if each.state not in _UNSENT],
        **_worked(case),
    }


def _worked(case: Case) -> dict[str, Any]:
    """What officers found and brought about; what there is not yet is not there."""
    found, money = case.finding, case.money
    steps = [{"step": e.value, "at": e.at.isoformat(), "by": e.by} for e in case.did(Deed.NRM)]
    known = {
        "finding": {
            "level": found.level.value,
            "bot_level": found.bot_level.value,
            "agrees": found.agrees,
            "grounds": found.grounds.value or None,
            "reason": found.reason or None,
            "by": found.by,
            "at": found.at.isoformat(),
        }
        if found
        else None,
        "nrm": steps,
        "outcome": case.outcome,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "money": asdict(money) if money else None,
    }
    return {name: value for name, value in known.items() if value}


def _value(answer: Answer) -> str | list[str]:
    if answer.question in _SEVERAL:
        return list(answer.values)
    if (day := day_typed(answer)) is not None:
        return day.isoformat()
    if answer.values and not (answer.values in _IN_WORDS and answer.words):
        return answer.value if len(answer.values) == 1 else list(answer.values)
    return answer.words


def _locations(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    return {
        answer.question: {"lat": answer.lat, "lon": answer.lon}
        for answer in answers
        if answer.lat is not None and answer.lon is not None
    }


def _notes(case: Case, conversation: Conversation | None) -> list[dict[str, Any]]:
    """What the worker wrote beside the questions, then what officers noted, in order of time."""
    told = conversation.notes if conversation else ()
    notes = [
        {
            "by": "worker",
            "at": note.at.isoformat(),
            "text": note.text,
            "question": note.question,
        }
        for note in told
    ]
    notes += [
        {"by": note.by, "at": note.at.isoformat(), "text": note.text, "question": None}
        for note in case.notes
    ]
    return sorted(notes, key=lambda note: str(note["at"]))


def _file(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id,
        "kind": evidence.kind.value,
        "state": evidence.state.value,
        "at": evidence.at.isoformat(),
        "question": evidence.question,
        "mime": evidence.mime,
        "size": evidence.size,
        "sha256": evidence.sha256,
        "album": evidence.album,
    }


def _consent(answers: Sequence[Answer]) -> dict[str, dict[str, str]]:
    """What was agreed to, when, and in which words it was asked."""
    return {
        answer.question: {
            "value": answer.value,
            "at": answer.at.isoformat(),
            "language": answer.language,
            "wording": answer.wording,
            "version": text_version(answer.wording),
        }
        for answer in answers
        if answer.question.startswith("consent_") or answer.question == "may_write"
    }


def _message(message: RelayMessage) -> dict[str, Any]:
    """One message of the talk; a ready sentence by its id, an answer by its value or its words."""
    return {
        "id": message.id,
        "direction": message.direction.value,
        "state": message.state.value,
        "at": message.at.isoformat(),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "answered_at": message.answered_at.isoformat() if message.answered_at else None,
        "by": message.by or "worker",
        "phrase": message.phrase,
        "value": message.value,
        "text": message.words,
        "answers": message.answers or None,
        "evidence": list(message.evidence),
    }


def _referral(referral: Referral) -> dict[str, Any]:
    return {
        "id": referral.id,
        "unit": referral.unit,
        "state": referral.state.value,
        "holder": referral.holder,
        "started_at": referral.started_at.isoformat(),
        "answered_at": referral.answered_at.isoformat() if referral.answered_at else None,
        "stages": [
            {"stage": step.stage, "at": step.at.isoformat(), "target": step.target}
            for step in referral.steps
        ],
    }
