"""What a worker sees of an officer's message, and what the officer sees before sending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ConversationId, LanguageCode
from bot.domain.phrase import Expects, Phrase, Phrases
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Value,
    officer_payload,
    worker_payload,
)
from bot.domain.referral import Referral
from bot.domain.relay import RelayMessage
from bot.domain.text import quoted
from bot.flows.enclosing import came, comes_with, enclosed_note, see

SHOW = "show"
"""The value of the button that opens a message for somebody who does not want to be written to."""
SKIP = "skip"
HOLDS = (
    *("now", "hours", "silent", "code_word", "answer_only"),
    *("refused", "unsafe", "quiet", "blocked"),
)
"""When a message leaves, and why not now; `officer.relay.hold.<hold>` words it."""
SENDING = ("send", "send_anyway", "change", "drop", "own", "own_language", "own_interpreted")
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a message that is sent now: one of `HOLDS`, and until when it waits."""

    hold: str
    until: datetime | None = None

    @property
    def leaves_now(self) -> bool:
        """Whether nothing holds it up."""
        return self.hold == "now"

    def line(self, now: datetime) -> Line:
        """In plain words for the officer."""
        if self.until is None:
            return Line(f"officer.relay.hold.{self.hold}")
        when = Moment(self.until, MomentForm.DAY_TIME, now)
        return Line(f"officer.relay.hold.{self.hold}", {"time": when})


def for_worker(message: RelayMessage, phrases: Phrases, conversation: ConversationId) -> Prompt:
    """The message as the worker sees it: from an officer of which centre, never whose name."""
    # wording: Stands above a message that an officer of the centre sends to the worker. No name.
    lines = [Line("relay.from", {"unit": Named("unit", message.unit)})]
    if message.phrase or message.words:
        lines.append(said(message))
    if message.interpreted:
        # wording: Under an officer's own words: an interpreter put them into this language.
        lines.append(Line("relay.interpreted"))
    if message.encloses is not None:
        lines.append(comes_with(message.encloses))
    lines += _how(phrases.named.get(message.phrase))
    return Prompt(tuple(lines), _answers(message, phrases, conversation))


def _how(phrase: Phrase | None) -> list[Line]:
    expects = phrase.expects if phrase else Expects.WORDS
    match expects:
        case Expects.WORDS:
            # wording: How to answer the officer: typed or spoken.
            return [Line("relay.how.words")]
        case Expects.PHOTO:
            # wording: How to answer the officer: with a photo, here in the chat.
            return [Line("relay.how.photo")]
        case Expects.PLACE:
            # wording: How to answer the officer: share the place here, or write or say it.
            return [Line("relay.how.place")]
        case Expects.NOTHING | Expects.BUTTON:
            return []


def _answers(message: RelayMessage, phrases: Phrases, conversation: ConversationId) -> Rows:
    """A row each, and a way not to answer; nothing under what wants no answer."""
    phrase = phrases.named.get(message.phrase)
    labelled = [(Line(phrase.answer_key(each)), each) for each in phrase.answers] if phrase else []
    if wants_answer(message, phrases):
        labelled.append((Line("button.skip"), SKIP))
    answers = tuple(
        (Button(label, worker_payload(conversation, message.question, value)),)
        for label, value in labelled
    )
    return (*see(message, conversation), *answers)


def offer(message: RelayMessage, conversation: ConversationId) -> Prompt:
    """That there is a message, and no more: for a worker who did not want to be written to."""
    # wording: To a worker who said "do not write" and writes now: an officer has a message.
    line = Line("relay.waiting")
    # wording: Button: show me the officer's message.
    show = Line("choice.relay.show")
    payload = worker_payload(conversation, message.question, SHOW)
    return Prompt((line,), ((Button(show, payload),),))


def wants_answer(message: RelayMessage, phrases: Phrases) -> bool:
    """Whether it is a question; what is only said needs no answer."""
    phrase = phrases.named.get(message.phrase)
    return phrase is None or phrase.expects is not Expects.NOTHING


def may_answer(message: RelayMessage, phrases: Phrases, value: str) -> bool:
    """Whether such a button was under it; a forged one answers nothing."""
    phrase = phrases.named.get(message.phrase)
    return value == SKIP or (phrase is not None and value in phrase.answers)


def said(message: RelayMessage) -> Line:
    """What an officer's message says, in whichever language it is worded."""
    if message.phrase:
        return Line(f"phrase.{message.phrase}")
    # wording: An officer's own words to the worker, quoted.
    return Line("relay.words", {"words": Literal(quoted(message.words))})


def answered(reply: RelayMessage, question: RelayMessage | None, phrases: Phrases) -> Value:
    """What a worker answered, in the officer's language where it was a button."""
    parts: list[Value] = []
    phrase = phrases.named.get(question.phrase) if question else None
    if reply.value == SKIP:
        # wording: In the officer's private chat: the worker does not want to answer this.
        parts.append(Line("officer.relay.skipped"))
    elif reply.value and phrase is not None:
        parts.append(Line(phrase.answer_key(reply.value)))
    if reply.words:
        parts.append(Literal(f"“{quoted(reply.words)}”"))
    if reply.lat is not None and reply.lon is not None:
        parts.append(Literal(f"📍 {reply.lat:.5f}, {reply.lon:.5f}"))
    if reply.evidence:
        parts.append(came(reply))
    return parts[0] if len(parts) == 1 else Listing(tuple(parts))


def groups(referral: Referral, phrases: Phrases) -> Prompt:
    """The groups of ready sentences, and one's own words."""
    # wording: The officer chooses what to ask or tell the worker: first a group.
    head = Line("officer.relay.groups", {"reference": Literal(referral.reference)})
    rows = [
        (_choice(f"officer.choice.relay.{group}", "write", referral, f"g.{group}"),)
        for group in phrases.groups
    ]
    rows.append((_choice("officer.choice.relay.own", "write", referral, "own"),))
    # wording: Under it: a photo or a voice message for the worker can be sent here at any time.
    return Prompt((head, Line("officer.relay.or_file")), tuple(rows))


def sentences(referral: Referral, phrases: Phrases, group: str) -> Prompt:
    """The ready sentences of a group, by their short labels."""
    # wording: The officer chooses a ready sentence of a group.
    head = Line("officer.relay.sentences", {"reference": Literal(referral.reference)})
    rows = [
        (_choice(f"officer.phrase.{each.id}", "write", referral, f"p.{each.id}"),)
        for each in phrases.of(group)
    ]
    rows.append((_choice("officer.choice.relay.change", "write", referral),))
    return Prompt((head,), tuple(rows))


def own(referral: Referral, language: LanguageCode) -> Prompt:
    """Own words: in the worker's language, or as an interpreter put them."""
    tongue = Named("tongue", language)
    params: dict[str, Value] = {"reference": Literal(referral.reference), "language": tongue}
    # wording: The officer wants to write own words: nothing is translated by the bot.
    head = Line("officer.relay.own", params)
    named = Line("officer.choice.relay.own_language", {"language": tongue})
    rows = (
        (Button(named, officer_payload("write", referral.id, "own.language")),),
        (_choice("officer.choice.relay.own_interpreted", "write", referral, "own.interpreted"),),
        (_choice("officer.choice.relay.drop", "drop", referral),),
    )
    return Prompt((head,), rows)


def ask_words(referral: Referral, language: LanguageCode, longest: int) -> Prompt:
    """Ask the officer for the words; they are shown once more before they leave."""
    params: dict[str, Value] = {
        "reference": Literal(referral.reference),
        "language": Named("tongue", language),
        "longest": longest,
    }
    # wording: The officer is asked to type the message to the worker, in the worker's language.
    line = Line("officer.relay.ask_words", params)
    return Prompt((line,), ((_choice("officer.choice.relay.drop", "drop", referral),),))


def preview(
    message: RelayMessage,
    referral: Referral,
    shown: tuple[Prompt, str, LanguageCode],
    warnings: Sequence[str],
    fate: Line,
) -> Prompt:
    """What would be sent, in the officer's language and as the worker will see it.

    `shown` is the worker's prompt, the same in the worker's words, and their language.
    """
    prompt, worded, language = shown
    # wording: Above the preview of a message to the worker; nothing has been sent yet.
    lines = [Line("officer.relay.preview", {"reference": Literal(referral.reference)})]
    if message.phrase:
        labels = tuple(button.label for row in prompt.rows[:-1] for button in row)
        lines.append(said(message))
        if labels:  # the last one is "skip"
            # wording: The buttons under the message, as a list.
            lines.append(Line("officer.relay.buttons", {"buttons": Listing(labels)}))
    # wording: Before the message as the worker will see it, in the worker's language.
    lines.append(Line("officer.relay.theirs", {"language": Named("tongue", language)}))
    lines.append(Line("officer.relay.shown", {"text": Literal(worded)}))
    lines += [Line(f"officer.relay.warn.{each}") for each in warnings]
    if message.encloses is not None:
        lines += enclosed_note(message)
    send = "send_anyway" if warnings else "send"
    rows = _sending(message, referral, send)
    return Prompt((*lines, fate), rows, encloses=message.enclosure)


def sending(referral: Referral, fate: Line) -> Prompt:
    """After the second tap: when it leaves; what waits can be taken back in the talk."""
    # wording: After the officer's second tap; when it leaves follows in a line of its own.
    head = Line("officer.relay.sending", {"reference": Literal(referral.reference)})
    talk = Button(Line("officer.button.talk"), officer_payload("talk", referral.id))
    return Prompt((head, fate), ((talk,),))


def _sending(message: RelayMessage, referral: Referral, send: str) -> Rows:
    return tuple(
        (_choice(f"officer.choice.relay.{label}", action, referral, message.id),)
        for label, action in ((send, "send"), ("change", "change"), ("drop", "drop"))
    )


def _choice(key: str, action: str, referral: Referral, value: str = "") -> Button:
    return Button(Line(key), officer_payload(action, referral.id, value))
