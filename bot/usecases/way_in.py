"""Whoever may not act is refused with the way in: the bot's address, as the platforms told us."""

from datetime import datetime

from bot.domain.ids import Channel, ReferralId
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Literal
from bot.domain.unit import Officer
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.floods import WINDOW
from bot.usecases.permit import enrolled_with
from bot.usecases.toast import say, toast


def mark(channel: Channel) -> str:
    """The name under which the bot's address on a platform is kept."""
    return f"way_in.{channel.value}"


def _private_first(work: Work, officer: Officer) -> Line:
    """To somebody enrolled who has never written to the bot: how to begin, then tap again."""
    name = Literal(officer.name)
    address = work.marks.get(mark(officer.channel))
    if address:
        # wording: In the group, to one officer by name; {address} is a link that opens our chat.
        return Line("group.private_first", {"name": name, "address": Literal(address)})
    if officer.channel is Channel.LINE:
        # wording: The same on LINE where the link is not known: add the bot as a friend.
        return Line("group.private_first_line", {"name": name})
    # wording: The same on Telegram where the link is not known: tap the bot's name, then Start.
    return Line("group.private_first_telegram", {"name": name})


def refuse(desk: Desk, work: Work, incoming: Incoming, which: ReferralId, now: datetime) -> None:
    """Politely; one who has only to open the private chat is told where it is.

    That is a message, not a notice: nobody can tap a link in a notice. A minute has one of them.
    """
    referral = work.casework.referral(which)
    enrolled = enrolled_with(work, incoming)
    shut = [
        each
        for each in enrolled
        if referral is not None and each.unit in referral.units and not each.private_open
    ]
    if shut:
        line = _private_first(work, shut[0])
        if desk.floods.is_news(f"{line.key}{line.params}", incoming, now, WINDOW):
            say(desk, work, incoming, line, now)
    else:
        toast(desk, work, incoming, Line("group.refused"), now)
