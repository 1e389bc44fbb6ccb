"""A tap on a card by an officer who may."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case
from bot.domain.incoming import Incoming
from bot.domain.prompt import OfficerTap
from bot.domain.referral import Referral
from bot.domain.unit import Officer


@dataclass(frozen=True, slots=True)
class Tapped:
    """What the tap is about."""

    incoming: Incoming
    tap: OfficerTap
    officer: Officer
    case: Case
    referral: Referral
    now: datetime
