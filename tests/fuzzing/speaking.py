"""What people write and press: whole conversations, names of places, numbers, days and PINs."""

from copy import copy
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Final

from bot.catalogue.zawgyi import to_unicode
from bot.domain import pin, text
from bot.domain.incoming import (
    Blocked,
    Contact,
    Content,
    Edited,
    Location,
    Media,
    MediaKind,
    Opened,
    PinTyped,
    Remainder,
    Sticker,
    Tap,
    Text,
    Unsent,
)
from bot.domain.place_names import find_place
from bot.domain.prompt import read_payload
from bot.domain.reference import read_reference
from bot.domain.typed_date import read_coming_day
from bot.usecases.pin import digits as officers_pin

from tests.fuzzing.target import Spoil, Target
from tests.fuzzing.text_pieces import TextSpoiler, torn
from tests.walker import Walker, around

_STEPS: Final = 16
_STEP: Final = 4
_TODAY: Final = date(2026, 11, 22)
_WAITS: Final = (1, 1, 7, 61, 4000, 90_000, 5_000_000, 40_000_000)
_WORDS: Final = (
    *("", "\u200b", "ok", "yes", "ไม่", "ဟုတ်ကဲ့", "/start", "/stop", "help", "1" * 5000, "/menu"),
    *("/erase", "/pin", "/case", "48-2093-7716-5", "31415926", "မကူညီပါနဲ့", "I want to die", "cứu"),
    *("Samut Sakhon", "มหาชัย", "/language", "/hide", "/status", "2", "៣", "17/12/2569", "😀"),
)
_DEGREES: Final = (0.0, -91.0, 13.5, 100.2, 1e308, float("nan"), float("inf"), 90.0, -180.0)
_TYPED: Final = (
    *("48-2093-7716-5", "48209377165", "๔๘-๒๐๙๓-๗๗๑๖-๕", "314 159 26", "၃၁၄၁၅၉၂၆", "270914"),
    *("25/12/2569", "25.12.69", "2026-12-25", "๒๕/๑๒", "29-2", "31 4 2026", "/start@rongthuk_bot"),
    *("သူဌေးက လုပ်ခ မပေးဘူး", "ថៅកែមិនឲ្យប្រាក់ខែ", "ນາຍຈ້າງບໍ່ຈ່າຍເງິນ", "không trả lương", "ค่าแรง"),
    *("ေနေကာင္းလား ခင္ဗ်ာ အလုပ္ရွင္က", "👩‍👩‍👧", "nooooo", "x\r\ny\u2028z\ta", "I'm"),
)
_NAMES: Final = (
    *("Samut Sakhon", "มหาชัย", "မဟာချိုင်", "ភ្នំពេញ", "ນະຄອນ", "Chiang Mai", "Mae Sot, Tak"),
    *("I work in Rayong near the port", "อยู่ที่ จ.ระยอง", "အလုပ် မဲဆောက် မှာ", "tỉnh Chonburi", "Bkk"),
)


def engine(raw: bytes) -> None:
    """A conversation: whatever is said in whatever order, it is stored, loaded and goes on.

    Most inputs begin as one did that was tried before; from there they go on, not from the start.
    """
    walker, done = Walker(), b""
    for at in range(0, min(len(raw), _STEPS * _STEP), _STEP):
        step, words = _step(raw, at)
        done += step + words.encode() + b"\0"
        walker = _WALKED.get(done) or _went_on(walker, step, words, done)


_WALKED: Final[dict[bytes, Walker]] = {}
_MOST_WALKED: Final = 10_000


def _step(raw: bytes, at: int) -> tuple[bytes, str]:
    """What is done, and the words for it: listed ones, or what stands before in the input."""
    step = raw[at : at + _STEP].ljust(_STEP, b"\0")
    if step[3] <= 200:
        return step, _WORDS[step[3] % len(_WORDS)]
    return step, raw[:at].decode("utf-8", "replace")


def _went_on(before: Walker, step: bytes, words: str, done: bytes) -> Walker:
    """The conversation with one step more; what it was before stays as it is."""
    walker = copy(before)
    walker.payloads, walker.shown = [*before.payloads], []
    wait = _WAITS[step[2] % len(_WAITS)]
    turn = walker.hears(_content(walker, step, words), timedelta(seconds=wait))
    for button in (each for prompt in turn.prompts for row in prompt.rows for each in row):
        assert read_payload(button.payload) is not None
    if len(_WALKED) >= _MOST_WALKED:
        _WALKED.pop(next(iter(_WALKED)))
    _WALKED[done] = walker
    return walker


def _content(walker: Walker, step: bytes, words: str) -> Content:
    """Something a person, or a platform gone mad, may bring."""
    kind, which, _, _ = step
    shown = walker.buttons() if kind < 200 else walker.payloads
    known = shown[which % len(shown)] if shown else "a:x:y:z"
    if kind % 16 < 9:
        return Tap(known)
    if kind % 16 == 9:
        return Tap(known[: which % len(known)] + words[:40])
    place = Location(_DEGREES[which % 9], _DEGREES[which // 9 % 9], title=words)
    file = Media((*MediaKind,)[which % 5], words, name=words, caption=words)
    gone = Unsent(f"e{which % 9}", asked=(None, *Remainder)[which % 4])
    back = (gone, Edited(f"e{which % 9}", words))[which % 2]
    odd = (Contact(words), *_ODDLY)[which % 8]
    return (Text(words), Text(words), place, file, back, odd)[kind % 16 - 10]


_ODDLY: Final = (
    *(Sticker(), Opened(), Blocked(), PinTyped(), PinTyped(well=True, easy=True)),
    *(PinTyped(well=True, hashed="hash"), PinTyped(well=True, against="hash", right=True)),
)


def _steps(begin: list[bytes], dice: Random) -> Spoil:
    """Go on, go back some steps and go on otherwise, or change what was done."""
    del begin

    def spoil(raw: bytes) -> bytes:
        chance = dice.random()
        if chance < 0.3:
            return torn(raw, dice)
        steps = dice.randrange(min(len(raw) // _STEP, _STEPS - 1) + 1)
        kept = raw[: steps * _STEP] if chance < 0.9 else raw[: (_STEPS - 1) * _STEP]
        return kept + dice.randbytes(_STEP * dice.randint(1, 4))

    return spoil


def places(raw: bytes) -> None:
    """Typed names of places."""
    match = find_place(around().gazetteer, raw.decode("utf-8", "replace"))
    scores = [each.score for each in match.places]
    assert len(scores) <= 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def typed(raw: bytes) -> None:
    """Words, numbers, days and PINs as anybody types them."""
    words = raw.decode("utf-8", "surrogatepass" if raw.isascii() else "replace")
    _numbers(words)
    kept = text.clean(words)
    assert text.clean(kept) == kept
    folded = text.fold(words)
    assert text.fold(folded) == folded
    assert text.graphemes(text.shortened_to(kept, 20)) <= 20
    unicode, _ = to_unicode(words, earlier=None)
    around().lexicon.meaning(text.clean(unicode), around().languages[len(raw) % 3])


def _numbers(words: str) -> None:
    code = pin.read_pin(words)
    assert code == "" or (len(code) == pin.PIN_DIGITS and pin.is_easy(code) in {True, False})
    number = read_reference(words)
    assert number is None or read_reference(number) == number
    day = read_coming_day(words, _TODAY)
    assert day is None or day >= _TODAY
    assert officers_pin(words).isascii()


@cache
def _conversations() -> list[bytes]:
    dice = Random(1)  # noqa: S311  no secret
    forward = [bytes([0, which, 0, 0]) for which in range(6)]
    return [b"".join(dice.choices(forward, k=_STEPS)) for _ in range(8)]


def _encoded(texts: tuple[str, ...]) -> list[bytes]:
    return [each.encode() for each in texts]


def _by_words(begin: list[bytes], dice: Random) -> Spoil:
    return TextSpoiler(begin, r"[ ,.:/\-]", _WORDS[:10], dice).spoilt


TARGETS: Final = {
    "engine": Target(engine, _conversations, _steps),
    "places": Target(places, lambda: _encoded(_NAMES), _by_words),
    "typed": Target(typed, lambda: _encoded(_TYPED), _by_words),
}
