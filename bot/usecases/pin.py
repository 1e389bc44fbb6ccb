"""An officer's PIN: set in the private chat, looked at before a case is shown on a page."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import argon2

from bot.domain.audit import AuditEntry
from bot.domain.case_link import Pin, is_guessable
from bot.domain.prompt import Line, Prompt
from bot.flows.officer_rows import done
from bot.ports import Work
from bot.usecases.awaited import expect
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.slow_hash import HASHER

_DIGITS: Final = 6
"""Six digits are soon tried by whoever has the hash (`slow_hash`): what keeps them safe is that it
is sealed, and that wrong tries lock it."""


def ask(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask for a new PIN; for the present one first, where there is one.

    Whoever finds an officer's phone must not be able to set a PIN of their own.
    """
    del desk, value
    known = work.pins.get(held.officer.channel, held.officer.account)
    if known.is_locked:
        return [Prompt((Line("officer.pin.locked"),))]
    if known.is_set:
        expect(work, held.officer, "pin_old", held.referral.id)
        return [Prompt((Line("officer.pin.ask_old"),))]
    expect(work, held.officer, "pin_new", held.referral.id)
    return [Prompt((Line("officer.pin.ask_new"), Line("officer.pin.rules")))]


def old(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The present PIN, before it is changed."""
    officer, now = held.officer, held.now
    known = work.pins.get(officer.channel, officer.account)
    if not known.may_try(now):
        return _told(desk, work, held, Line("officer.pin.wait"))
    tried = known.tried(now)
    if not matches(tried.hash, digits(value)):
        work.pins.save(officer.channel, officer.account, tried)
        work.audit.record(AuditEntry(now, officer.id, "pin.wrong", officer.id, "chat"))
        locked = tried.is_locked
        return _told(
            desk, work, held, Line("officer.pin.locked" if locked else "officer.pin.wrong")
        )
    work.pins.save(officer.channel, officer.account, tried.right())
    expect(work, officer, "pin_new", held.referral.id)
    return _told(desk, work, held, Line("officer.pin.ask_new"))


def new(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The new PIN, the first time."""
    officer, pin = held.officer, digits(value)
    if not pin or is_guessable(pin):
        expect(work, officer, "pin_new", held.referral.id)
        return _told(desk, work, held, Line("officer.pin.rules"))
    known = work.pins.get(officer.channel, officer.account)
    pending = HASHER.hash(pin)
    work.pins.save(officer.channel, officer.account, replace(known, pending=pending))
    expect(work, officer, "pin_again", held.referral.id)
    return _told(desk, work, held, Line("officer.pin.ask_again"))


def again(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The new PIN, the second time: from now on it counts, if it is the same."""
    officer, now = held.officer, held.now
    known = work.pins.get(officer.channel, officer.account)
    same = matches(known.pending, digits(value))
    kept = Pin(known.pending) if same else replace(known, pending="")
    work.pins.save(officer.channel, officer.account, kept)
    if not same:
        return _told(desk, work, held, Line("officer.pin.differs"))
    work.audit.record(AuditEntry(now, officer.id, "pin.set", officer.id, "chat"))
    return _told(desk, work, held, Line("officer.pin.set"))


def digits(text: str) -> str:
    """Six digits in any script, as 0 to 9; an empty string where it is anything else."""
    found = [unicodedata.decimal(letter, None) for letter in "".join(text.split())]
    told = [str(digit) for digit in found if digit is not None]
    return "".join(told) if len(told) == len(found) == _DIGITS else ""


def matches(known: str, pin: str) -> bool:
    """Whether it is the PIN of this hash; takes as long for every PIN, some 30 ms."""
    try:
        return bool(known) and HASHER.verify(known, pin)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def _told(desk: Desk, work: Work, held: Held, line: Line) -> Sequence[Prompt]:
    """Owe the answer here: with it goes what was typed, where the platform lets us take it away."""
    owe_officer(
        work,
        held.officer,
        done(line, held.referral),
        key=f"pin:{desk.ids.evidence()}",
        now=held.now,
        reply=reply_handle(held.incoming, held.now),
        removes=held.incoming.message,
    )
    return ()
