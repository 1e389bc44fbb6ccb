"""What officers see of "I am safe now": who said it is not known, so nothing stops for it."""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.ids import QuestionId
from bot.domain.prompt import Button, Line, Literal, Moment, MomentForm, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.domain.retention import Heard

Rows = tuple[tuple[Button, ...], ...]
SAFE = "safe"
"""The action of the buttons."""
NOT = "no"


def buttons(case: Case, referral: Referral, conversation: Conversation) -> Rows:
    """How the officer made sure, as far as it can be; what was made sure of can be taken back."""
    if case.said_safe is None:
        return ()
    # wording: Button: it is not known that the worker is safe; the case goes on as it was.
    refuse = _button(referral, NOT, Line("officer.button.safe_not"))
    if case.said_safe.heard:
        return ((refuse,),)
    # wording: Button: the officer talked to the worker, knows the voice: the worker is safe.
    voice = _button(referral, Heard.VOICE, Line("officer.button.safe_voice"))
    word = conversation.record.get(QuestionId("code_word"))
    if word is None or not word.words:
        return (voice,), (refuse,)
    # wording: Button: the worker said the code-word to the officer, and is safe.
    code = _button(referral, Heard.CODE_WORD, Line("officer.button.safe_code_word"))
    return (code,), (voice,), (refuse,)


def _button(referral: Referral, value: str, label: Line) -> Button:
    return Button(label, officer_payload(SAFE, referral.id, value))


def line(case: Case, now: datetime | None) -> tuple[Line, ...]:
    """How it stands, among the details of a case."""
    told = case.said_safe
    if told is None:
        return ()
    said_at = Moment(told.at, MomentForm.DAY_TIME, now)
    if told.due_at is None:
        # wording: To officers: "I am safe now" was pressed; it may have been somebody else.
        return (Line("officer.safe.said", {"time": said_at}),)
    until = Moment(told.due_at, MomentForm.DAY_TIME, now)
    if now is not None and told.is_sure(now):
        # wording: To officers: they made sure that the worker is safe; the waiting is over.
        return (Line("officer.safe.sure", {"time": until}),)
    # wording: To officers: they made sure; until {time} the case is treated as before.
    return (Line("officer.safe.waits", {"time": until}),)


def told(case: Case, referral: Referral, conversation: Conversation, now: datetime) -> Prompt:
    """The task, to whoever has the case."""
    # wording: To the officer: a new task on this case, about "I am safe now".
    head = Line("officer.safe.head", {"reference": Literal(case.reference)})
    return Prompt((head, *line(case, now)), buttons(case, referral, conversation))
