"""Cases are counted page by page, and no more of them is opened than it takes."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from bot.data.screening import load_screening
from bot.domain.conversation import Answer
from bot.domain.counting import CASES, CENTRE
from bot.domain.ids import QuestionId, Reference
from bot.domain.period import read_fiscal_year
from bot.domain.referral import Referral
from bot.domain.retention import Sort
from bot.ports import Work
from bot.usecases import count_cases as counting
from bot.usecases.count_cases import Wanted, count_cases, how_many
from storage.casework import Casework
from storage.conversations import Conversations
from storage.messages import Messages

from tests.storage_samples import NOW, case, conversation, opened_store

YEAR = read_fiscal_year("2569")
WANTED = Wanted(YEAR.months, ZoneInfo("Asia/Bangkok"), load_screening(), exact=False)
AGREED, REFUSED, UNASKED = (Reference(f"48-2093-771{number}-5") for number in range(3))


def filed(work: Work) -> None:
    """One worker agreed to be counted, one said no, one was not asked; one came the year before."""
    for number, (reference, said) in enumerate(
        [(AGREED, "yes"), (REFUSED, "no"), (UNASKED, ""), (Reference("4"), "yes")]
    ):
        talk = conversation(f"c{number}", account=f"U{number}")
        told = Answer(QuestionId("consent_statistics"), (said,), NOW)
        work.conversations.save(replace(talk, answers=(told,) if said else ()), None)
        at = NOW if number < len(WANTED.months) // 4 else NOW.replace(year=2024)
        work.casework.add(case(reference, f"c{number}", opened_at=at))
    work.statistics.count(Sort("2026-04", "C", ("pay",), "TH-74", "helped"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Reference]:
    """Whose referrals were looked at; files and messages must not be."""
    found: list[Reference] = []
    whole = Casework.referrals_of

    def referrals_of(work: Casework, reference: Reference) -> Sequence[Referral]:
        found.append(reference)
        return whole(work, reference)

    def never(*_: object) -> None:
        raise AssertionError("it is not needed for counting")

    monkeypatch.setattr(counting, "BATCH", 2)
    monkeypatch.setattr(Casework, "referrals_of", referrals_of)
    monkeypatch.setattr(Conversations, "evidence_of", never)
    monkeypatch.setattr(Messages, "of_case", never)
    return found


@pytest.mark.safety(28)
async def test_only_who_agreed_is_counted_unless_it_is_exact(
    database_url: str, asked: list[Reference]
) -> None:
    async with opened_store(database_url) as store:
        await store.write(filed)
        seen: list[int] = []
        tally = await count_cases(store, WANTED, seen.append)
        assert seen == [2, 3]
        assert asked == [AGREED]
        assert tally.total(CASES, YEAR.months) == 2
        assert tally.line(CASES, "category", YEAR.months) == {"pay": 1}
        assert tally.agreed == {"yes": 2, "no": 1, "not_asked": 1}
        assert await how_many(store, WANTED) == 3
        exact = await count_cases(store, replace(WANTED, exact=True))
        assert exact.total(CASES, YEAR.months) == 4
        assert exact.line(CASES, CENTRE, YEAR.months) == {case().unit: 3, "erased": 1}
        one = await count_cases(store, replace(WANTED, exact=True, centre="tak"))
        assert one.total(CASES, YEAR.months) == 0
