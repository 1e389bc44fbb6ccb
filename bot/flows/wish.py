"""What an officer sees of a worker's wish to take a case back, or to have it erased."""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.ids import QuestionId
from bot.domain.prompt import Button, Line, Literal, Moment, MomentForm, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.domain.retention import Heard, Parting
from bot.domain.text import quoted

Rows = tuple[tuple[Button, ...], ...]
WISH = "wish"
"""The action of the buttons."""
NOT = "no"


def buttons(case: Case, referral: Referral, conversation: Conversation) -> Rows:
    """How the officer made sure, as far as it can be; a confirmed wish can only be dropped."""
    if case.wish is None:
        return ()
    # wording: Button: it is not the worker's own wish; nothing is deleted.
    refuse = _button(referral, NOT, Line("officer.button.wish_not"))
    if case.wish.heard:
        return ((refuse,),)
    # wording: Button: the officer talked to the worker, knows the voice, and asked.
    voice = _button(referral, Heard.VOICE, Line("officer.button.wish_voice"))
    word = conversation.record.get(QuestionId("code_word"))
    if word is None or not word.words:
        return (voice,), (refuse,)
    # wording: Button: the worker said the code-word to the officer.
    code = _button(referral, Heard.CODE_WORD, Line("officer.button.wish_code_word"))
    return (code,), (voice,), (refuse,)


def _button(referral: Referral, value: str, label: Line) -> Button:
    return Button(label, officer_payload(WISH, referral.id, value))


def line(case: Case, now: datetime | None) -> tuple[Line, ...]:
    """How the wish stands, among the details of a case."""
    wish, hold = case.wish, case.hold
    if hold is not None:
        # wording: In the details of a case: it is under a legal hold; {reason} is the operator's.
        return (Line("officer.details.held", {"reason": Literal(quoted(hold.reason))}),)
    if wish is None:
        return ()
    if wish.due_at is not None:
        when = Moment(wish.due_at, MomentForm.DAY_TIME, now)
        # wording: In the details of a case: the wish was confirmed; until {time} it can be dropped.
        return (Line("officer.wish.waits", {"time": when}),)
    erase = wish.parting == Parting.ERASE
    # wording: In the details of a case: an officer must make sure that it is the worker's wish.
    return (Line("officer.wish.erase") if erase else Line("officer.wish.withdraw"),)


def told(case: Case, referral: Referral, conversation: Conversation, now: datetime) -> Prompt:
    """The task, to whoever has the case."""
    head = Line("officer.erasure", {"reference": Literal(case.reference)})
    return Prompt((head, *line(case, now)), buttons(case, referral, conversation))
