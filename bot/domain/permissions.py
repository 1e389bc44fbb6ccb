"""Who may see and do what: one table. What has no row may nobody do.

A capacity is what somebody is towards one case at this moment, not for ever: it is worked out anew
at every tap, word and look (`usecases/permit.py`). Time and state come after that: a case that was
taken by others, closed or erased refuses by itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Capacity(StrEnum):
    """What somebody is towards a case."""

    WORKER = "worker"
    HOLDING = "holding"  # an officer of the unit that took it
    HEAD = "head"  # a head of that unit
    ALERTED = "alerted"  # an officer of a unit that was asked and does not have it
    ELSEWHERE = "elsewhere"  # an officer of a unit that was never asked
    NATIONAL = "national"  # an officer of `national`, besides what they are otherwise
    NATIONAL_HEAD = "national_head"  # a head of `national`, besides
    AGENCY = "agency"  # an officer of the agency that this referral went to, or of any other one
    INTERPRETER = "interpreter"
    OPERATOR = "operator"  # by command, on the machine
    NOBODY = "nobody"


class Say(StrEnum):
    """What the table says; `OWN`: only the case, duty, answer or assignment that is theirs."""

    YES = "yes"
    OWN = "own"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Row:
    """One action: what each capacity may; who is not named may not. `why` where it surprises."""

    says: Mapping[Capacity, Say] = field(default_factory=dict)
    why: str = ""

    def to(self, capacity: Capacity) -> Say:
        """What this capacity may."""
        return self.says.get(capacity, Say.NO)


_OFFICERS: Final = (
    Capacity.HOLDING,
    Capacity.HEAD,
    Capacity.ALERTED,
    Capacity.ELSEWHERE,
    Capacity.NATIONAL,
)


def _row(*may: Capacity, own: Collection[Capacity] = (), why: str = "") -> Row:
    says = {**dict.fromkeys(may, Say.YES), **dict.fromkeys(own, Say.OWN)}
    return Row(MappingProxyType(says), why)


_ASKED: Final = (Capacity.HOLDING, Capacity.HEAD, Capacity.ALERTED)
_HELD: Final = _row(Capacity.HOLDING, Capacity.HEAD)
_MOVES: Final = _row(
    Capacity.HEAD,
    own=[Capacity.HOLDING],
    why="a colleague's case is moved by a head alone, or by whoever holds it",
)
_AGENCY: Final = _row(Capacity.AGENCY, why="an agency sees what the worker agreed to, no more")
_INTERPRETS: Final = _row(
    own=[Capacity.INTERPRETER], why="only what was offered to them, one item at a time"
)
_ANY_OFFICER: Final = _row(own=[*_OFFICERS, Capacity.AGENCY], why="finds what is theirs, no more")
_STAFF: Final = _row(own=_OFFICERS, why="about no case; an agency's people are not ours to roster")
_HOLDS: Final = _row(
    Capacity.NATIONAL_HEAD,
    why="keeps a case from being erased, and sees no more of it than its number",
)
_COMMAND: Final = _row(Capacity.OPERATOR)

CARD: Final[Mapping[str, Row]] = {
    "take": _row(
        *_ASKED, Capacity.AGENCY, why="whoever comes second may ask and is told who has it"
    ),
    "pass": _row(*_ASKED, why="refused by state once somebody has the case"),
    "refer": _row(*_ASKED, why="from the card it takes the case first; other steps need it held"),
    "cannot": _row(*_ASKED, why="refused by state once somebody has the case"),
    "interpreter": _row(*_ASKED, why="before it is taken too; then only for those who have it"),
    "show": _row(*_ASKED, why="the card of a list, as it stands in the same group"),
    **dict.fromkeys(("accept", "decline", "complete", "brief"), _AGENCY),
    **dict.fromkeys(("tried", "plan", "hand_back"), _AGENCY),
}
"""Buttons of cards."""
HELD: Final[Mapping[str, Row]] = {
    **dict.fromkeys(("open", "rest", "record", "sensitive", "history", "talk", "linked"), _HELD),
    **dict.fromkeys(("file", "evidence", "map"), _HELD),  # the link, and every look through it
    **dict.fromkeys(("note", "contact", "next", "finding", "grounds", "nrm", "report"), _HELD),
    "handover": _MOVES,
    "give_back": _MOVES,
    **dict.fromkeys(("close", "reopen"), _HELD),  # whoever is there: a holder on leave blocks none
    **dict.fromkeys(("want", "agencies", "heard", "refer_send", "vital", "revoke"), _HELD),
    **dict.fromkeys(("reached", "told", "letter"), _HELD),
    **dict.fromkeys(("write", "send", "change", "drop", "unsend"), _HELD),
    **dict.fromkeys(("translate", "interpreted", "pin", "wish", "mute", "safe"), _HELD),
}
"""Buttons under a case that was taken, in private."""
WORDS: Final[Mapping[str, Row]] = dict.fromkeys(
    (
        *("words.note", "words.next_day", "words.finding_reason", "words.closing"),
        *("words.reached", "words.own_words", "words.own_interpreted", "words.say"),
        *("words.pin_old", "words.pin_new", "words.pin_again"),
    ),
    _HELD,
)
"""Words that were asked for: the case may have gone elsewhere before they are written."""
OTHER: Final[Mapping[str, Row]] = {
    **dict.fromkeys(("cases", "unit", "search"), _ANY_OFFICER),
    **dict.fromkeys(("duty", "voices", "voice", "voice_take", "words.voice"), _STAFF),
    "phone": _row(
        Capacity.NATIONAL, why="a colleague's number is for whoever must wake them, nobody else"
    ),
    "mute_ok": _row(
        *(Capacity.HEAD, Capacity.NATIONAL),
        why="the second of two people: never whoever proposed it, whatever else they are",
    ),
    **dict.fromkeys(("hold", "words.hold_reason", "words.lift_reason"), _HOLDS),
    "words.file": _HELD,  # a photo or voice for the worker, after "write"
    "interpret": _INTERPRETS,
    "words.spoken": _INTERPRETS,
    "words.translation": _INTERPRETS,
    "answer": _row(own=[Capacity.WORKER], why="an intake is answered from its own chat alone"),
}
"""What is about no case, or about one in another way."""
COMMANDS: Final[Mapping[str, Row]] = dict.fromkeys(
    (
        *("cases.list", "cases.show", "cases.trace", "cases.letter", "cases.file", "cases.linked"),
        "cases.original",
        "cases.copy",
        *("units.link", "units.unlink", "units.list", "units.code"),
        *("agencies.add", "agencies.change", "agencies.remove", "agencies.show"),
        *("agencies.list", "agencies.load", "agencies.sheet"),
        *("officers.enrol", "officers.invite", "officers.list", "officers.remove"),
        *("officers.leave", "officers.reset-pin"),
        *("interpreters.enrol", "interpreters.invite", "interpreters.list"),
        *("interpreters.leave", "interpreters.remove"),
        *("duty.show", "duty.gaps", "duty.set", "duty.import", "duty.partner"),
        *("audit.list", "audit.verify", "digest", "survey", "menus.kept", "menus.keep"),
        *("cases.hold", "cases.release", "cases.proof", "cases.counted", "purge"),
        *("reports.make", "reports.size"),
        *("fingerprint", "keys.begin", "keys.renew", "keys.behind", "keys.finish"),
    ),
    _COMMAND,
)
"""What is done by command, on the machine: nobody can from a chat."""
TABLE: Final[Mapping[str, Row]] = MappingProxyType({**CARD, **HELD, **WORDS, **OTHER, **COMMANDS})
"""Every action there is."""
SEES_IN: Final = frozenset({Capacity.HOLDING, Capacity.HEAD})
"""The capacities of those who see into a case."""


def allowed(capacity: Capacity, action: str, *, own: bool = False) -> bool:
    """Whether somebody may; `own` where it is theirs. What is in no row may nobody."""
    row = TABLE.get(action)
    said = row.to(capacity) if row else Say.NO
    return said is Say.YES or (said is Say.OWN and own)
