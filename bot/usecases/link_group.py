"""A group that is bound to a unit: never taken from another unawares, and shown what waits."""

from datetime import datetime

from bot.domain.delivery import OwedKind
from bot.domain.ids import OPERATOR, CaseState, LanguageCode, UnitId
from bot.domain.incoming import Chat, Incoming
from bot.domain.prompt import Line, Named, Prompt
from bot.flows.card import Standing, card
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.ladders import answer_by
from bot.usecases.owing import owe_groups, owe_notice
from bot.usecases.toast import say


def show_open(work: Work, unit: UnitId, chat: Chat, now: datetime, language: LanguageCode) -> int:
    """The cards of all that waits before a unit, to a group that comes later; how many."""
    count = 0
    for row in work.casework.rows(states=(CaseState.FILED,)):
        case = work.casework.get(row.reference)
        for referral in work.casework.referrals_of(row.reference) if case else ():
            if case is None or unit not in referral.units or not referral.state.is_open:
                continue
            count += owe_groups(
                work,
                unit,
                card(case.alerted(), referral, Standing(now, answer_by(referral))),
                case=case,
                referral=referral,
                key=f"{referral.id}:linked:{now.isoformat()}",
                kind=OwedKind.ALERT,
                language=language,
                now=now,
                only=chat,
            )
    return count


def refuse_link(
    desk: Desk, work: Work, incoming: Incoming, bound: UnitId, wanted: UnitId, now: datetime
) -> None:
    """A group of another unit stays where it is: a unit must not lose it to a mistyped code.

    Whoever wrote the code is told, and `operator`, who can move it.
    """
    params = {"unit": Named("unit", bound), "other": Named("unit", wanted)}
    say(desk, work, incoming, Line("group.linked_elsewhere", params), now)
    prompt = Prompt((Line("operator.link_refused", params),))
    others = (unit for unit in (OPERATOR, bound) if unit != bound or _has_more(work, bound))
    for unit in others:
        key = f"link-refused:{desk.ids.evidence()}"
        owe_notice(work, unit, prompt, key=key, language=desk.officers_speak, now=now)


def _has_more(work: Work, unit: UnitId) -> bool:
    return len(work.directory.groups_of(unit)) > 1
