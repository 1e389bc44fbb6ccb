"""The whole intake in each of the six languages, on both channels: one language, every limit."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import regex
from bot.channels.line.render import render as on_line
from bot.channels.telegram.render import render as on_telegram
from bot.domain.ids import Channel
from bot.domain.prompt import Message
from PIL import Image

from tests.demo_visitor import WRITE, Visit, visit
from tests.stand_ins.line_checks import refusals
from tests.stand_ins.line_schema import faults
from tests.stand_ins.telegram_rules import over_limits
from tests.transcript import WORKER, Player

if TYPE_CHECKING:
    from playwright.async_api import Browser

COLOURS = 256
"""Of a picture: enough for a page of words, and small to keep."""
PICTURES = Path(__file__).parent.parent / "docs" / "languages"
FOLDER = Path(__file__).parent / "transcripts" / "six"
LETTERS = {
    "th": r"\p{Thai}",
    "en": r"\p{Latin}",
    "my": r"\p{Myanmar}",
    "km": r"\p{Khmer}",
    "lo": r"\p{Lao}",
    "vi": r"\p{Latin}",
}
OWN_NAMES = {
    "th": "ไทย",
    "en": "English",
    "my": "မြန်မာ",
    "km": "ខ្មែរ",
    "lo": "ລາວ",
    "vi": "Tiếng Việt",
}
VIETNAMESE = regex.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", regex.I)
BESIDE_THAI = regex.compile(r"\p{Latin}[\p{Latin} -]* \(\p{Thai}+\)|\(\p{Thai}+\)|📢 [\p{Thai} ]+")
"""A place as the officer knows it too, "Krathum Baen (กระทุ่มแบน)"; what is for Thai ears."""
EVERYWHERE = regex.compile(r"\bNGO\b")
"""Said alike in every language."""
NAMES_ALIKE = {"Myanmar"}
"""Names that two languages write alike."""
LABEL = regex.compile(r"\[([^\[\]]+)\]")
ASKED_OF_ALL = (
    *("language", "safe_to_talk", "in_danger_now", "for_whom", "consent_keep"),
    *("consent_statistics", "category", "what_happened", "province", "may_write"),
    *("under_18", "unpaid_or_underpaid", "kept_from_going_out", "locked_or_guarded_now"),
    *("forced_to_come", "others_in_same_trouble", "workplace", "wish", "safe_contact"),
    *("code_word", "avoid", "review"),
)
ALL = [FOLDER / f"{language}_{each}.txt" for language in LETTERS for each in ("telegram", "line")]


@pytest.mark.safety(1)
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
async def test_the_whole_intake_goes_as_it_is_written_down(path: Path, tmp_path: Path) -> None:
    written = path.read_text("utf-8").splitlines()  # noqa: ASYNC240
    player = Player(tmp_path, "")
    played = await player.play(written)
    if os.environ.get("RONGTHUK_TRANSCRIPTS") == "write":
        path.write_text("\n".join(played) + "\n", "utf-8")  # noqa: ASYNC240
        return
    assert played == written
    messages = _to_worker(player)
    asked = {
        button.payload.split(":")[2] for each in messages for row in each.rows for button in row
    }
    assert set(ASKED_OF_ALL) <= asked
    for message in messages:
        assert _refused(message, player.channel) == [], message.text


def _to_worker(player: Player) -> list[Message]:
    calls = player.house.platforms[player.channel].calls
    return [out.message for call, _ in calls for out in call if out.chat.id == WORKER]


def _refused(message: Message, channel: Channel) -> list[str]:
    """What the platform would not take of a message, or show cut."""
    if channel is Channel.LINE:
        parts = list(on_line(message))
        body = {"to": "U1", "messages": parts}
        shares = message.location and parts[-1]["quickReply"]["items"][0]["action"]["label"]
        cut = ["the sharing button is cut"] if shares != message.location else []
        return [*refusals(body), *faults("PushMessageRequest", body), *cut]
    found: list[str] = []
    for part in on_telegram(message, private=True):
        call: dict[str, object] = {"text": part.text}
        call["entities"] = [each.to_dict() for each in part.entities]
        call |= {"reply_markup": part.markup.to_dict()} if part.markup else {}
        found += over_limits("sendMessage", call, private=True)
    return found


def _said(path: Path) -> Iterator[tuple[str, str]]:
    """Every line and label the worker sees, with the language that was chosen for it."""
    language, of_bot = path.stem.partition("_")[0], False
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("WORKER"):
            chosen = [code for code, name in OWN_NAMES.items() if line.endswith(f"[{name}]")]
            language = chosen[0] if chosen else language
        of_bot = line.startswith("BOT") or (of_bot and line.startswith("        "))
        words = line[8:].strip() if of_bot else ""
        for piece in LABEL.findall(words) or [words]:
            if piece not in ("", "(changed)", *OWN_NAMES.values()):
                yield language, piece


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_word_stands_in_the_letters_of_another_language(path: Path) -> None:
    said = list(_said(path))
    assert {language for language, _ in said} > {path.stem.partition("_")[0]}
    for language, piece in said:
        words = EVERYWHERE.sub("", BESIDE_THAI.sub("", piece))
        foreign = rf"[\p{{L}}\p{{M}}--{LETTERS[language]}--\p{{Inherited}}]"
        assert not regex.search(foreign, words, regex.V1), piece
        assert language == "vi" or not VIETNAMESE.search(words), piece


@pytest.mark.safety(1)
def test_no_sentence_of_one_language_is_said_in_another() -> None:
    spoken: dict[str, set[str]] = {}
    for path in ALL:
        for language, piece in _said(path):
            if regex.search(r"\p{L}", words := BESIDE_THAI.sub("", piece)):
                spoken.setdefault(words, set()).add(language)
    shared = {words for words, languages in spoken.items() if len(languages) > 1}
    assert shared <= NAMES_ALIKE


@pytest.mark.safety(1)
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_first_words_already_answer_in_the_language_they_were_written_in(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    greeting = lines[lines.index("at Monday 10:00") + 2]
    language = path.stem.partition("_")[0]
    assert greeting.startswith("BOT     🙏")
    assert regex.search(LETTERS[language], greeting)
    assert bool(VIETNAMESE.search(greeting)) == (language == "vi")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_one_word_of_danger_brings_the_numbers_and_the_question(path: Path) -> None:
    screened = path.read_text("utf-8").partition("\nGROUP samut-sakhon")[2]
    reply = regex.search(
        r"\nWORKER  [^\[\n]+\nBOT .*1669(.*\n)+?.*191.*\n(.*\n){0,5}?.*\[🆘 ", screened
    )
    assert reply


async def _pictured(made: Visit, name: str, height: int) -> None:
    """Nothing sticks out of the phone; kept as a picture where that was asked for."""
    await made.page.set_viewport_size({"width": 1280, "height": height})
    assert await made.at_the_end()
    assert await made.all_in_view(), name
    if WRITE:
        PICTURES.mkdir(parents=True, exist_ok=True)
        await made.page.mouse.move(2, 2)
        seen = Image.open(BytesIO(await made.page.locator("#worker").screenshot()))
        seen.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


@pytest.mark.slow
@pytest.mark.browser
async def test_each_language_is_whole_on_the_phone_from_greeting_to_screening(
    browser: "Browser",
) -> None:
    async with visit(browser, height=1860) as made:
        for number, language in enumerate(LETTERS):
            await made.page.locator("#phone-language").select_option(language)
            await made.page.locator("#new-worker").click()
            await made.sees('#workers [aria-pressed="true"]', str(number + 2))
            await made.taps(f":language:{language}", ":safe_to_talk:yes", ":in_danger_now:no")
            await made.taps(":for_whom:me")
            await made.sees('#worker .last [data-payload*=":consent_keep:pass"]')
            await _pictured(made, f"{language}-1-greeting-to-consent", 1860)
            await made.taps(":consent_keep:pass", ":consent_statistics:no", ":category:money")
            await made.taps(":category:pay", ":category:done", ":what_happened:skip")
            await made.taps(":province:skip", ":may_write:yes")
            await made.sees('#worker .last [data-payload*=":under_18:no"]')
            await _pictured(made, f"{language}-2-categories-to-screening", 2160)
