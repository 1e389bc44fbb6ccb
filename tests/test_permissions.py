"""Every cell of the table of permissions: who taps or says what, and what comes of it."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from bot.documents.permissions_page import as_page
from bot.domain.case import Mute
from bot.domain.ids import Channel, OfficerId
from bot.domain.incoming import Media, MediaKind, Text
from bot.domain.permissions import (
    CARD,
    COMMANDS,
    HELD,
    OTHER,
    TABLE,
    WORDS,
    Capacity,
    allowed,
)
from bot.ports import Work, WrongArgument
from bot.usecases import answer_agency, officer_actions
from bot.usecases.awaited import expect
from bot.web import commands

from tests.permission_cells import PARTNER, TASK, Cells, Seen, everybody
from tests.permission_files import is_taken

PAGE = Path(__file__).parents[1] / "docs" / "permissions.md"
BOTH = pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
AS: Mapping[str, Capacity] = {
    "holder": Capacity.HOLDING,
    "colleague": Capacity.HOLDING,
    "head": Capacity.HEAD,
    "alerted": Capacity.ALERTED,
    "elsewhere": Capacity.ELSEWHERE,
    "national": Capacity.NATIONAL,
    "national_head": Capacity.NATIONAL_HEAD,
    "agency": Capacity.AGENCY,
    "interpreter": Capacity.INTERPRETER,
    "worker": Capacity.WORKER,
    "nobody": Capacity.NOBODY,
}
OWNS = frozenset({"holder", "interpreter", "worker"})
"""Who tries what is theirs; the others' own things are tried apart."""
STRANGERS = ("worker", "nobody", "interpreter")
NOTHING = frozenset({"group.refused", "officer.only_holder", "officer.interpret.nothing"})


def test_every_action_has_a_row_and_every_row_an_action() -> None:
    card = {*officer_actions.CARD_ACTIONS, *answer_agency.ACTIONS, "refer", "show"}
    assert card == set(CARD)
    assert set(officer_actions.BUTTONS) - {"refer"} == set(HELD)
    assert {f"words.{each}" for each in officer_actions.WORDS} == set(WORDS)
    assert {*officer_actions.LISTS, *officer_actions.OWN} <= set(OTHER)
    assert set(commands.COMMANDS) == set(COMMANDS)
    # An action of one table under the name of another would take its permissions.
    assert len(TABLE) == sum(map(len, (CARD, HELD, WORDS, OTHER, COMMANDS)))


def test_what_has_no_row_may_nobody() -> None:
    assert not any(allowed(each, "no_such_thing", own=True) for each in Capacity)
    assert not any(allowed(Capacity.NOBODY, each, own=True) for each in TABLE)


def test_the_page_in_the_documentation_says_what_the_table_says() -> None:
    if os.environ.get("RONGTHUK_PERMISSIONS") == "write":
        PAGE.write_text(as_page(), "utf-8")
    assert PAGE.read_text("utf-8") == as_page(), "RONGTHUK_PERMISSIONS=write ./run test this file"


@BOTH
async def test_each_cell_of_a_case_that_was_taken_is_as_the_table_says(
    tmp_path: Path, channel: Channel
) -> None:
    wrong, tried = [], 0
    async with everybody(tmp_path, channel) as cells:
        named = list(COMMANDS)[:: 1 if channel is Channel.TELEGRAM else 7]  # alike on both
        for action in (*CARD, *HELD, *named, "phone", "mute_ok", "hold"):
            for who in AS:
                seen = await _pressed(cells, who, action)
                tried += 1
                if _verdict(seen, action) is not _may(who, action):
                    wrong.append((who, action, seen.actions, seen.keys))
        files = {who: await is_taken(cells, who) for who in AS}
        assert files == {who: _may(who, "words.file") for who in AS}
        for action in (*WORDS, "words.hold_reason", "words.lift_reason"):
            for who in AS:
                seen = await _said(cells, who, action)
                tried += 1
                if _verdict(seen, action, words=who in STRANGERS) is not _may(who, action):
                    wrong.append((who, action, seen.actions, seen.keys))
    assert wrong == []
    assert tried == len(AS) * (len(CARD) + len(HELD) + len(named) + len(WORDS) + 5)


@BOTH
async def test_each_cell_of_a_card_before_anybody_took_the_case_is_as_the_table_says(
    tmp_path: Path, channel: Channel
) -> None:
    wrong = []
    alerted = ("holder", "colleague", "head", "alerted")
    async with everybody(tmp_path, channel, taken=False) as cells:
        for action in (*CARD, *HELD):
            for who in AS:
                seen = await _pressed(cells, who, action)
                may = allowed(Capacity.ALERTED if who in alerted else AS[who], action)
                may = may and not (who == "agency" and action in CARD)  # towards its own alone
                if _verdict(seen, action) is not may:
                    wrong.append((who, action, seen.actions, seen.keys))
    assert wrong == []


@BOTH
async def test_each_cell_of_what_is_about_no_case_is_as_the_table_says(
    tmp_path: Path, channel: Channel
) -> None:
    wrong = []
    async with everybody(tmp_path, channel) as cells:
        for action in sorted({"cases", "unit", "duty", "voices", "voice", "voice_take"}):
            for who in AS:
                seen = await cells.tries(who, _payload(cells, who, action))
                if _verdict(seen, action) is not _allowed(who, action, own=True):
                    wrong.append((who, action, seen.actions, seen.keys))
        for who in (each for each in AS if each not in STRANGERS):
            seen = await cells.tries(who, Text(cells.referral.reference))
            found = seen.actions[0] == "case.searched", "officer.not_found" in seen.keys
            card = "group.agency.head" in seen.keys  # what was sent to the agency, no more
            if (*found, card) != (True, who in ("elsewhere", "national"), who == "agency"):
                wrong.append((who, "search", seen.actions, seen.keys))
            seen = await _records(cells, who)
            if ("officer.voice.wait" in seen.keys) is not _allowed(who, "words.voice"):
                wrong.append((who, "words.voice", seen.actions, seen.keys))
    assert wrong == []


@BOTH
async def test_an_interpreters_and_a_workers_own_cells_are_theirs_alone(
    tmp_path: Path, channel: Channel
) -> None:
    async with everybody(tmp_path, channel) as cells:
        for who, capacity in AS.items():
            seen = await cells.tries(who, f"r:interpret:{TASK}:nobody")
            own = allowed(capacity, "interpret", own=True)
            assert ("interpreter.declared" in seen.actions) is own, who
            assert ("refused.interpret" in seen.actions) is not own, who
            seen = await cells.tries(who, cells.payload)
            theirs = any(each.startswith(f"{cells.conversation}:") for each in seen.answered)
            assert theirs is allowed(capacity, "answer", own=who in OWNS), who


@BOTH
async def test_the_operator_can_by_command_and_not_otherwise(
    tmp_path: Path, channel: Channel
) -> None:
    async with everybody(tmp_path, channel) as cells:
        office, reference = cells.home.assembly, cells.referral.reference
        look = {"who": "ops", "where": "command:ops", "reference": reference}
        for command in ("cases.show", "cases.trace", "cases.linked"):
            await commands.carry_out(office, command, look)
        for action in TABLE:
            reached = True
            try:
                await commands.carry_out(office, action, {"nothing_of_this_name": 1})
            except WrongArgument:
                reached = False
            except TypeError:  # it was called, and knows no such argument
                assert action in COMMANDS
            assert reached is allowed(Capacity.OPERATOR, action), action
        entries = await office.store.read(lambda work: work.audit.entries(reference))
    assert [each.who for each in entries if each.who == "ops"] == ["ops"] * 3


def _may(who: str, action: str) -> bool:
    return _allowed(who, action, own=who in OWNS)


def _allowed(who: str, action: str, *, own: bool = True) -> bool:
    """A head of national may what any officer of national may, and more."""
    towards = {AS[who]} | ({Capacity.NATIONAL} if who == "national_head" else set())
    return any(allowed(each, action, own=own) for each in towards)


def _verdict(seen: Seen, action: str, *, words: bool = False) -> bool | None:
    """Whether it happened; None where it was neither done nor refused as it should be."""
    refused = f"refused.{action}" in seen.actions
    if words:  # who was asked for nothing just writes to the bot
        return False if not any("." in each for each in seen.actions) else None
    if refused:
        clean = seen.actions == [f"refused.{action}"]
        return False if clean and not any(_tells(key) for key in seen.keys) else None
    answered = any(each.who for each in seen.logged)  # whatever is done or seen leaves an entry
    return True if answered and not NOTHING.intersection(seen.keys) else None


def _tells(key: str) -> bool:
    """Whether a message is more than a refusal, or a worker's own next question."""
    staff = key.startswith(("officer.", "group.", "operator."))
    news = key.startswith("group.ended.")  # waited for the next free reply, whoever causes it
    return staff and key not in NOTHING and not news


def _payload(cells: Cells, who: str, action: str) -> str:
    if action == "duty":
        unit = {"elsewhere": "tak", "alerted": "samut-prakan", "agency": "sk-labour"}.get(who)
        own = "national" if who.startswith("national") else "samut-sakhon"
        return f"r:duty:00000000:{unit or own}"
    return f"r:{action}:{'00000000' if action in OTHER else cells.referral.id}"


async def _pressed(cells: Cells, who: str, action: str) -> Seen:
    """A button of a card in the group of whoever presses it, everything else in private."""
    of_agency = Capacity.AGENCY in TABLE[action].says and who == "agency"
    agency = of_agency or action in ("accept", "decline", "complete", "brief")
    referral = PARTNER if agency else cells.referral.id
    if action in ("phone", "mute_ok", "hold"):
        referral = cells.referral.id
    unit = "samut-prakan" if who == "alerted" else "sk-labour" if agency else "samut-sakhon"
    private = action not in CARD or who in STRANGERS
    before = {"phone": _called, "mute_ok": _proposed}.get(action)
    return await cells.tries(
        who,
        f"r:{action}:{referral}",
        chat=None if private else cells.group(unit),
        before=(lambda work: before(work, cells)) if before else (lambda _: None),
    )


def _called(work: Work, cells: Cells) -> None:
    """Somebody on call was written to: there is a number that `national` may ask for."""
    referral = work.casework.referral(cells.referral.id)
    assert referral is not None
    holder = referral.holder or OfficerId("nobody")
    step = referral.step("on_call", f"on_call:{referral.unit}:{holder}", cells.home.now)
    work.casework.save_referral(replace(step))


def _proposed(work: Work, cells: Cells) -> None:
    """The holder has proposed to mute: somebody else may confirm."""
    referral = work.casework.referral(cells.referral.id)
    case = work.casework.get(cells.referral.reference)
    assert referral is not None
    assert case is not None
    mute = Mute(referral.holder or "", case.unit, cells.home.now)
    work.casework.save(replace(case, mute=mute))


async def _said(cells: Cells, who: str, action: str) -> Seen:
    """Words after the bot asked for them: the case may have gone elsewhere since."""

    def asked(work: Work) -> None:
        for each in work.directory.officers_with(cells.channel, cells.account(who)):
            expect(work, each, action.removeprefix("words."), cells.referral.id)

    return await cells.tries(who, Text("123456 words"), before=asked)


async def _records(cells: Cells, who: str) -> Seen:
    """A voice message after the bot asked for one."""

    def asked(work: Work) -> None:
        (officer,) = work.directory.officers_with(cells.channel, cells.account(who))
        script = cells.home.desk.recordings.to_read(cells.home.desk.voice.languages()[0])
        name = f"{cells.home.desk.voice.languages()[0]}/{script[0].key}"
        work.directory.enrol(replace(officer, awaiting=f"voice:{name}"))

    sound = Media(MediaKind.VOICE, "voice", "audio/ogg", 4, seconds=3)
    return await cells.tries(who, sound, before=asked)
