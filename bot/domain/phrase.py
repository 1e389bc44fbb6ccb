"""Ready sentences that an officer sends to a worker, and the answers they come with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

SHARED_ANSWERS = frozenset({"yes", "no", "not_sure", "today", "tomorrow", "write_only", "none"})
"""Answers worded once for all sentences (`choice.phrase.<answer>`)."""


class Expects(StrEnum):
    """What a sentence wants back."""

    NOTHING = "nothing"
    BUTTON = "button"
    WORDS = "words"
    PHOTO = "photo"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One ready sentence; `sensitive` answers stand behind one more tap of the officer.

    Whatever it expects, a worker may always answer with words, a voice message or a photo instead.
    `warning` names what the officer is told before sending it (`officer.relay.warn.<warning>`).
    """

    id: str
    group: str
    expects: Expects
    answers: tuple[str, ...] = ()
    sensitive: bool = False
    warning: str = ""

    def answer_key(self, answer: str) -> str:
        """The catalogue's key of a button under it."""
        own = answer not in SHARED_ANSWERS
        return f"choice.phrase.{self.id}.{answer}" if own else f"choice.phrase.{answer}"


@dataclass(frozen=True, slots=True)
class Phrases:
    """All ready sentences, in the order in which an officer finds them."""

    all: Sequence[Phrase] = ()
    named: Mapping[str, Phrase] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the table by id."""
        object.__setattr__(self, "named", {each.id: each for each in self.all})

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, in order."""
        return tuple(dict.fromkeys(each.group for each in self.all))

    def of(self, group: str) -> tuple[Phrase, ...]:
        """The sentences of one group."""
        return tuple(each for each in self.all if each.group == group)
