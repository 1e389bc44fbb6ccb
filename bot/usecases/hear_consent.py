"""The worker's answer to a referral: taken at an open gate, kept with its words, obeyed at once."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.agency import Agency
from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.consent import Consent, HeardBy, Willing
from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import Reference, ReferralState
from bot.domain.incoming import Incoming, Tap
from bot.domain.prompt import Line, Prompt, WorkerTap, read_payload
from bot.domain.referral import Referral
from bot.flows import refer_consent
from bot.flows.turn import SILENCE
from bot.ports import Work
from bot.usecases.agency_case import LIVE, rules_of, tell_sender
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.send_referral import send_referral, take_back


@dataclass(frozen=True, slots=True)
class _Heard:
    """A tap on the card, and all it is about."""

    incoming: Incoming
    conversation: Conversation
    case: Case
    referral: Referral
    agency: Agency
    value: Willing
    now: datetime


def hear_consent(
    desk: Desk, work: Work, conversation: Conversation, incoming: Incoming, now: datetime
) -> tuple[Conversation, tuple[Prompt, ...]]:
    """The conversation, and what is said to a tap on a card about a referral; else nothing.

    Behind a closed gate, or after silence, whoever holds the phone could press it: the card is
    then shown again once it is safe, and only that answer counts.
    """
    tap = read_payload(incoming.content.payload) if isinstance(incoming.content, Tap) else None
    if not isinstance(tap, WorkerTap) or not tap.question.startswith(refer_consent.PREFIX):
        return conversation, ()
    heard = _found(work, conversation, incoming, tap, now)
    if heard is None:
        return conversation, ()
    if conversation.gate is not Gate.OPEN or now - conversation.heard_at > SILENCE:
        due = refer_consent.DUE + tap.question
        return replace(conversation, marks=conversation.marks | {due}), ()
    return conversation, (Prompt((_answered(desk, work, heard),)),)


def _found(
    work: Work, conversation: Conversation, incoming: Incoming, tap: WorkerTap, now: datetime
) -> _Heard | None:
    """What the card is about, if it was shown to whoever pressed it."""
    shown = conversation
    if tap.conversation != conversation.id:
        earlier = work.conversations.get(tap.conversation)
        if earlier is None or _whose(earlier) != _whose(conversation):
            return None
        shown = earlier
    case = work.casework.get(shown.reference) if shown.reference else None
    referral = _asked(work, case.reference, tap.question) if case else None
    agency = work.agencies.get(referral.unit) if referral else None
    if case is None or referral is None or agency is None or tap.value not in tuple(Willing):
        return None
    return _Heard(incoming, shown, case, referral, agency, Willing(tap.value), now)


def _whose(conversation: Conversation) -> tuple[str, str]:
    return conversation.chat.channel, conversation.account


def _asked(work: Work, reference: Reference, question: str) -> Referral | None:
    found = work.casework.agency_referrals_of(reference)
    return next((r for r in found if refer_consent.question_of(r) == question), None)


def _answered(desk: Desk, work: Work, heard: _Heard) -> Line:
    """What became of it, in a line for the worker; repeated taps change nothing."""
    referral = heard.referral
    if referral.state in LIVE and heard.value is not Willing.YES:
        return _taken_back(desk, work, heard)
    if referral.state is not ReferralState.ASKED or referral.asked_at is None:
        # wording: The worker pressed an old button about a referral.
        return Line("refer.over")
    referral = referral.answer(_consent(desk, heard))
    work.casework.save_referral(referral)
    _logged(work, heard, f"case.consent_{heard.value.value}")
    if heard.value is Willing.YES:
        return _sent(desk, work, heard, referral)
    agency, now = heard.agency, heard.now
    key = f"consent:{len(referral.steps)}:{heard.value.value}"
    tell_sender(desk, work, heard.case, referral, agency, now, key=key)
    return Line(f"refer.said.{heard.value.value}")


def _sent(desk: Desk, work: Work, heard: _Heard, referral: Referral) -> Line:
    held = _for_sender(work, heard, referral)
    if held is None:  # nobody of the centre holds it just now: they are told, and send it
        key = "consent:yes"
        tell_sender(desk, work, heard.case, referral, heard.agency, heard.now, key=key)
        return Line("refer.said.yes")
    send_referral(desk, work, held, referral, heard.agency, tell=False)
    return refer_consent.news("sent", heard.agency, heard.conversation.language)


def _for_sender(work: Work, heard: _Heard, referral: Referral) -> Held | None:
    """In the name of the officer who refers, as long as the centre has the case."""
    officer = work.directory.officer(referral.sender) if referral.sender else None
    taken = [
        each
        for each in work.casework.referrals_of(heard.case.reference)
        if each.state is ReferralState.ACKNOWLEDGED
    ]
    if officer is None or not taken:
        return None
    case, conversation = heard.case, heard.conversation
    return Held(officer, case, taken[-1], conversation, heard.incoming, heard.now)


def _taken_back(desk: Desk, work: Work, heard: _Heard) -> Line:
    """Consent can be taken back: nothing more goes there, and the officer is told."""
    referral = heard.referral
    said = replace(referral, consents=(*referral.consents, _consent(desk, heard)))
    reason = "refused" if heard.value is Willing.NEVER else "taken_back"
    referral = take_back(desk, work, heard.case, said, reason, heard.now)
    _logged(work, heard, "case.consent_taken_back")
    tell_sender(desk, work, heard.case, referral, heard.agency, heard.now, key="taken_back")
    # wording: The worker said no after the agency had been told.
    return Line("refer.taken_back")


def _consent(desk: Desk, heard: _Heard) -> Consent:
    """The answer with the exact words under which it was given."""
    conversation, agency = heard.conversation, heard.agency
    card = refer_consent.consent_card(conversation, heard.referral, agency, rules_of(agency))
    wording = desk.voice.word(card, conversation.language).text
    language = conversation.language
    return Consent(heard.value, heard.now, HeardBy.BOT, "worker", wording, language)


def _logged(work: Work, heard: _Heard, action: str) -> None:
    kind = heard.agency.kind.value
    work.audit.record(AuditEntry(heard.now, "worker", action, heard.case.reference, detail=kind))


def cards_due(work: Work, conversation: Conversation) -> tuple[Conversation, tuple[Prompt, ...]]:
    """Cards that could not be shown when they were sent, now that it is safe; once each."""
    due = sorted(mark for mark in conversation.marks if mark.startswith(refer_consent.DUE))
    if not due:
        return conversation, ()
    prompts = []
    filed = conversation.reference or conversation.before
    case = work.casework.get(filed) if filed else None
    whose = work.conversations.get(case.conversation) if case else None
    for mark in due if case and whose else ():
        referral = _asked(work, filed or Reference(""), mark.removeprefix(refer_consent.DUE))
        agency = work.agencies.get(referral.unit) if referral else None
        waits = referral is not None and referral.state is ReferralState.ASKED
        if waits and referral is not None and agency is not None and whose is not None:
            prompts.append(refer_consent.consent_card(whose, referral, agency, rules_of(agency)))
    return replace(conversation, marks=conversation.marks - {*due}), tuple(prompts)
