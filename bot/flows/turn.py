"""What a turn works with and what comes out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.calendar import OfficeHours
from bot.domain.conversation import Answer, Conversation, Evidence, Note
from bot.domain.ids import EvidenceId, LanguageCode, QuestionId, UnitId
from bot.domain.incoming import PinTyped
from bot.domain.lexicon import Lexicon
from bot.domain.phrase import Phrases
from bot.domain.place import Gazetteer
from bot.domain.place_names import Match
from bot.domain.prompt import Line, Prompt
from bot.domain.relay import Reply, Talk
from bot.domain.rights import Fact
from bot.flows.order import Intake

SILENCE = timedelta(minutes=30)
"""After this long the safety gate stands before everything else."""


NO_TALK = Talk()
FULL = Line("kept.full")
MOST_NOTES = 500
MOST_NOTED = 100_000
"""Notes kept of one conversation, and their characters: the whole is written anew at each turn, so
that one person's flood would slow down everybody. Words of danger are heard before they are kept.
"""


@dataclass(frozen=True, slots=True)
class Hotline:
    """An emergency number as the core needs it: `key` words what it is for.

    `languages` are those it is the first help in; empty means anybody. `spoken` are those known to
    be answered; `hours` is day_and_night, working_hours, or empty where they are not known.
    """

    number: str
    key: str
    languages: frozenset[LanguageCode] = frozenset()
    spoken: tuple[LanguageCode, ...] = ()
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything a turn may look things up in; the same for all turns.

    `hotlines` are shown in danger; `help_lines`, the facts of the law and the centres' hours are
    for advice; `phrases` are the officers' ready sentences.
    """

    intake: Intake
    lexicon: Lexicon
    gazetteer: Gazetteer
    find_place: Callable[[str, LanguageCode], Match]
    to_unicode: Callable[[str, bool | None], tuple[str, bool | None]]
    languages: tuple[LanguageCode, ...]
    hotlines: tuple[Hotline, ...]
    despair_lines: tuple[Hotline, ...]
    help_lines: tuple[Hotline, ...] = ()
    rights: tuple[Fact, ...] = ()
    centre_hours: Mapping[UnitId, OfficeHours] = field(default_factory=dict)
    phrases: Phrases = field(default_factory=Phrases)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one incoming message led to.

    `prompts` go to the worker in this order; the last one is what stands on the screen now.
    `status` asks for the state of the case to be told, `fresh` for a new conversation, `forget`
    for this one to be erased, `parting` for what was filed to be taken back or erased, `hides`
    for the chat to be cleared, `listens` for what stands on the screen to be played.
    `aftermath` is what the worker says of how it went on (`flows/aftercare.py`), `copies` what they
    want to have of their copy (`flows/copying.py`), `says_safe` that they are safe now.
    `replied` is what was said to an officer's message; `gave_way`: the next question was left out
    for one. `pin` is the hash of a PIN that was chosen, `opens` a PIN tried for
    `Conversation.number_asked`.
    """

    conversation: Conversation
    prompts: tuple[Prompt, ...] = ()
    evidence: Evidence | None = None
    status: bool = False
    fresh: bool = False
    forget: bool = False
    parting: str = ""
    hides: bool = False
    listens: bool = False
    aftermath: str = ""
    copies: str = ""
    says_safe: bool = False
    replied: Reply | None = None
    gave_way: bool = False
    pin: str = ""
    opens: PinTyped | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One message being read: the conversation as it changes, and what is to be said with it.

    `alone` are messages that stand by themselves, `lines` open the next question's message,
    `quiet` leaves the screen as it is, `page` opens a page of the question. `raw` is what was
    typed, where the words had to be converted. `talk` is what stands between the worker and the
    officers, `replied` what this message says to them.
    """

    conversation: Conversation
    now: datetime
    fresh_evidence: EvidenceId
    message: str = ""
    raw: str = ""
    lines: tuple[Line, ...] = ()
    alone: tuple[Prompt, ...] = ()
    evidence: Evidence | None = None
    page: str = ""
    offers: tuple[str, ...] = ()
    quiet: bool = False
    status: bool = False
    fresh: bool = False
    forget: bool = False
    parting: str = ""
    hides: bool = False
    listens: bool = False
    aftermath: str = ""
    copies: str = ""
    says_safe: bool = False
    talk: Talk = NO_TALK
    replied: Reply | None = None
    pin: str = ""
    opens: PinTyped | None = None

    def saying(self, *lines: Line) -> "Said":
        """With more to say before the next question; "kept" is not said of what was not kept."""
        if FULL in self.lines:
            lines = tuple(line for line in lines if not line.key.startswith("kept."))
        return replace(self, lines=(*self.lines, *lines))

    def having(self, **changes: object) -> "Said":
        """With the conversation changed."""
        return replace(self, conversation=replace(self.conversation, **changes))  # type: ignore[arg-type]

    def noting(self, text: str) -> "Said":
        """With words kept for the officer, as long as there is room; if not, that is said."""
        notes = self.conversation.notes
        noted = sum(len(note.text) + len(note.raw) for note in notes)
        if len(notes) >= MOST_NOTES or noted >= MOST_NOTED:
            return self.saying(FULL)
        asked = self.conversation.asked
        note = Note(text, self.now, asked.question if asked else None, self.message, self.raw)
        return self.having(notes=(*notes, note))

    def answering(
        self,
        question: QuestionId,
        *values: str,
        words: str = "",
        evidence: tuple[EvidenceId, ...] = (),
        complete: bool = True,
        lat: float | None = None,
        lon: float | None = None,
    ) -> "Said":
        """With an answer given, in place of an earlier one to the same question.

        A complete answer ends an edit; the wording is that of the question as it was shown.
        """
        asked = self.conversation.asked
        shown = asked if asked and asked.question == question else None
        answer = Answer(
            question,
            values,
            self.now,
            words,
            evidence,
            self.conversation.language,
            shown.wording if shown else "",
            complete,
            lat,
            lon,
            self.message,
            self.raw if words else "",
        )
        editing = self.conversation.editing
        return self.having(
            answers=_with(self.conversation.answers, answer),
            editing=None if complete and editing == question else editing,
            interjection=None,
        )


def _with(answers: tuple[Answer, ...], new: Answer) -> tuple[Answer, ...]:
    if any(old.question == new.question for old in answers):
        return tuple(new if old.question == new.question else old for old in answers)
    return (*answers, new)
