"""An officer writes to a worker: seen first, sent with a second tap."""

from collections.abc import Sequence

from bot.domain.audit import AuditEntry
from bot.domain.case import Deed
from bot.domain.ids import MessageId
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.domain.slips import LONGEST_WORDS, slips
from bot.domain.text import clean, graphemes, is_blank
from bot.flows import relay_screens as screens
from bot.ports import Work
from bot.usecases.awaited import awaited, expect, expect_nothing
from bot.usecases.contact import May
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.progress import record_deed
from bot.usecases.relay_fate import fate_of
from bot.usecases.relay_queue import is_queued, lay_out

OWN = "own_words"
INTERPRETED = "own_interpreted"
"""What an officer's next words are taken for. A note has a name and a way of its own."""
AWAITED = frozenset({OWN, INTERPRETED})
MOST_WAITING = 10
"""Messages of one case that may wait for the worker at a time."""


def write(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The groups of ready sentences, the sentences of one, the preview of one, or own words."""
    kind, _, name = value.partition(".")
    phrases = desk.around.phrases
    if kind == "g" and name in phrases.groups:
        return [screens.sentences(held.referral, phrases, name)]
    if kind == "p" and name in phrases.named:
        return [_proposed(desk, work, held, phrase=name)]
    if kind == "own":
        return [_own(work, held, name)]
    return [screens.groups(held.referral, phrases)]


def _own(work: Work, held: Held, name: str) -> Prompt:
    language = held.conversation.language
    if name not in ("language", "interpreted"):
        return screens.own(held.referral, language)
    what = OWN if name == "language" else INTERPRETED
    expect(work, held.officer, what, held.referral.id)
    return screens.ask_words(held.referral, language, LONGEST_WORDS)


def wrote(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Own words in the worker's language: shown once more."""
    return [_in_words(desk, work, held, value, interpreted=False)]


def interpreted(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Own words that an interpreter put into the worker's language: shown once more."""
    return [_in_words(desk, work, held, value, interpreted=True)]


def no_files(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """A file where words were asked for: the bot brings a worker no files.

    LINE lets a bot send only what lies open on the web, and a file stays on the worker's phone.
    """
    del desk, work, held, value
    # wording: The officer sent a photo or file to be passed on; the bot passes on words only.
    return [Prompt((Line("officer.relay.no_files"),))]


def _in_words(desk: Desk, work: Work, held: Held, value: str, *, interpreted: bool) -> Prompt:
    words = clean(value).strip()
    if is_blank(words) or graphemes(words) > LONGEST_WORDS:
        expect(work, held.officer, INTERPRETED if interpreted else OWN, held.referral.id)
        # wording: The officer's words are empty or too long to be sent.
        return Prompt((Line("officer.relay.too_long", {"longest": LONGEST_WORDS}),))
    return _proposed(desk, work, held, words=words, interpreted=interpreted)


def _proposed(
    desk: Desk,
    work: Work,
    held: Held,
    *,
    phrase: str = "",
    words: str = "",
    interpreted: bool = False,
) -> Prompt:
    """Keep it as a proposal, and show what would be sent. Nothing leaves."""
    message = RelayMessage(
        desk.ids.message(),
        held.case.reference,
        held.conversation.id,
        Direction.TO_WORKER,
        MessageState.PROPOSED,
        held.now,
        by=held.officer.id,
        unit=held.officer.unit,
        referral=held.referral.id,
        phrase=phrase,
        words=words,
        interpreted=interpreted,
    )
    work.messages.save(message)
    return _preview(desk, work, held, message)


def _preview(desk: Desk, work: Work, held: Held, message: RelayMessage) -> Prompt:
    _, fate, newest = fate_of(work, held.conversation, held.now, desk.zone)
    prompt = screens.for_worker(message, desk.around.phrases, newest.id)
    worded = desk.voice.word(prompt, newest.language)
    labels = "  ".join(f"[{button.label}]" for row in worded.rows for button in row)
    text = f"{worded.text}\n{labels}".strip()
    phrase = desk.around.phrases.named.get(message.phrase)
    warnings = [phrase.warning] if phrase is not None and phrase.warning else []
    warnings += slips(message.words, newest.language) if message.words else []
    shown = (prompt, text, newest.language)
    return screens.preview(message, held.referral, shown, warnings, fate.line(held.now))


def send(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The second tap: it leaves now if the worker may be written to, else it waits.

    A message that was only proposed by mistake, sent already or taken back is not sent again.
    """
    message = _of_case(work, held, value)
    if message is None or message.state is not MessageState.PROPOSED:
        return [_stale(held)]
    waiting = sum(is_queued(each) for each in work.messages.of_case(held.case.reference))
    if waiting >= MOST_WAITING:
        # wording: Too many messages to the worker wait already; take one back first.
        return [Prompt((Line("officer.relay.too_many", {"most": MOST_WAITING}),))]
    may, fate, newest = fate_of(work, held.conversation, held.now, desk.zone)
    message = message.queued(held.now)
    work.messages.save(message)
    _note(work, held, "message.sent", message)
    if may is not May.NOTHING:
        lay_out(desk, work, message, newest, fate.until or held.now)
    if not fate.leaves_now:
        record_deed(desk, work, held, Deed.CONTACT_TRIED, value=f"queued_{fate.hold}")
    return [screens.sending(held.referral, fate.line(held.now))]


def change(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Not this one: choose anew; own words are asked for again."""
    message = _of_case(work, held, value)
    if message is None or message.state is not MessageState.PROPOSED:
        return [_stale(held)]
    work.messages.erase(message.id)
    if message.words:
        return [_own(work, held, "interpreted" if message.interpreted else "language")]
    return [screens.groups(held.referral, desk.around.phrases)]


def drop(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """No: nothing is sent, and words are not waited for any more."""
    del desk
    message = _of_case(work, held, value) if value else None
    if message is not None and message.state is not MessageState.PROPOSED:
        return [_stale(held)]
    if message is not None:
        work.messages.erase(message.id)
    if awaited(held.officer)[0] in (OWN, INTERPRETED):
        expect_nothing(work, held.officer)
    # wording: The officer decided not to send the message.
    return [Prompt((Line("officer.relay.dropped"),))]


def unsend(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Take back what still waits; what has left cannot be taken back."""
    del desk
    message = _of_case(work, held, value)
    if message is None or not is_queued(message):
        return [_stale(held)]
    if message.waits:
        work.outbox.cancel_key(message.key)
    work.messages.save(message.withdrawn())
    _note(work, held, "message.withdrawn", message)
    # wording: The officer took back a message that had not left yet.
    line = Line("officer.relay.withdrawn", {"reference": Literal(held.case.reference)})
    return [Prompt((line,))]


def _of_case(work: Work, held: Held, value: str) -> RelayMessage | None:
    """A message of this very case: what another case's message says is none of it."""
    message = work.messages.get(MessageId(value))
    if message is None or message.case != held.case.reference:
        return None
    return message if message.direction is Direction.TO_WORKER else None


def _stale(held: Held) -> Prompt:
    # wording: An old button: the message was sent, taken back or given up before.
    line = Line("officer.relay.stale", {"reference": Literal(held.case.reference)})
    return Prompt((line,))


def _note(work: Work, held: Held, action: str, message: RelayMessage) -> None:
    entry = AuditEntry(
        held.now, held.officer.id, action, held.case.reference, held.officer.unit, message.id
    )
    work.audit.record(entry)
