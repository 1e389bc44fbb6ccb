"""Words an officer was asked for: what they will be taken for, and of which referral."""

from collections.abc import Collection
from dataclasses import replace

from bot.domain.ids import NATIONAL, ReferralId
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.ports import Work


def expect(
    work: Work, officer: Officer, what: str, referral: ReferralId, carried: str = ""
) -> None:
    """The officer's next words are taken for `what`; `carried` is what was chosen before."""
    expect_nothing(work, officer)
    awaiting = f"{what}:{referral}:{carried}" if carried else f"{what}:{referral}"
    work.directory.enrol(replace(officer, awaiting=awaiting))


def expect_nothing(work: Work, officer: Officer) -> None:
    """The officer's next words are no answer to anything, for whichever unit they were asked."""
    for each in work.directory.officers_with(officer.channel, officer.account):
        if each.awaiting:
            work.directory.enrol(replace(each, awaiting=""))


def no_more_awaited(work: Work, referrals: Collection[Referral]) -> None:
    """Nothing is waited for about an erased case, and nothing is kept that was said on the way."""
    gone = {each.id for each in referrals}
    units = {NATIONAL, *(unit for each in referrals for unit in each.units)}
    for officer in (each for unit in units for each in work.directory.officers_of(unit)):
        if awaited(officer)[1] in gone:
            work.directory.enrol(replace(officer, awaiting=""))


def awaited(officer: Officer) -> tuple[str, ReferralId]:
    """What the officer's next words will be taken for, and of which referral."""
    what, _, rest = officer.awaiting.partition(":")
    return what, ReferralId(rest.partition(":")[0])


def carried(officer: Officer) -> str:
    """What was chosen before the words were asked for."""
    return officer.awaiting.partition(":")[2].partition(":")[2]
