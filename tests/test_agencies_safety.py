"""Who sees what of a referral, and the few ways around the worker's consent."""

from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.ids import Channel, ReferralState
from bot.domain.incoming import Chat, Tap
from bot.usecases.agency_case import newest

from tests.agencies import (
    INSPECTOR,
    NOK,
    WORKER,
    asks_worker,
    officer_taps,
    referred,
    said,
    state,
    taken,
    the_case,
)
from tests.test_agencies_referring import THERE, answers, payloads

UNKNOWN = "Only officers enrolled"


@pytest.mark.safety(22)
async def test_an_agency_group_holds_no_more_than_a_centres_group(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "in the house of Somchai")
        await asks_worker(h)
        await answers(h, "yes")
        card = said(h, "-300")[0]
        assert "Somchai" not in card
        calls = h.platforms[Channel.TELEGRAM].calls
        cards = [each.message.text for call, _ in calls for each in call if each.chat.id == "-100"]
        centre = next(text for text in cards if "What happened" in text)
        ours = {"🏛 Referral from Samut Sakhon centre", "Asked of the agency: Claim the pay"}
        beyond = set(card.split("\n")) - set(centre.split("\n")) - ours
        assert all(line.startswith("Answer by") for line in beyond)


BEYOND = ("record", "sensitive", "note", "close", "open", "refer", "report", "agencies")


async def test_an_agencys_officer_opens_nothing_but_the_brief(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "in the house of Somchai")
        await asks_worker(h)
        await answers(h, "yes")
        await h.taps(INSPECTOR, "✋ Take the case", chat=THERE)
        assert "The worker agreed to this much" in said(h, INSPECTOR)[-1]
        which = (await referred(h)).id
        for action in BEYOND:
            shown = len(said(h, INSPECTOR))
            await h.take(INSPECTOR, Tap(f"r:{action}:{which}", "t"))
            assert [UNKNOWN in text for text in said(h, INSPECTOR)[shown:]] == [True], action
        assert "Somchai" not in "".join(said(h, INSPECTOR))


async def test_only_officers_of_the_agency_answer_for_it(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await answers(h, "yes")
        for who in (NOK, "99"):
            await h.taps(who, "✅ Accept", chat=THERE)
            assert await state(h) is ReferralState.SENT
            assert UNKNOWN in h.platforms[Channel.TELEGRAM].toasts.pop()[1]


async def test_a_protected_matter_stays_protected_in_an_agencys_group(tmp_path: Path) -> None:
    async with taken(tmp_path, extra=("under_18:yes",)) as h:
        case = await the_case(h)
        protected = replace(case, facts=replace(case.facts, protected=True))
        await h.assembly.store.write(lambda work: work.casework.save(protected))
        await asks_worker(h)
        await officer_taps(h, "heard", ":sk-labour")
        await officer_taps(h, "heard", ".phone")
        await officer_taps(h, "heard", ".phone.yes")
        card = said(h, "-300")[0]
        assert "Protected matter" in card
        for hidden in ("pay", "Mueang", "Claim"):
            assert hidden not in card


async def test_danger_to_life_may_stand_for_consent_with_its_ground(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as h:
        await officer_taps(h, "refer")
        await officer_taps(h, "refer", ":other")
        await officer_taps(h, "refer", ":sk-police")
        await officer_taps(h, "want", ".get_out")
        await officer_taps(h, "want", ".done")
        await officer_taps(h, "vital", ":sk-police")
        assert await state(h, "sk-police") is ReferralState.ASKED
        await officer_taps(h, "vital", ".life_now")
        sent = await referred(h, "sk-police")
        assert (sent.state, sent.ground, sent.consents) == (ReferralState.SENT, "life_now", ())
        entries = await h.assembly.store.read(lambda work: work.audit.entries())
        assert ("case.vital_interest", "police life_now") in [(e.action, e.detail) for e in entries]
        assert "danger to life" in "".join(said(h, NOK))


@pytest.mark.parametrize(
    ("agency", "danger", "police", "why"),
    [
        ("sk-police", True, "no", "said no to the police"),
        ("sk-police", False, "", "only in an urgent case"),
        ("sk-shelter", True, "", "only in an urgent case"),
    ],
)
async def test_without_consent_nothing_else_leaves(
    tmp_path: Path, agency: str, *, danger: bool, police: str, why: str
) -> None:
    async with taken(tmp_path, danger=danger) as h:
        case = await the_case(h)
        told = replace(case, facts=replace(case.facts, police=police))
        await h.assembly.store.write(lambda work: work.casework.save(told))
        await officer_taps(h, "refer")
        await officer_taps(h, "refer", ":other")
        await officer_taps(h, "refer", f":{agency}")
        held = payloads(h, NOK)[-1][0].split(":")[2]
        await h.take(NOK, Tap(f"r:vital:{held}:{agency}.life_now", "t"))
        assert await state(h, agency) is ReferralState.ASKED
        assert why in said(h, NOK)[-1]


async def test_referring_an_untaken_case_takes_it_and_only_its_holder_refers(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as h:
        await h.officer("national", "80", "Khun Duty")
        referral = payloads(h, NOK)[0][0].split(":")[2]
        there = Chat(Channel.TELEGRAM, "-200", private=False)
        await h.take("80", Tap(f"r:refer:{referral}", "t"), chat=there)
        assert not any("refer to which agency" in text for text in said(h, "80"))


async def test_a_report_is_ready_in_thai_and_recorded_once_it_was_sent(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await officer_taps(h, "report")
        await officer_taps(h, "report", ":social_development")
        text = next(t for t in said(h, NOK) if "พมจ." in t and "เรียน" in t)
        assert (await the_case(h)).reference in text
        assert (await the_case(h)).worked == ()
        await officer_taps(h, "report", ".sent")
        (deed,) = (await the_case(h)).worked
        assert (deed.deed, deed.value) == ("nrm", "reported.social_development")


async def test_every_button_fits_and_the_newest_referral_is_meant(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await answers(h, "yes")
        await h.taps(INSPECTOR, "✖ Decline", chat=THERE)
        await h.taps(INSPECTOR, "Not our area")
        declined = await referred(h)
        assert (declined.state, declined.reason) == (ReferralState.DECLINED, "wrong_area")
        await officer_taps(h, "refer")
        assert ":sk-labour" not in "".join(payloads(h, NOK)[-1])
        await officer_taps(h, "refer", ":other")
        await officer_taps(h, "refer", ":sk-labour")
        reference = (await the_case(h)).reference
        again = await h.assembly.store.read(lambda w: newest(w, reference, declined.unit))
        assert again is not None
        assert (again.id != declined.id, again.state) == (True, ReferralState.ASKED)
        every = [p for chat in (NOK, INSPECTOR, WORKER) for row in payloads(h, chat) for p in row]
        assert all(len(each.encode()) <= 64 for each in every)
        assert all(len(each.split(":")[2]) <= 24 for each in every if each.startswith("a:"))


@pytest.mark.safety(4)
async def test_each_agency_is_asked_about_by_itself(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await officer_taps(h, "refer", ":other")
        await asks_worker(h, "sk-shelter", "shelter")
        await answers(h, "yes")
        assert await state(h, "sk-labour") is ReferralState.ASKED
        assert await state(h, "sk-shelter") is ReferralState.SENT
