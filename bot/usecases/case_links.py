"""One-time links into a case: made in the private chat, opened with the officer's PIN."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.domain.audit import AuditEntry
from bot.domain.case_link import CaseLink, LinkTo, Pin
from bot.domain.ids import Channel
from bot.domain.prompt import Button, Line, Literal, Prompt, Value, officer_payload
from bot.domain.unit import Officer, Role
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held, Seen, seen_by
from bot.usecases.owing import owe_officer
from bot.usecases.pin import digits, matches

IN_BROWSER = {Channel.LINE: "?openExternalBrowser=1"}
"""LINE's own browser cannot keep files.
https://developers.line.biz/en/docs/line-login/using-line-url-scheme/"""


def file(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """A link to everything: the case file, the evidence, the place."""
    del value
    return _linked(desk, work, held, LinkTo.FILE)


def evidence(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """A link to photos and recordings alone."""
    del value
    return _linked(desk, work, held, LinkTo.EVIDENCE)


def place(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """A link to the place alone."""
    del value
    return _linked(desk, work, held, LinkTo.MAP)


def _linked(desk: Desk, work: Work, held: Held, what: LinkTo) -> Sequence[Prompt]:
    if not desk.public_url:
        return [Prompt((Line("officer.link.no_address"),))]
    officer, now = held.officer, held.now
    pin = work.pins.get(officer.channel, officer.account)
    if not pin.is_set:
        button = Button(Line("officer.button.pin"), officer_payload("pin", held.referral.id))
        return [Prompt((Line("officer.pin.first"),), ((button,),))]
    token = desk.ids.secret()
    work.case_links.add(CaseLink(officer.id, held.referral.id, what, now + desk.link_life), token)
    _log(work, officer, "case.link", held.case.reference, now, what)
    address = f"{desk.public_url}/case/{token}{IN_BROWSER.get(officer.channel, '')}"
    params: dict[str, Value] = {
        "reference": Literal(held.case.reference),
        "minutes": round(desk.link_life / timedelta(minutes=1)),
        "address": Literal(address),
    }
    return [Prompt((Line("officer.link.made", params),))]


async def open_link(desk: Desk, token: str, pin: str) -> str | None:
    """The secret of the page that a link opened with this PIN; None where it opens nothing.

    Why it does not is not told. The try is counted before the PIN is looked at, so that tries at
    the same moment count each; everything is written down.
    """
    now, given = desk.clock(), digits(pin)
    known = await desk.store.write(lambda work: _tried(desk, work, token, now))
    if known is None:
        desk.wake()
        return None
    right = await asyncio.to_thread(matches, known, given)
    if not right:
        await desk.store.write(lambda work: _wrong(desk, work, token, now))
        desk.wake()
        return None
    secret = desk.ids.secret()
    return await desk.store.write(partial(_opened, desk, token, secret, now))


def _tried(desk: Desk, work: Work, token: str, now: datetime) -> str | None:
    """The hash to compare with; None where the link opens nothing, or no PIN is looked at now."""
    link = work.case_links.by_token(token)
    officer = work.directory.officer(link.officer) if link else None
    if link is None or officer is None:
        desk.log.event("link.unknown")
        return None
    seen = _seen(work, officer, link)
    if seen is None or not link.may_open(now):
        _log(work, officer, "case.link_refused", link.referral, now, link.what)
        return None
    pin = work.pins.get(officer.channel, officer.account)
    if not pin.may_try(now):
        _log(work, officer, "case.link_too_soon", seen[1].reference, now, link.what)
        return None
    work.pins.save(officer.channel, officer.account, pin.tried(now))
    return pin.hash


def _seen(work: Work, officer: Officer, link: CaseLink) -> Seen | None:
    """The case as it may be seen now: by the same right as the button that made the link."""
    active = [officer] if officer.active else []
    return seen_by(work, active, link.what.value, link.referral)


def _wrong(desk: Desk, work: Work, token: str, now: datetime) -> None:
    """Write a wrong PIN down; where it was the last one, those who can help are told."""
    link = work.case_links.by_token(token)
    officer = work.directory.officer(link.officer) if link else None
    if link is None or officer is None:
        return
    work.audit.record(AuditEntry(now, officer.id, "pin.wrong", officer.id, "page", link.what))
    pin = work.pins.get(officer.channel, officer.account)
    if pin.is_locked:
        _tell_locked(desk, work, officer, pin, now)


def _tell_locked(desk: Desk, work: Work, officer: Officer, pin: Pin, now: datetime) -> None:
    del pin
    work.audit.record(AuditEntry(now, officer.id, "pin.locked", officer.id, "page"))
    heads = [each for each in work.directory.officers_of(officer.unit) if each.role is Role.HEAD]
    for each in {one.id: one for one in (officer, *heads)}.values():
        own = each.id == officer.id
        params = {"name": Literal(officer.name), "id": Literal(officer.id)}
        told = Line("officer.pin.locked") if own else Line("officer.pin.locked_other", params)
        if each.private_open:
            key = f"locked:{officer.id}:{desk.ids.evidence()}"
            owe_officer(work, each, Prompt((told,)), key=key, now=now)


def _opened(desk: Desk, token: str, secret: str, now: datetime, work: Work) -> str | None:
    """Use the link up; None where somebody was quicker, or the case went meanwhile."""
    link = work.case_links.by_token(token)
    officer = work.directory.officer(link.officer) if link else None
    if link is None or officer is None or not link.may_open(now):
        return None
    seen = _seen(work, officer, link)
    if seen is None or not work.case_links.open(token, secret, now + desk.link_life):
        return None
    pin = work.pins.get(officer.channel, officer.account)
    work.pins.save(officer.channel, officer.account, pin.right())
    _log(work, officer, "case.link_opened", seen[1].reference, now, link.what)
    return secret


def _log(work: Work, officer: Officer, action: str, subject: str, now: datetime, what: str) -> None:
    work.audit.record(AuditEntry(now, officer.id, action, subject, officer.unit, what))
