"""Many cases laid before one unit at the same moment, without a worker's whole conversation."""

from datetime import datetime

from bot.domain.case import Case, CaseFacts
from bot.domain.conversation import Conversation
from bot.domain.ids import (
    CaseState,
    Channel,
    LanguageCode,
    Level,
    ProvinceCode,
    Reference,
    ReferralState,
    UnitId,
)
from bot.domain.incoming import Chat
from bot.domain.ladder import Reachable
from bot.domain.referral import Referral
from bot.ports import Work
from bot.usecases.climb import climb
from bot.usecases.desk import Desk
from bot.usecases.ladders import first_clock, row_of

UNIT = UnitId("samut-sakhon")
ORDINARY = CaseFacts(
    Level.C,
    categories=("pay",),
    language=LanguageCode("my"),
    province=ProvinceCode("TH-74"),
    people="1",
    reporter="self",
    interpreter=True,
)
URGENT = CaseFacts(Level.A, urgent=True, danger=True, language=LanguageCode("my"))


def lay(
    desk: Desk, work: Work, now: datetime, facts: CaseFacts = ORDINARY, unit: UnitId = UNIT
) -> Reference:
    """A filed case whose alert is owed now; its number."""
    name = desk.ids.conversation()
    chat = Chat(Channel.TELEGRAM, f"w{name}")
    language = LanguageCode("en")
    reference = desk.ids.reference()
    talk = Conversation(name, chat, chat.id, language, now, now, reference=reference)
    work.conversations.save(talk, None)
    filed = CaseState.FILED
    case = Case(reference, name, chat.channel, now, filed, facts, unit, facts.level)
    case = case.with_facts(facts)
    work.casework.add(case)
    row = row_of(desk.policy, facts)
    clock = first_clock(desk.policy, row, Reachable(unit), without_place=False)
    sent = ReferralState.SENT
    new = desk.ids.referral()
    referral = Referral(new, reference, unit, sent, row.key.value, clock, now, now, ())
    work.casework.add_referral(referral)
    climb(desk, work, case, referral, now)
    return reference
