"""Safety rules that need the whole house: what nobody can do, and what goes on by itself."""

from pathlib import Path

import pytest
import regex
from bot.domain.ids import CaseState
from bot.domain.permissions import TABLE
from bot.usecases.officer_actions import BUTTONS, CARD_ACTIONS, OWN, OWN_WORDS, WORDS

from tests.taken_case import GROUP, NOK, shows, staffed, the_case
from tests.test_take_turn import CONSENT, WORKER, files, presses, sends, texts

WORDS_THAT_END_NOTHING = ("I am safe now", "it is solved, thank you", "close my case", "ok", "bye")


@pytest.mark.safety(36)
async def test_nothing_a_worker_says_closes_a_case_or_stops_its_clock(tmp_path: Path) -> None:
    async with staffed(tmp_path) as home:
        await files(home)
        await sends(home)
        for words in WORDS_THAT_END_NOTHING:
            await home.says(WORKER, words)
        before = len(texts(home, "-100"))
        await home.passes(hours=5)
        assert (await the_case(home)).state is CaseState.FILED
        assert len(texts(home, "-100")) > before


@pytest.mark.safety(19, 23)
async def test_the_officer_can_read_the_case_of_somebody_who_wrote_of_ending_their_life(
    tmp_path: Path,
) -> None:
    async with staffed(tmp_path) as home:
        await home.says(WORKER, "hello")
        await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:no", "for_whom:me")
        await home.says(WORKER, "I want to die")
        assert "1323" in "".join(texts(home, WORKER))
        await presses(home, "ending_life:yes")
        await home.says(WORKER, "Mahachai")
        await home.taps(NOK, "✋ Take the case", chat=GROUP)
        await home.taps(NOK, "📄 What was said")
        assert "Thoughts of dying: yes" in shows(home, NOK)


@pytest.mark.safety(18, 41)
async def test_where_a_child_sleeps_stands_behind_one_more_tap_and_never_in_the_group(
    tmp_path: Path,
) -> None:
    async with staffed(tmp_path) as home:
        await home.says(WORKER, "hello")
        await presses(home, *CONSENT, "category:skip", "what_happened:skip")
        await home.says(WORKER, "Mahachai")
        await presses(home, "may_write:yes", "under_18:yes", "under_15:yes", "trusted_adult:no")
        await home.says(WORKER, "behind the net store")
        await sends(home)
        await home.taps(NOK, "✋ Take the case", chat=GROUP)
        assert "child-protection officer" in "".join(texts(home, NOK))
        await home.taps(NOK, "📄 What was said")
        assert "net store" not in shows(home, NOK)
        await home.taps(NOK, "🔎 Sensitive answers")
        assert "net store" in shows(home, NOK)
        assert "net store" not in "".join(texts(home, "-100"))


@pytest.mark.safety(44)
def test_no_officer_has_a_button_that_blocks_a_worker() -> None:
    assert len(BUTTONS) > 20
    # "mute" proposes: it holds until a second person agrees, and danger passes (test_mute.py).
    known = {*BUTTONS, *OWN, *WORDS, *OWN_WORDS, *CARD_ACTIONS, *TABLE}
    words = {each for each in known if any(w in each for w in ("block", "mute", "ban"))}
    assert words == {"mute", "mute_ok"}


@pytest.mark.safety(1)
async def test_whoever_starts_over_or_deletes_stays_in_the_chosen_language(tmp_path: Path) -> None:
    async with staffed(tmp_path) as home:
        await home.says(WORKER, "hello")
        await presses(home, "language:my", "safe_to_talk:yes", "in_danger_now:no")
        for words, sure in (("start over", "start_over:yes"), ("delete", "delete_data:yes")):
            await home.says(WORKER, words)
            await presses(home, sure)
            assert not regex.search("[a-z]{3}", texts(home, WORKER)[-1])


@pytest.mark.safety(20)
async def test_the_answer_about_the_police_stands_on_the_alert(tmp_path: Path) -> None:
    async with staffed(tmp_path) as home:
        await home.says(WORKER, "hello")
        await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes")
        await home.says(WORKER, "Mahachai")
        assert "Tell police: not asked" in texts(home, "-100")[0]
        await presses(home, "may_write:yes", "tell_police:no")
        assert "Tell police: no ·" in texts(home, "-100")[0]
