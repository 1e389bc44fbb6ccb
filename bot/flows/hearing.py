"""Reading one message of the worker against the question that was shown."""

from dataclasses import replace

from bot.domain.conversation import Gate
from bot.domain.ids import QuestionId
from bot.domain.incoming import (
    Blocked,
    Contact,
    Edited,
    Incoming,
    Location,
    Media,
    Opened,
    PinTyped,
    Sticker,
    Tap,
    Text,
    Unsent,
)
from bot.domain.lexicon import Meaning
from bot.domain.prompt import Line, WorkerTap, read_payload
from bot.domain.text import clean, is_blank
from bot.flows import (
    aftercare,
    alarm,
    commands,
    elsewhere,
    gate,
    hiding,
    listening,
    media,
    places,
    replies,
    taking_back,
    talking,
)
from bot.flows.language import guessed
from bot.flows.questions import Kind
from bot.flows.turn import Said, Surroundings


def hear(  # noqa: C901  one case a kind of content
    said: Said, incoming: Incoming, around: Surroundings
) -> Said:
    """What a message changes, before anything is settled or asked."""
    said = _resumed(guessed(said, incoming, around), incoming)
    match incoming.content:
        case Text(text):
            return _text(said, text, around)
        case Tap(payload):
            return _tap(said, payload, around)
        case Location() as location:
            return _located(said, location, around)
        case Media() as sent:
            return _file(said, incoming, sent, around)
        case Contact(text):
            return _unshown(said.noting(clean(text)).saying(Line("kept.words")))
        case Sticker():
            return _sticker(said)
        case PinTyped() as pin:
            return elsewhere.pin_typed(said, pin) or _sticker(said)
        case Edited(message, text):
            return _edited(said, message, text, around)
        case Unsent() as back:
            return taking_back.taken(said, back, around)
        case Blocked():
            return replace(said.having(blocked=True), quiet=True)
        case Opened():
            return said
        case _:
            return replace(said, quiet=True)


def _located(said: Said, location: Location, around: Surroundings) -> Said:
    """A shared place, for whoever asked last; in danger it is "where are you?" as well."""
    if not talking.stands(said):
        return _unshown(places.located(said, location, around))
    told = talking.located(said, location)
    if not around.intake.urgent(said.conversation):
        return _unshown(told)
    return replace(_unshown(places.located(said, location, around)), replied=told.replied)


def _resumed(said: Said, incoming: Incoming) -> Said:
    """Whoever writes after a stop goes on, as was promised; not what they stopped to send."""
    writes = isinstance(incoming.content, Text | Media | Location | Contact | Sticker | Opened)
    stopped = said.conversation.stopped and "send" not in said.conversation.marks
    return said.having(stopped=False) if writes and stopped else said


def _unshown(said: Said) -> Said:
    """What came while the gate was not open is kept; nothing is said of it, and it wakes."""
    if said.conversation.gate is Gate.OPEN:
        return said
    shut = said.conversation.gate is Gate.SHUT
    woken = said.having(gate=Gate.ASKED) if shut else said
    return replace(woken, lines=(), alone=(), page="", offers=())


def _file(said: Said, incoming: Incoming, sent: Media, around: Surroundings) -> Said:
    """A file is kept; what is written under it calls for help as typed words do."""
    unicode, _ = around.to_unicode(sent.caption, said.conversation.zawgyi)
    raised = _raised(said, clean(unicode), around)
    kept = media.received(raised or said, incoming, sent, around)
    kept = talking.sent_file(said, kept, sent.caption)
    return kept if raised is None else replace(kept, quiet=False)


def _raised(said: Said, words: str, around: Surroundings) -> Said | None:
    """The alarm that words raise which were not typed as a message of their own; else None."""
    if around.lexicon.meaning(words, said.conversation.language) is Meaning.HELP:
        return alarm.call_for_help(said, around)
    despair = alarm.words_of_despair(said, words, around)
    return despair or alarm.words_of_danger(said, words, around)


def _edited(said: Said, message: str, text: str, around: Surroundings) -> Said:
    """Words changed afterwards; a call for help that was not one before is heard at once."""
    unicode, _ = around.to_unicode(text, said.conversation.zawgyi)
    words, before = clean(unicode), media.words_of(said, message)
    changed = media.edited(said, message, words)
    known = around.lexicon.danger(before) or around.lexicon.end_life(before)
    calls = around.lexicon.meaning(words, said.conversation.language) is Meaning.HELP
    raised = _raised(changed, words, around) if calls or not known else None
    return replace(raised, quiet=False) if raised is not None else changed


def _sticker(said: Said) -> Said:
    """A sticker is no answer; it only wakes."""
    if said.conversation.gate is Gate.SHUT:
        return said.having(gate=Gate.ASKED)
    return said


def _text(said: Said, text: str, around: Surroundings) -> Said:
    unicode, verdict = around.to_unicode(text, said.conversation.zawgyi)
    words = clean(unicode)
    raw = text if unicode != text else ""
    said = replace(said.having(zawgyi=verdict), raw=raw)
    meaning = around.lexicon.meaning(words, said.conversation.language)
    commanded = commands.given(said, meaning, around) or elsewhere.number_typed(said, words)
    if commanded is not None:
        return commanded
    if is_blank(words) and not around.lexicon.danger(words):
        return _sticker(said.noting(words) if words.strip() else said)
    if replies.is_label(said, words):
        return replies.typed(said, words, meaning, around)
    raised = alarm.words_of_despair(said, words, around) or alarm.words_of_danger(
        said, words, around
    )
    if raised is not None:
        return _also_told(raised, said, words, around)
    if talking.stands(said):
        return talking.typed(said, words, meaning)
    if said.conversation.gate is not Gate.OPEN and not _pressing(said, around):
        return _at_gate(said, words, meaning, around)
    return replies.typed(said, words, meaning, around)


def _also_told(raised: Said, said: Said, words: str, around: Surroundings) -> Said:
    """Words that raise the alarm are also the answer, where words were asked for; else a note."""
    if talking.stands(said):
        return talking.typed(raised, words, None)
    asked = said.conversation.asked
    question = around.intake.questions.get(asked.question) if asked else None
    telling = question is not None and question.kind is Kind.TELL and question.id != "code_word"
    if question is not None and telling and said.conversation.gate is Gate.OPEN:
        editing = raised.conversation.editing
        return raised.answering(question.id, "told", words=words).having(editing=editing)
    return raised.noting(words)


def _at_gate(said: Said, words: str, meaning: Meaning | None, around: Surroundings) -> Said:
    """While the gate stands; the answer to what was asked before the silence still counts."""
    asked = said.conversation.asked
    if asked is not None and asked.question in (gate.SAFE_TO_TALK, *GATE_QUESTIONS):
        unseen = asked.covered and said.conversation.gate is Gate.ASKED
        return said.noting(words) if unseen else gate.typed(said, words, meaning)
    taken = replies.typed(said, words, meaning, around)
    return replace(taken, lines=(), alone=(), page="", offers=())


GATE_QUESTIONS = (gate.PAUSED, gate.CODE_WORD_ASKED)


def _pressing(said: Said, around: Surroundings) -> bool:
    """Whether what stands on the screen is asked for the sake of somebody in danger."""
    asked = said.conversation.asked
    if asked is None or asked.question not in alarm.PRESSING:
        return False
    if not hiding.calls(said.conversation, said.now):
        return False
    asks = asked.question in (alarm.IN_DANGER_NOW, *gate.ALWAYS_ASKED)
    return asks or around.intake.urgent(said.conversation)


def _tap(said: Said, payload: str, around: Surroundings) -> Said:
    tap = read_payload(payload)
    if not isinstance(tap, WorkerTap):
        return said
    if tap.question == aftercare.AFTERCARE:
        return aftercare.tapped(said, tap.value, around)
    return talking.tapped(said, tap) or _own(said, tap, around)


def _own(said: Said, tap: WorkerTap, around: Surroundings) -> Said:
    """A button of the intake, or what stands in its place."""
    if tap.conversation != said.conversation.id:
        return _of_another(said, tap, around)
    if tap.value == listening.LISTEN:
        return listening.tapped(said, tap)
    if tap.question == "menu":
        return commands.chosen(said, tap.value, around)
    if tap.question == gate.SAFE_TO_TALK and _gate_stands(said):
        return gate.answer(said, tap.value) if tap.value in GATE_VALUES else said
    if tap.question == "review" and tap.value in around.intake.questions:
        shut = gate.veils(said.conversation)
        return said if shut else commands.edit(said, QuestionId(tap.value), around)
    if alarm.is_call(tap) and not _is_current(said, tap):
        return alarm.asked_again(said, around)
    if not _is_current(said, tap):
        return said
    return replies.tapped(said, tap, around)


def _of_another(said: Said, tap: WorkerTap, around: Surroundings) -> Said:
    """A button of an earlier conversation: only a call for help, advice and complaints count."""
    called = alarm.is_call(tap) or (tap.question, tap.value) == ("menu", "help")
    still = ("advice", aftercare.UNHELPED, hiding.HIDE)
    if tap.question == "menu" and tap.value in still:
        return commands.chosen(said, tap.value, around)
    return alarm.call_for_help(said, around) if called else said


GATE_VALUES = ("yes", "no", "quiet_help")


def _gate_stands(said: Said) -> bool:
    return said.conversation.gate in (Gate.ASKED, Gate.SHUT)


def _is_current(said: Said, tap: WorkerTap) -> bool:
    """Whether the button belongs to the question that was shown last, or lies right under it."""
    conversation = said.conversation
    if conversation.asked is not None and conversation.asked.question == tap.question:
        return True
    return conversation.interjection is not None and conversation.editing == tap.question
