"""The ways through an officer's private chat: few buttons at once, and no screen a dead end."""

from collections import deque
from pathlib import Path

import pytest
from bot.channels.line.render import render as line_parts
from bot.channels.telegram.render import render as telegram_parts
from bot.domain.ids import Channel, LanguageCode, OfficerId
from bot.domain.incoming import Text
from bot.domain.prompt import OfficerTap, Prompt, read_payload
from bot.domain.referral import Referral
from bot.flows import officer as screens
from bot.flows import officer_menu
from bot.usecases.awaited import expect
from bot.usecases.officer_actions import BUTTONS, CARD_ACTIONS, WORDS

from tests.permission_cells import Cells, everybody
from tests.taken_case import taken
from tests.test_officer_screens import CASE, REFERRAL, TALK

BOTH = pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
MOST_AT_ONCE = 8
"""Buttons in one message of an officer: they are seen together on a small screen."""
BACK = frozenset({"open", "record"})


def taps(prompt: Prompt) -> list[OfficerTap]:
    found = (read_payload(button.payload) for row in prompt.rows for button in row)
    return [tap for tap in found if isinstance(tap, OfficerTap)]


def leads_back(prompt: Prompt) -> bool:
    return not BACK.isdisjoint(tap.action for tap in taps(prompt))


def test_details_show_what_is_done_most_and_the_rest_stands_under_three_headings() -> None:
    shown = [tap.action for tap in taps(screens.details(CASE, REFERRAL, TALK))]
    groups = officer_menu.besides(REFERRAL)
    rest = [tap.action for group in groups for tap in taps(group) if tap.action != "open"]
    assert shown == ["record", "write", "contact", "next", "note", "handover", "close", "rest"]
    assert len(groups) == len(officer_menu.BESIDES) == 3
    assert len(rest) == len(set(rest)) == 16
    assert set(rest).isdisjoint(shown)
    assert {*shown, *rest} <= {*BUTTONS, *CARD_ACTIONS}
    for screen in (screens.details(CASE, REFERRAL, TALK), *groups):
        assert len(taps(screen)) <= MOST_AT_ONCE
        assert leads_back(screen)


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_buttons_under_a_case_are_one_message_on_either_platform(
    tmp_path: Path, language: str
) -> None:
    async with taken(tmp_path) as home:
        for prompt in (screens.details(CASE, REFERRAL, TALK), *officer_menu.besides(REFERRAL)):
            message = home.desk.voice.word(prompt, LanguageCode(language))
            assert len(line_parts(message)) == 1
            assert len(telegram_parts(message, private=True)) == 1


@BOTH
async def test_from_every_screen_of_a_case_there_is_a_way_back_to_it(
    tmp_path: Path, channel: Channel
) -> None:
    dead = []
    async with everybody(tmp_path, channel) as cells:
        first = f"r:open:{cells.referral.id}"
        known, ahead = {first}, deque([first])
        while ahead:
            payload = ahead.popleft()
            shown = await _shown(cells, payload)
            if not shown or not _goes_on(shown[-1], payload):
                dead.append((payload, shown))
            for tap in (tap for prompt in shown for tap in taps(prompt)):
                again = f"r:{tap.action}:{tap.referral}" + (f":{tap.value}" if tap.value else "")
                if again not in known and tap.referral == cells.referral.id:
                    known.add(again)
                    ahead.append(again)
    assert dead == []
    assert {payload.split(":")[1] for payload in known} >= SEEN
    assert len(known) > 100


SEEN = {*BUTTONS} - {
    *("reopen", "want", "heard", "refer_send", "vital", "revoke", "reached", "told", "letter"),
    *("send", "change", "drop", "unsend", "wish", "safe", "translate", "interpreted", "grounds"),
}
"""What a case that was just taken leads to; the others need a message, a referral or a wish."""


@BOTH
async def test_words_that_were_asked_for_lead_back_too(tmp_path: Path, channel: Channel) -> None:
    async with everybody(tmp_path, channel) as cells:
        who = f"o{cells.account('holder')}"
        for what in WORDS:
            shown = await _shown(cells, Text("some words"), cells.referral, who, what)
            assert shown, what
            assert leads_back(shown[-1]), what


def _goes_on(prompt: Prompt, payload: str) -> bool:
    """Whether it leads back; a case that was given away is not theirs, the list is."""
    away = payload.split(":")[1] == "give_back" and payload.count(":") == 3
    return leads_back(prompt) or (away and [tap.action for tap in taps(prompt)] == ["cases"])


async def _shown(
    cells: Cells,
    what: str | Text,
    referral: Referral | None = None,
    who: str = "",
    awaited: str = "",
) -> list[Prompt]:
    """What the holder is shown in private."""

    def waits(work: object) -> None:
        if referral is not None:
            officer = work.directory.officer(OfficerId(who))  # type: ignore[attr-defined]
            expect(work, officer, awaited, referral.id)  # type: ignore[arg-type]

    seen = await cells.tries("holder", what, before=waits)
    mine = cells.account("holder")
    return [owed.prompt for owed in seen.owed if owed.target.id == mine]
