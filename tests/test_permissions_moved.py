"""Buttons that outlived their case: it went elsewhere, closed or was erased."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.case import Case
from bot.domain.ids import CaseState, Channel, OfficerId, ReferralId, ReferralState, UnitId
from bot.domain.incoming import Text
from bot.domain.permissions import CARD, HELD, WORDS
from bot.domain.reference import reference
from bot.domain.referral import Referral
from bot.ports import Work
from bot.usecases.awaited import expect
from storage.transaction import Transaction

from tests.permission_cells import PARTNER, TASK, Cells, Seen, everybody

NOWHERE = ReferralId("zzzzzzzzzzzz")
ALL_CASE = (*CARD, *HELD)


@pytest.fixture
async def cells(tmp_path: Path) -> AsyncIterator[Cells]:
    async with everybody(tmp_path, Channel.TELEGRAM) as made:
        yield made


def _nothing(seen: Seen) -> bool:
    """Whether nobody learned or changed anything."""
    kept = [each for each in seen.actions if not each.startswith("refused.")]
    told = [key for key in seen.keys if key.startswith(("officer.", "group."))]
    return not kept and set(told) <= {"group.refused", "officer.only_holder"}


Change = Callable[[Work, Cells], None]


def _passed_on(work: Work, cells: Cells) -> None:
    """Tak has it now, and somebody there took it."""
    held = _held(work, cells)
    work.casework.save_referral(replace(held, state=ReferralState.DECLINED))
    tak = replace(
        held,
        id=ReferralId("tak000000001"),
        unit=UnitId("tak"),
        units=(UnitId("tak"),),
        holder=OfficerId(f"o{cells.account('elsewhere')}"),
        holder_unit=UnitId("tak"),
    )
    work.casework.add_referral(tak)


def _given_back(work: Work, cells: Cells) -> None:
    work.casework.save_referral(_held(work, cells).give_back())


def _returned(work: Work, cells: Cells) -> None:
    work.casework.save_referral(_held(work, cells).returned())


def _revoked(work: Work, cells: Cells) -> None:
    work.casework.save_referral(_held(work, cells).revoke(cells.home.now))


def _erased(work: Work, cells: Cells) -> None:
    work.conversations.forget(_case(work, cells).conversation)


@pytest.mark.parametrize("change", [_passed_on, _given_back, _returned, _revoked, _erased])
async def test_old_buttons_of_a_case_that_went_elsewhere_open_nothing(
    cells: Cells, change: Change
) -> None:
    for action in ALL_CASE:
        for who in ("holder", "head", "colleague"):
            payload = f"r:{action}:{cells.referral.id}"
            seen = await cells.tries(who, payload, before=lambda work: change(work, cells))
            refused = seen.actions == [f"refused.{action}"] and _nothing(seen)
            assert refused or set(seen.keys) == {"group.over"}, (who, action, seen.actions)
            if action in CARD and who == "holder":
                here = cells.group("samut-sakhon")
                seen = await cells.tries(
                    who, payload, chat=here, before=lambda work: change(work, cells)
                )
                assert set(seen.keys) <= {"group.over", "group.refused"}, (action, seen.keys)
    for words in WORDS:

        def asked(work: Work, words: str = words) -> None:
            (officer,) = work.directory.officers_with(cells.channel, cells.account("holder"))
            expect(work, officer, words.removeprefix("words."), cells.referral.id)
            change(work, cells)

        seen = await cells.tries("holder", Text("123456"), before=asked)
        assert (seen.actions, seen.keys) == ([f"refused.{words}"], ["group.refused"])


async def test_who_handed_a_case_over_cannot_hand_it_on(cells: Cells) -> None:
    def handed(work: Work) -> None:
        to = OfficerId(f"o{cells.account('colleague')}")
        work.casework.save_referral(_held(work, cells).hand_over(to))

    for action in ("handover", "give_back"):
        payload = f"r:{action}:{cells.referral.id}"
        seen = await cells.tries("holder", payload, before=handed)
        assert (seen.actions, seen.keys) == ([f"refused.{action}"], ["officer.only_holder"])
        seen = await cells.tries("colleague", payload, before=handed)
        assert f"refused.{action}" not in seen.actions


async def test_a_closed_case_takes_no_more_work_and_goes_to_no_agency(cells: Cells) -> None:
    def closed(work: Work) -> None:
        work.casework.save(replace(_case(work, cells), state=CaseState.CLOSED))

    for action in ("contact", "handover", "finding", "refer", "write"):
        seen = await cells.tries("holder", f"r:{action}:{cells.referral.id}", before=closed)
        assert set(seen.actions) <= {f"seen.{action}", f"pressed.{action}"}
        assert "officer.is_closed" in "".join(seen.keys) or len(seen.keys) == 1, seen.keys


async def test_a_translation_goes_to_whoever_has_the_case_now(cells: Cells) -> None:
    def shown(work: Work) -> None:
        _passed_on(work, cells)
        task = work.interpreters.assignment(TASK)
        (by,) = work.interpreters.everybody()
        assert task is not None
        work.interpreters.assign(task.accept(by.id, cells.home.now).showing("what_happened"))
        work.interpreters.enrol(replace(by, awaiting=TASK))

    seen = await cells.tries("interpreter", Text("They were not paid"), before=shown)
    assert seen.actions == ["interpreter.translated"]
    told = {each.target.id for each in seen.owed}
    assert cells.account("elsewhere") in told
    assert cells.account("holder") not in told


Trace = Callable[..., Awaitable[object]]


def _tracing(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> Trace:
    """What comes of a tap or words: what is logged, what is said, which statements are asked."""
    asked: list[str] = []
    run = Transaction._run  # noqa: SLF001  every statement goes through it

    def counted(self: Transaction, statement: object, values: object) -> object:
        asked.append(type(statement).__name__)
        return run(self, statement, values)  # type: ignore[arg-type]

    monkeypatch.setattr(Transaction, "_run", counted)

    async def trace(who: str, payload: str | Text, change: Change = lambda *_: None) -> object:
        def before(work: Work) -> None:
            change(work, cells)
            asked.clear()

        seen = await cells.tries(who, payload, before=before)
        logged = [(each.who, each.action, each.detail) for each in seen.logged]
        return logged, seen.keys, list(asked)

    return trace


async def test_what_is_not_there_and_what_may_not_be_seen_are_one_answer_and_as_many_questions(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = _tracing(cells, monkeypatch)
    for who in ("elsewhere", "national", "agency", "nobody"):
        for action in (*ALL_CASE, "phone"):
            nothing = await trace(who, f"r:{action}:{NOWHERE}")
            for which in (cells.referral.id, PARTNER):
                if who == "agency" and which == PARTNER:
                    continue
                if action == "phone" and who == "national":
                    continue
                assert await trace(who, f"r:{action}:{which}") == nothing, (who, action)
    other = Text(reference("1234567890"))
    ours = Text(cells.referral.reference)
    for who in ("elsewhere", "national"):  # an agency sees the card that was sent to it
        assert await trace(who, ours) == await trace(who, other)
    for who in ("elsewhere", "agency", "national"):
        assert await trace(who, ours, _erased) == await trace(who, other)


def _case(work: Work, cells: Cells) -> Case:
    found = work.casework.get(cells.referral.reference)
    assert found is not None
    return found


def _referral(work: Work, which: ReferralId) -> Referral:
    found = work.casework.referral(which)
    assert found is not None
    return found


def _held(work: Work, cells: Cells) -> Referral:
    return _referral(work, cells.referral.id)
