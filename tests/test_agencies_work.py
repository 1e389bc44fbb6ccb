"""An agency's officer works on a referral in private, and sees what the worker agreed to."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.ids import CaseState, Channel, ReferralState
from bot.domain.incoming import Chat, Tap

from tests.agencies import (
    INSPECTOR,
    NOK,
    WORKER,
    asks_worker,
    referred,
    said,
    state,
    taken,
    the_case,
)
from tests.house import House
from tests.test_agencies_referring import THERE, answers, payloads

BOTH = pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
LINE_INSPECTOR = "U90"
SECRET = "in the house of Somchai"


async def sent(h: House) -> str:
    """A case that the worker let go to the inspectors; the id of its referral."""
    await h.says(WORKER, SECRET)
    await asks_worker(h)
    await answers(h, "yes")
    return (await referred(h)).id


async def takes_from_the_list(h: House, me: str, channel: Channel) -> None:
    """From their own list, where nothing is, to the agency's, and into the case."""
    await h.says(me, "my cases", channel=channel)
    assert said(h, me, channel)[-1].startswith("There is no referral here now.")
    await h.taps(me, "👥 My unit's cases", channel=channel)
    assert "nobody has it yet · from Samut Sakhon centre" in said(h, me, channel)[-1]
    reference = (await the_case(h)).reference
    await h.taps(me, reference, channel=channel)
    await h.taps(me, "✋ Take the case", channel=channel)
    await h.taps(me, "✅ Accept", channel=channel)
    assert (await the_case(h)).state is CaseState.REFERRED


async def is_reminded_and_looks(h: House, me: str, channel: Channel) -> None:
    """The planned step falls due: one reminder, and the list leads to the brief."""
    await h.passes(days=2, minutes=5)
    assert sum("your next step is due now" in each for each in said(h, me, channel)) == 1
    await h.says(me, "my cases", channel=channel)
    assert "in hand · from Samut Sakhon centre" in said(h, me, channel)[-1]
    await h.taps(me, "📂 The case", channel=channel)
    assert "⚠ The agency's step was due" in said(h, me, channel)[-1]


@BOTH
async def test_an_agencys_officer_has_a_list_works_and_closes_the_referral(
    tmp_path: Path, channel: Channel
) -> None:
    me = LINE_INSPECTOR if channel is Channel.LINE else INSPECTOR
    async with taken(tmp_path) as h:
        if channel is Channel.LINE:
            await h.officer("sk-labour", me, "Khun Ploy", Channel.LINE)
        await sent(h)
        await takes_from_the_list(h, me, channel)
        await h.taps(me, "📞 Contact tried", channel=channel)
        await h.taps(me, "🏢 Centre to call", channel=channel)
        assert "asks you to reach the worker" in said(h, NOK)[-1]
        await h.taps(me, "🏭 Visit the place", channel=channel)
        await h.taps(me, "2 working days", channel=channel)
        assert "The agency's next step: 🏭 Visit the place · Wed 25 Nov" in said(h, NOK)[-1]
        assert "next step: 🏭 Visit the place" in said(h, me, channel)[-1]
        await is_reminded_and_looks(h, me, channel)
        await h.taps(me, "🏁 Complete", channel=channel)
        await h.taps(me, "Partly", channel=channel)
        assert await state(h) is ReferralState.COMPLETED
        assert (await the_case(h)).state is CaseState.TAKEN
        assert SECRET not in "".join(said(h, me, channel))
        await h.taps(me, "🙋 My cases", channel=channel)
        assert said(h, me, channel)[-1].startswith("There is no referral here now.")
        logged = [e.action for e in await h.assembly.store.read(lambda w: w.audit.entries())]
        assert {"referral.brief", "referral.contact_tried", "referral.next_step"} <= {*logged}


async def test_what_was_accepted_can_be_given_back_with_a_reason_and_the_centre_goes_on(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as h:
        which = await sent(h)
        await h.take(INSPECTOR, Tap(f"r:hand_back:{which}:no_place", "t"))
        assert await state(h) is ReferralState.SENT
        await h.taps(INSPECTOR, "✋ Take the case", chat=THERE)
        await h.take(INSPECTOR, Tap(f"r:hand_back:{which}:no_place", "t"))
        assert await state(h) is ReferralState.ACKNOWLEDGED
        await h.taps(INSPECTOR, "✅ Accept", chat=THERE)
        await h.taps(INSPECTOR, "↪ Give back")
        assert await state(h) is ReferralState.ACCEPTED
        await h.taps(INSPECTOR, ":hand_back:" + which + ":no_place")
        back = await referred(h)
        assert (back.state, back.reason, back.next_due_at) == (
            ReferralState.DECLINED,
            "no_place",
            None,
        )
        assert (await the_case(h)).state is CaseState.TAKEN
        assert "Reason: No place, no staff" in said(h, NOK)[-1]
        assert "they cannot do it" in said(h, WORKER)[-1]
        assert "No place" not in "".join(said(h, WORKER))
        assert "declined by Khun Ploy" in said(h, "-300")[-1]
        for late in ("tried:x", "plan:meet.1", "complete:helped", "brief"):
            action, _, value = late.partition(":")
            await h.take(
                INSPECTOR, Tap(f"r:{action}:{which}" + (f":{value}" if value else ""), "t")
            )
        assert await referred(h) == back
        assert "The worker agreed" not in said(h, INSPECTOR)[-1]


async def _is_nothing_to_another_agency(h: House, reference: str) -> None:
    """An officer of the shelter finds it by no number, in no list and by no button."""
    await h.officer("sk-shelter", "95", "Khun Dao")
    await h.says("95", reference)
    assert "No case with this number" in said(h, "95")[-1]
    for asked in ("my cases", "👥 My unit's cases"):
        await (h.says if asked.isascii() else h.taps)("95", asked)
        assert said(h, "95")[-1].startswith("There is no referral here now.")
    which = (await referred(h)).id
    for pressed in (f"r:brief:{which}", f"r:complete:{which}:helped"):
        await h.take("95", Tap(pressed, "t"))
    assert "Only officers enrolled" in h.platforms[Channel.TELEGRAM].toasts.pop()[1]
    assert not [each for each in (SECRET, "Khun Ploy") if each in "".join(said(h, "95"))]


async def test_a_typed_number_opens_the_brief_of_their_own_referral_alone(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        reference = (await the_case(h)).reference
        await h.says(INSPECTOR, reference)
        assert "No case with this number" in said(h, INSPECTOR)[-1]
        await sent(h)
        await h.says(INSPECTOR, reference)
        assert said(h, INSPECTOR)[-1].startswith("🏛 Referral from")
        await h.taps(INSPECTOR, "✅ Accept")
        await h.says(INSPECTOR, reference)
        assert "The worker agreed to this much" in said(h, INSPECTOR)[-1]
        await h.officer("sk-labour", "91", "Khun Fah")
        await h.says("91", "my cases")
        assert said(h, "91")[-1].startswith("There is no referral here now.")
        await h.taps("91", "👥 My unit's cases")
        assert "· Khun Ploy · from Samut Sakhon centre" in said(h, "91")[-1]
        await _is_nothing_to_another_agency(h, reference)
        await answers(h, "never")
        await h.says(INSPECTOR, reference)
        assert "No case with this number" in said(h, INSPECTOR)[-1]
        assert SECRET not in "".join(said(h, INSPECTOR))


async def test_every_screen_of_an_agency_leads_on(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        which = await sent(h)
        await h.taps(INSPECTOR, "✅ Accept", chat=Chat(Channel.TELEGRAM, "-300", private=False))
        for action in (
            "brief",
            "tried",
            "plan",
            "plan:meet",
            "complete",
            "hand_back",
            "tried:reached",
        ):
            name, _, value = action.partition(":")
            await h.take(INSPECTOR, Tap(f"r:{name}:{which}" + (f":{value}" if value else ""), "t"))
            last = payloads(h, INSPECTOR)[-1]
            assert {f"r:brief:{which}", "r:cases:00000000"} & {*last}, action
        h.moment[0] += timedelta(minutes=1)
