"""How long ago the chaser last ran, by the mark it leaves."""

from datetime import datetime, timedelta

from bot.ports import Work
from bot.usecases.chase_referrals import HEARTBEAT


def heartbeat_age(work: Work, now: datetime) -> timedelta | None:
    """How long ago the chaser last ran; None if it never did."""
    written = work.marks.get(HEARTBEAT)
    return now - datetime.fromisoformat(written) if written else None
