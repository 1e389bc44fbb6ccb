"""An officer writes to a worker: seen first, sent with a second tap."""

from collections.abc import Sequence

from bot.domain.audit import AuditEntry
from bot.domain.case import Deed
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.relay import MessageState, RelayMessage
from bot.domain.slips import LONGEST_WORDS
from bot.domain.text import clean, graphemes, is_blank
from bot.flows import relay_screens as screens
from bot.flows.enclosing import CAPTION
from bot.ports import Work
from bot.usecases.awaited import awaited, expect, expect_nothing
from bot.usecases.contact import May
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.progress import record_deed
from bot.usecases.relay_fate import fate_of
from bot.usecases.relay_file import FILE, INTERPRETED, MOST_WAITING, OWN, captioned
from bot.usecases.relay_preview import of_case, preview, proposed, stale
from bot.usecases.relay_queue import is_queued, lay_out, put_away

AWAITED = frozenset({OWN, INTERPRETED, FILE})
"""While one of these is awaited a photo or a voice message is for the worker."""


def write(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The groups of ready sentences, the sentences of one, the preview of one, or own words.

    From here on a photo or a voice message is taken as one for the worker.
    """
    kind, _, name = value.partition(".")
    phrases = desk.around.phrases
    if kind == CAPTION:
        return [captioned(desk, work, held, name)]
    if kind == "g" and name in phrases.groups:
        return [screens.sentences(held.referral, phrases, name)]
    if kind == "p" and name in phrases.named:
        return [preview(desk, work, held, proposed(desk, work, held, phrase=name))]
    if kind == "own":
        return [_own(work, held, name)]
    expect(work, held.officer, FILE, held.referral.id)
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


def _in_words(desk: Desk, work: Work, held: Held, value: str, *, interpreted: bool) -> Prompt:
    words = clean(value).strip()
    if is_blank(words) or graphemes(words) > LONGEST_WORDS:
        expect(work, held.officer, INTERPRETED if interpreted else OWN, held.referral.id)
        # wording: The officer's words are empty or too long to be sent.
        return Prompt((Line("officer.relay.too_long", {"longest": LONGEST_WORDS}),))
    message = proposed(desk, work, held, words=words, interpreted=interpreted)
    return preview(desk, work, held, message)


def send(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The second tap: it leaves now if the worker may be written to, else it waits.

    A message that was only proposed by mistake, sent already or taken back is not sent again.
    """
    message = of_case(work, held, value)
    if message is None or not _may_leave(work, message):
        return [stale(held)]
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
    message = of_case(work, held, value)
    if message is None or message.state is not MessageState.PROPOSED:
        return [stale(held)]
    _give_up(work, message)
    if message.encloses is not None:
        return write(desk, work, held, "")
    if message.words:
        return [_own(work, held, "interpreted" if message.interpreted else "language")]
    return [screens.groups(held.referral, desk.around.phrases)]


def drop(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """No: nothing is sent, and words are not waited for any more."""
    del desk
    message = of_case(work, held, value) if value else None
    if message is not None and message.state is not MessageState.PROPOSED:
        return [stale(held)]
    if message is not None:
        _give_up(work, message)
    if awaited(held.officer)[0] in AWAITED:
        expect_nothing(work, held.officer)
    # wording: The officer decided not to send the message.
    return [Prompt((Line("officer.relay.dropped"),))]


def unsend(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Take back what still waits; what has left cannot be taken back."""
    del desk
    message = of_case(work, held, value)
    if message is None or not is_queued(message):
        return [stale(held)]
    if message.waits:
        work.outbox.cancel_key(message.key)
    work.messages.save(message.withdrawn())
    put_away(work, message)
    _note(work, held, "message.withdrawn", message)
    # wording: The officer took back a message that had not left yet.
    line = Line("officer.relay.withdrawn", {"reference": Literal(held.case.reference)})
    return [Prompt((line,))]


def _may_leave(work: Work, message: RelayMessage) -> bool:
    """Whether it is complete, and not sent or given up before."""
    if message.state is not MessageState.PROPOSED or message.unsure:
        return False
    enclosed = work.enclosures.get(message.enclosure) if message.enclosure else None
    return not message.enclosure or (enclosed is not None and enclosed.is_ready)


def _give_up(work: Work, message: RelayMessage) -> None:
    put_away(work, message)
    work.messages.erase(message.id)


def _note(work: Work, held: Held, action: str, message: RelayMessage) -> None:
    entry = AuditEntry(
        held.now, held.officer.id, action, held.case.reference, held.officer.unit, message.id
    )
    work.audit.record(entry)
