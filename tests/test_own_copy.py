"""A worker's own copy in the chat: behind gate and code-word, the private part one tap further."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.conversation import Asked, Evidence
from bot.domain.ids import Channel, ConversationId, EvidenceId, QuestionId
from bot.domain.incoming import MediaKind, Tap
from bot.domain.text import graphemes
from bot.flows.turn import Said
from bot.ports import Work
from bot.usecases.own_copy import PAGE, holdings
from bot.web.commands import carry_out

from tests.agencies import NOK, WORKER, asks_worker, officer_taps, said, taken
from tests.copying import WORD, answers, asks, reads
from tests.house import house, photo
from tests.parting import logged, only_case, talk
from tests.pin_stories import LINE, files, opens, sets_pin
from tests.relaying import writes
from tests.test_agencies_referring import answers as answers_agency

BOTH = pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
WORDS = ("copy", "ขอสำเนา", "မိတ္တူ", "សុំច្បាប់ចម្លង", "ຂໍສຳເນົາ", "xin bản sao", "/copy")


@BOTH
async def test_the_copy_says_what_was_told_agreed_passed_on_written_and_who_looked(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel) as home:
        await home.says(WORKER, "/start", channel=channel)
        await home.says(WORKER, "the boat is Chok Dee", channel=channel)
        await home.take(WORKER, photo(), channel=channel)
        await officer_taps(home, "record")
        if channel is Channel.TELEGRAM:
            await asks_worker(home)
            await answers_agency(home, "yes")
        text = "\n".join(await reads(home, channel))
        for part in ("Pay problem", "Chok Dee", "📷", "Keep and pass on: Yes", "We asked: “May we"):
            assert part in text, part
        assert "Samut Sakhon" in text.split("Who was told of it")[1]
        assert ("Labour Protection (example)" in text) is (channel is Channel.TELEGRAM)
        assert "Samut Sakhon" in text.split("Who worked on it or looked at it")[1]
        assert "Khun Nok" not in text
        reference = await only_case(home)
        assert (await logged(home, reference)).count(("worker", "case.copy_read")) == 1


@pytest.mark.parametrize("word", WORDS)
async def test_one_word_in_every_language_asks_for_it(word: str, tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await files(home)
        await home.says(WORKER, word)
        assert "👀 Read it here" in str(home.screen(WORKER).last.rows)


@pytest.mark.safety(26)
async def test_private_answers_come_only_after_one_more_tap(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        await answers(home, "tags", value="pregnant", channel=Channel.TELEGRAM)
        known = await talk(home)
        asked = replace(known, asked=Asked(QuestionId("unwanted_touch"), home.now))
        noted = Said(asked, home.now, EvidenceId("e1")).noting("in the shed").conversation
        noted = replace(noted, asked=known.asked)
        kind, question = MediaKind.PHOTO, QuestionId("unwanted_touch")
        sent = Evidence(EvidenceId("e2"), known.id, known.chat, kind, "", home.now)

        def kept(work: Work) -> None:
            work.conversations.save(noted, None)
            work.conversations.add_evidence(replace(sent, question=question), None)

        await home.assembly.store.write(kept)
        text = "\n".join(await reads(home))
        assert "Look around you first" in text
        private = ("Pregnant", "in the shed", "📷")
        assert not any(words in text for words in private)
        await home.taps(WORKER, "🔎 Show them")
        assert all(words in home.screen(WORKER).last.text for words in private)


@pytest.mark.safety(31)
async def test_what_an_officer_only_proposed_stands_in_no_copy(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        await writes(home, "Is there a guard at the gate?")
        assert "guard at the gate" not in "\n".join(await reads(home))
        await home.taps(NOK, "📤 Send")
        assert "guard at the gate" in "\n".join(await reads(home))


@pytest.mark.safety(9)
async def test_an_earlier_case_that_a_code_word_guards_is_not_copied_with_a_later_one(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        reference, first = await only_case(home), await talk(home)
        later = replace(first, id=ConversationId("later001"), reference=None, before=reference)
        for word, held in (("", 2), (WORD, 1)):
            if word:
                await answers(home, "code_word", words=word, channel=Channel.TELEGRAM)
            found = await home.assembly.store.read(lambda work: holdings(work, later))
            assert len(found) == held


@pytest.mark.safety(9)
@BOTH
async def test_who_has_a_code_word_gives_it_once_more_and_it_is_never_shown(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel) as home:
        await home.says(WORKER, "/start", channel=channel)
        await answers(home, "code_word", words=WORD, channel=channel)
        shown = await asks(home, channel)
        assert shown.text == "Hello. Please write your word first."
        await home.says(WORKER, "copy", channel=channel)
        await home.says(WORKER, "banana", channel=channel)
        assert home.screen(WORKER, channel).last.text == "Hello. Please write your word first."
        await home.says(WORKER, WORD, channel=channel)
        await home.taps(WORKER, "copy:read", channel=channel)
        text = "\n".join(said(home, WORKER, channel))
        assert "Pay problem" in text
        assert WORD not in text


@pytest.mark.safety(8)
async def test_while_it_is_not_safe_nothing_of_it_is_shown(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        await asks(home)
        old = home.screen(WORKER).button("copy:read")
        await home.says(WORKER, "hide")
        before = len(said(home, WORKER))
        await home.says(WORKER, "copy")
        await home.take(WORKER, Tap(old, "t"))
        assert "Pay problem" not in "\n".join(said(home, WORKER)[before:])
        assert "Read it here" not in str(home.screen(WORKER).last.rows)


async def test_after_a_silence_an_old_button_shows_nothing_before_the_gate(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        await asks(home)
        home.moment[0] += timedelta(minutes=31)
        await home.taps(WORKER, "copy:read")
        assert "Pay problem" not in "\n".join(said(home, WORKER)[-2:])
        assert said(home, WORKER)[-1].startswith("Can you talk safely now?")


@pytest.mark.safety(8)
async def test_a_page_that_leaves_late_is_a_push(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        await asks(home)
        read = Tap(home.screen(WORKER).button("copy:read"), "t")
        await home.take(WORKER, read, settle=False)
        home.moment[0] += timedelta(seconds=21)
        await home.settle()
        assert said(home, WORKER)[-1].startswith("Hello. I hope you are well today.")
        await home.take(WORKER, read, settle=False)
        home.moment[0] += timedelta(minutes=31)
        await home.settle()
        assert "Pay problem" not in said(home, WORKER)[-1]


async def test_it_works_for_a_draft_that_nobody_else_reads(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "hello")
        for tapped in ("language:en", "safe_to_talk:yes", "in_danger_now:no", "for_whom:me"):
            await home.taps(WORKER, tapped)
        for tapped in ("consent_keep:keep", "consent_statistics:no", "category:skip"):
            await home.taps(WORKER, tapped)
        await home.says(WORKER, "they keep my papers")
        assert "they keep my papers" in "\n".join(await reads(home))
        entries = await home.assembly.store.read(lambda work: work.audit.entries())
        assert [each.action for each in entries if "copy" in each.action] == ["case.copy_read"]


async def test_it_is_had_on_the_other_phone_after_the_pin_and_no_longer_on_the_first(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        await files(home)
        number = await sets_pin(home)
        assert await opens(home, number)
        await home.taps("U9", "safe_to_talk:yes", channel=LINE)
        assert "ZORBLAX" in "\n".join(await reads(home, LINE, "U9"))
        await home.says(WORKER, "copy")
        assert "ZORBLAX" not in said(home, WORKER)[-1]


async def test_a_long_copy_comes_in_pages_that_every_platform_takes(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await files(home)
        for number in range(4):
            await home.says(WORKER, f"{number} " + "word " * 500)
        pages = await reads(home)
        assert len(pages) > 4
        assert all(graphemes(page) <= PAGE + 200 for page in pages)
        assert all(f"{number} word" in "\n".join(pages) for number in range(4))


async def test_the_operator_writes_the_same_two_files_and_leaves_a_trace(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        given = {"who": "ops", "where": "command:ops", "reference": reference}
        made = await carry_out(home.assembly, "cases.copy", given)
        assert "Pay problem" in made["html"]
        assert '"question": "category"' in made["json"]
        assert ("ops", "case.copied") in await logged(home, reference)
        thai = await carry_out(home.assembly, "cases.copy", {**given, "language": "th"})
        assert "ค่าจ้าง" in thai["html"]
