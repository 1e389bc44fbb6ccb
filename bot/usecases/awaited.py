"""Words an officer was asked for: what they will be taken for, and of which referral."""

from dataclasses import replace

from bot.domain.ids import ReferralId
from bot.domain.unit import Officer
from bot.ports import Work


def expect(work: Work, officer: Officer, what: str, referral: ReferralId) -> None:
    """The officer's next words are taken for `what`."""
    work.directory.enrol(replace(officer, awaiting=f"{what}:{referral}"))


def expect_nothing(work: Work, officer: Officer) -> None:
    """The officer's next words are no answer to anything."""
    work.directory.enrol(replace(officer, awaiting=""))


def awaited(officer: Officer) -> tuple[str, ReferralId]:
    """What the officer's next words will be taken for, and of which referral."""
    what, _, referral = officer.awaiting.partition(":")
    return what, ReferralId(referral)
