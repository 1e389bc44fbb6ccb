"""An officer's message to a worker before it is sent: kept as a proposal, shown as it looks."""

from bot.domain.ids import EnclosureId, MessageId
from bot.domain.incoming import MediaKind
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.domain.slips import Slip, slips
from bot.flows import relay_screens as screens
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.relay_fate import fate_of


def proposed(  # noqa: PLR0913  a message has this many sides
    desk: Desk,
    work: Work,
    held: Held,
    *,
    phrase: str = "",
    words: str = "",
    interpreted: bool = False,
    enclosure: EnclosureId = EnclosureId(""),
    encloses: MediaKind | None = None,
    unsure: bool = False,
    meant: str = "",
) -> RelayMessage:
    """Keep it as a proposal. Nothing leaves."""
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
        enclosure=enclosure,
        encloses=encloses,
        unsure=unsure,
        meant=meant,
    )
    work.messages.save(message)
    return message


def preview(desk: Desk, work: Work, held: Held, message: RelayMessage) -> Prompt:
    """What would be sent, and the question whether it shall be."""
    _, fate, newest = fate_of(work, held.conversation, held.now, desk.zone)
    prompt = screens.for_worker(message, desk.around.phrases, newest.id)
    worded = desk.voice.word(prompt, newest.language)
    labels = "  ".join(f"[{button.label}]" for row in worded.rows for button in row)
    text = f"{worded.text}\n{labels}".strip()
    phrase = desk.around.phrases.named.get(message.phrase)
    warnings = [phrase.warning] if phrase is not None and phrase.warning else []
    warnings += slips(message.words, newest.language) if message.words else []
    found = slips(message.meant, newest.language) if message.meant else ()
    # What an interpreter is to say is in the officer's own language.
    warnings += [each for each in found if each is not Slip.SCRIPT]
    shown = (prompt, text, newest.language)
    return screens.preview(message, held.referral, shown, warnings, fate.line(held.now))


def of_case(work: Work, held: Held, value: str) -> RelayMessage | None:
    """A message of this very case: what another case's message says is none of it."""
    message = work.messages.get(MessageId(value))
    if message is None or message.case != held.case.reference:
        return None
    return message if message.direction is Direction.TO_WORKER else None


def stale(held: Held) -> Prompt:
    """What an old button gets."""
    # wording: An old button: the message was sent, taken back or given up before.
    line = Line("officer.relay.stale", {"reference": Literal(held.case.reference)})
    return Prompt((line,))
