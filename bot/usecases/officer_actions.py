"""What an officer can do in private: a line for each button, for each list, for asked words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.domain.incoming import Incoming
from bot.domain.prompt import OfficerTap, Prompt
from bot.domain.unit import Officer
from bot.flows.my_cases import MINE, UNIT
from bot.flows.officer_menu import REST
from bot.ports import Work
from bot.usecases import (
    answer_agency,
    ask_interpreter,
    case_links,
    close_case,
    contact_made,
    give_back,
    give_item,
    hand_over,
    judge_case,
    keep_duty,
    legal_hold,
    linked_cases,
    look_into,
    mute_words,
    my_cases,
    note_case,
    nrm_steps,
    phone_them,
    pin,
    plan_next_step,
    record_answer,
    record_consent,
    refer,
    relay_file,
    relay_send,
    relay_talk,
    report_case,
    say_safe,
    wish,
)
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.while_held import while_held, while_open

Action = Callable[[Desk, Work, Held, str], Sequence[Prompt]]
"""What a button does, with its value, or words; the prompts are shown to the officer."""
ListAction = Callable[[Desk, Work, Sequence[Officer], str, datetime], Sequence[Prompt]]
"""What a button about no case in particular does, for all enrolments of an account."""
Own = Callable[[Desk, Work, Incoming, OfficerTap, datetime], None]
"""What a button does that is about no case the officer holds."""

BUTTONS: Mapping[str, Action] = {
    "open": look_into.details,
    REST: look_into.besides,
    "record": look_into.record,
    "sensitive": look_into.sensitive,
    "history": look_into.history,
    "note": note_case.ask,
    "contact": while_open(contact_made.contact),
    "next": while_held(plan_next_step.plan),
    "finding": while_open(judge_case.judge),
    "grounds": while_open(judge_case.grounds),
    "handover": while_held(hand_over.hand_over),
    "give_back": while_held(give_back.give_back),
    "close": while_open(close_case.close),
    "reopen": close_case.reopen,
    "nrm": nrm_steps.nrm,
    "refer": while_open(refer.choose),
    "want": while_open(refer.want),
    "agencies": refer.all_of,
    "heard": record_consent.heard,
    "refer_send": record_consent.send,
    "vital": record_consent.vital,
    "revoke": record_consent.revoke,
    "reached": record_answer.reached,
    "told": record_answer.told,
    "letter": record_answer.letter,
    "report": report_case.report,
    "file": case_links.file,
    "evidence": case_links.evidence,
    "map": case_links.place,
    "pin": pin.ask,
    "write": while_open(relay_send.write),
    "send": while_open(relay_send.send),
    "change": while_open(relay_send.change),
    "drop": relay_send.drop,
    "unsend": relay_send.unsend,
    "talk": relay_talk.talk,
    "linked": linked_cases.linked,
    "wish": wish.answer,
    "safe": say_safe.answer,
    "translate": give_item.translate,
    "interpreted": ask_interpreter.interpreted,
    "mute": while_held(mute_words.mute),
}
"""What an officer can do with a case in private, by the action of its payload."""
LOOKS = frozenset(
    {
        *("record", "sensitive", "history", "file", "evidence", "map"),
        *("agencies", "linked", "talk", "hold", REST),
    }
)
"""Buttons that only show: words that were asked for before stay awaited, others end that.

"hold" carries its reason there and ends the waiting by itself."""
LISTS: Mapping[str, ListAction] = {
    MINE: my_cases.mine,
    UNIT: my_cases.of_unit,
}
"""What an officer can look at that is about no case in particular."""
WORDS: Mapping[str, Action] = {
    "note": note_case.noted,
    plan_next_step.DAY: while_held(plan_next_step.on_day),
    judge_case.REASON: while_open(judge_case.reasoned),
    close_case.AMOUNT: while_open(close_case.told),
    "reached": record_answer.reached_whom,
    relay_file.OWN: while_open(relay_send.wrote),
    relay_file.INTERPRETED: while_open(relay_send.interpreted),
    give_item.SAY: while_open(give_item.say),
    "pin_old": pin.old,
    "pin_new": pin.new,
    "pin_again": pin.again,
}
"""What becomes of words that an officer was asked for (`awaited`)."""
MENU_WORDS = frozenset({"cases", "my cases", "เคส", "เรื่อง", "เรื่องของฉัน"})
"""Typed words that show the list even while other words are awaited; a slash command does too."""
OWN: Mapping[str, Own] = {
    "duty": keep_duty.duty,
    "phone": phone_them.phone,
    mute_words.CONFIRM: mute_words.confirm,
    "hold": legal_hold.hold,
}
"""Buttons that are about no case the officer holds and answer by themselves."""
OWN_WORDS: Mapping[str, Own] = {
    legal_hold.HOLD_REASON: legal_hold.hold,
    legal_hold.LIFT_REASON: legal_hold.hold,
}
"""What becomes of words that were asked for about a case that the officer does not hold."""
CARD_ACTIONS = frozenset({"take", "pass", "cannot", "interpreter", *answer_agency.ACTIONS})
"""Buttons of the card in the group: they may also stand in private."""
