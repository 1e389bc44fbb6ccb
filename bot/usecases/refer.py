"""Refer a case: the officer chooses agency and request; the worker is asked first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.data.agencies import load_kinds
from bot.domain.agency import Agency, offers
from bot.domain.audit import AuditEntry
from bot.domain.delivery import OwedKind
from bot.domain.ids import ReferralState, UnitId
from bot.domain.prompt import Line, Moment, MomentForm, Prompt
from bot.domain.referral import Referral, ReferralKind
from bot.flows import refer_consent, referring
from bot.ports import Work
from bot.usecases.agency_case import LIVE, newest, rules_of, shown
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_worker

OTHER = "other"
FAR = 2
"""The rank of an agency that does not answer for the case's categories."""
AGAIN_AFTER = timedelta(hours=24)
AGAIN_WHEN_URGENT = timedelta(hours=1)
"""How long a worker is left in peace before the same question is put again."""


def choose(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Which agency; a chosen one is not written to before the worker has agreed."""
    if value in ("", OTHER):
        return [_choice(work, held, every=value == OTHER)]
    agency = work.agencies.get(UnitId(value))
    if agency is None or not agency.active:
        return [_choice(work, held, every=False)]
    known = newest(work, held.case.reference, agency.id)
    if known is not None and _stands(known):
        return [shown(held, known, agency)]
    if known is None or known.state is not ReferralState.ASKED:
        known = _begun(desk, held, agency)
        work.casework.add_referral(known)
    return [_wants(held, known, agency)]


def _choice(work: Work, held: Held, *, every: bool) -> Prompt:
    """The agencies that answer for such a case, or with `every` the others too."""
    before = work.casework.agency_referrals_of(held.case.reference)
    taken = {r.unit for r in before if r.state in LIVE or _refused(r)}
    declined = {r.unit for r in before if r.state is ReferralState.DECLINED}
    agencies = [each for each in work.agencies.all() if each.id not in taken]
    reachable = [a.id for a in agencies if a.has_contact(len(work.directory.groups_of(a.id)))]
    found = offers(agencies, load_kinds(), held.case.facts, reachable)
    near = [each for each in found if each.rank < FAR and each.agency.id not in declined]
    rest = [each for each in found if each not in near]
    language = held.officer.language
    if every:
        return referring.choose(held.referral, rest, language, more=False)
    return referring.choose(held.referral, near, language, more=bool(rest))


def _stands(referral: Referral) -> bool:
    """Whether nothing is begun anew: under way, put to the worker, or refused for good."""
    put = referral.state is ReferralState.ASKED and referral.asked_at is not None
    return put or referral.state in LIVE or _refused(referral)


def _refused(referral: Referral) -> bool:
    """Whether the worker said never to this agency."""
    return referral.state is ReferralState.REVOKED and referral.reason == "refused"


def _begun(desk: Desk, held: Held, agency: Agency) -> Referral:
    return Referral(
        id=desk.ids.referral(),
        reference=held.case.reference,
        unit=agency.id,
        state=ReferralState.ASKED,
        clock="",
        policy={},
        started_at=held.now,
        first_alert_at=held.now,
        units=(),
        kind=ReferralKind.AGENCY,
        sender=held.officer.id,
        sender_unit=held.officer.unit,
    )


def want(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """What is asked of it: `<agency>.<x>` adds, `-x` takes away, `done` puts it to the worker."""
    found = of_button(work, held, value)
    if found is None:
        return choose(desk, work, held, "")
    referral, agency, what = found
    if referral.state is not ReferralState.ASKED:
        return [shown(held, referral, agency)]
    if what == "done" and referral.wants:
        return [_put_or_wait(work, held, referral, agency)]
    name = what.removeprefix("-")
    if name in rules_of(agency).asks:
        others = tuple(each for each in referral.wants if each != name)
        wants = others if what.startswith("-") else (*others, name)
        referral = replace(referral, wants=wants)
        work.casework.save_referral(referral)
    return [_wants(held, referral, agency)]


def _wants(held: Held, referral: Referral, agency: Agency) -> Prompt:
    language = held.officer.language
    return referring.wants(held.referral, referral, agency, rules_of(agency), language)


def of_button(work: Work, held: Held, value: str) -> tuple[Referral, Agency, str] | None:
    """The referral a button of the officer is about, its agency, and what was pressed."""
    unit, _, what = value.partition(".")
    agency = work.agencies.get(UnitId(unit))
    referral = newest(work, held.case.reference, UnitId(unit))
    return (referral, agency, what) if referral is not None and agency is not None else None


def _put_or_wait(work: Work, held: Held, referral: Referral, agency: Agency) -> Prompt:
    """Put it to the worker, unless it was just put to them: nobody is pressed."""
    urgent = held.case.urgent or held.case.alerted_urgent
    pause = AGAIN_WHEN_URGENT if urgent else AGAIN_AFTER
    again = referral.asked_at + pause if referral.asked_at else held.now
    if again <= held.now:
        return _put(work, held, referral, agency)
    when = Moment(again, MomentForm.DAY_TIME, held.now)
    # wording: The officer wants to ask the worker again too soon.
    return shown(held, referral, agency, Line("officer.refer.too_soon", {"time": when}))


def _put(work: Work, held: Held, referral: Referral, agency: Agency) -> Prompt:
    """Ask the worker, within their wish for contact; silence is no yes."""
    now = held.now
    times = sum(step.stage == "asked" for step in referral.steps)
    referral = replace(referral, asked_at=now).step("asked", "worker", now)
    work.casework.save_referral(referral)
    detail = agency.kind.value
    entry = AuditEntry(
        now, held.officer.id, "case.consent_asked", held.case.reference, detail=detail
    )
    work.audit.record(entry)
    card = refer_consent.consent_card(held.conversation, referral, agency, rules_of(agency))
    key = f"{referral.id}:consent:{times}"
    owe_worker(work, held.conversation, card, key=key, kind=OwedKind.PUSH, now=now)
    # wording: The officer pressed "Ask the worker".
    return shown(held, referral, agency, Line("officer.refer.put"))


def all_of(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """How every referral of the case to an agency stands."""
    found = []
    for referral in work.casework.agency_referrals_of(held.case.reference):
        agency = work.agencies.get(referral.unit)
        if agency is not None:
            found.append(shown(held, referral, agency))
    return found or choose(desk, work, held, value)
