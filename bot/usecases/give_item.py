"""An officer gives an interpreter one thing: words to translate, a voice to hear, words to say."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.audit import AuditEntry
from bot.domain.conversation import Evidence, EvidenceState
from bot.domain.enclosure import Enclosure
from bot.domain.ids import EnclosureId, EvidenceId
from bot.domain.incoming import MediaKind
from bot.domain.interpreter import Assignment, Interpreter
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.slips import LONGEST_WORDS
from bot.domain.text import clean, graphemes, is_blank
from bot.flows import interpreting as screens
from bot.ports import Work
from bot.usecases.ask_interpreter import assigned_to, open_assignment, owe_interpreter, put_away
from bot.usecases.awaited import expect
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.relay_file import reaches

SAY = "say"
"""What an officer's next words are taken for: an interpreter is to speak them."""
_SOUNDS = (MediaKind.VOICE, MediaKind.AUDIO)
Whom = tuple[Assignment, Interpreter]


def translate(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Choose what the interpreter is to see or hear, or give it: one item, and nothing else."""
    whom = _whom(work, held)
    if whom is None:
        return [Prompt((Line("officer.interpret.none_now"),))]
    if value == screens.SAY and not reaches(desk, held):
        return [Prompt((Line("officer.relay.file_no_address"),))]
    if value == screens.SAY:
        expect(work, held.officer, SAY, held.referral.id)
        language = held.conversation.language
        return [screens.ask_to_say(held.referral, language, LONGEST_WORDS)]
    voices = _voices(work, held)
    heard = screens.voice_of(value)
    recording = next((each for _, each in voices if each.id == heard), None)
    if recording is not None:
        return [_voice(desk, work, held, whom, value, recording)]
    words = screens.words_of(held.conversation, value)
    if not words:
        listed = [(number, each.id) for number, each in voices]
        return [screens.items(held.case, held.conversation, held.referral.id, listed)]
    showing = whom[0].showing(value, message=screens.message_of(held.conversation, value))
    return [_given(desk, work, held, whom, showing, screens.item(words))]


def say(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The officer's words for the interpreter to speak; nothing goes to the worker yet."""
    whom = _whom(work, held)
    words = clean(value).strip()
    if whom is None:
        return [Prompt((Line("officer.interpret.none_now"),))]
    if is_blank(words) or graphemes(words) > LONGEST_WORDS:
        expect(work, held.officer, SAY, held.referral.id)
        return [Prompt((Line("officer.relay.too_long", {"longest": LONGEST_WORDS}),))]
    showing = whom[0].showing(screens.SAY, words=words)
    return [_given(desk, work, held, whom, showing, screens.to_say(showing))]


def _whom(work: Work, held: Held) -> Whom | None:
    """Whoever has declared to know nobody in the case, and was not removed since."""
    assignment = open_assignment(work, held.case)
    interpreter = assigned_to(work, assignment) if assignment else None
    return (assignment, interpreter) if assignment and interpreter else None


def _voices(work: Work, held: Held) -> list[tuple[int, Evidence]]:
    """Recordings whose bytes are kept, with their numbers among the evidence."""
    files = enumerate(work.conversations.evidence_of(held.conversation.id), 1)
    return [
        (number, each)
        for number, each in files
        if each.kind in _SOUNDS and each.state is EvidenceState.KEPT
    ]


def _voice(
    desk: Desk, work: Work, held: Held, whom: Whom, item: str, recording: Evidence
) -> Prompt:
    """A copy of this one recording is made; where it can be heard is told once it is there."""
    if not desk.public_url:
        return Prompt((Line("officer.link.no_address"),))
    assignment, interpreter = whom
    enclosure = EnclosureId(desk.ids.evidence())
    copy = Enclosure(
        enclosure,
        held.conversation.id,
        MediaKind.VOICE,
        held.now,
        evidence=EvidenceId(recording.id),
        assignment=assignment.id,
    )
    work.enclosures.save(copy, held.now)
    showing = assignment.showing(item, enclosure=enclosure, message=recording.message)
    return _given(desk, work, held, (assignment, interpreter), showing, None)


def _given(
    desk: Desk,
    work: Work,
    held: Held,
    whom: Whom,
    showing: Assignment,
    prompt: Prompt | None,
) -> Prompt:
    """From now on this is the item; what came before it cannot be heard any more."""
    before, interpreter = whom
    put_away(work, before)
    work.interpreters.assign(showing)
    work.interpreters.enrol(replace(interpreter, awaiting=showing.id))
    entry = AuditEntry(
        held.now,
        held.officer.id,
        "interpreter.shown",
        held.case.reference,
        interpreter.id,
        showing.item,
    )
    work.audit.record(entry)
    if prompt is not None:
        key = f"item:{desk.ids.evidence()}"
        owe_interpreter(work, interpreter, showing, prompt, key, held.now)
    return Prompt((Line("officer.interpret.sent", {"name": Literal(interpreter.name)}),))
