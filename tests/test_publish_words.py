"""What the account says of itself: neutral, within the platforms' limits, drawn to be read.

And the command that publishes it.
"""

import io
import json
from itertools import pairwise
from pathlib import Path

import pytest
from bot.catalogue import read_lexicon
from bot.channels.line.rich_menus import described, too_large
from bot.channels.telegram.account import too_long
from bot.documents.rich_menu import CannotDraw, draw, extent
from bot.domain.ids import LanguageCode
from bot.domain.lexicon import Meaning
from bot.domain.profile import ChatMenu, DrawnMenu, Introduction, MenuButton
from bot.usecases.publish import introductions, menus
from PIL import Image, features

from tests.publishing import CODES, THAI, drawn, voice
from tests.running_service import installed, rongthuk

TELLING = ("complain", "forced", "traffick", "rongthuk", "ร้องทุกข์", "ร้องเรียน", "khiếu nại")
"""Words by which a menu or a name would tell whoever looks at the phone what it is for."""


def test_every_text_is_within_telegrams_limits() -> None:
    for each in introductions(voice(), LanguageCode("en")):
        assert list(too_long(each)) == []


def test_a_text_that_is_too_long_or_empty_is_named() -> None:
    found = list(too_long(Introduction("vi", "n" * 65, "", "d" * 512, {"stop": "s" * 257})))
    assert found == [
        "name has 65 characters; 1 to 64 fit",
        "short description has 0 characters; 1 to 120 fit",
        "/stop has 257 characters; 1 to 256 fit",
    ]


def test_every_menu_is_within_lines_limits() -> None:
    for each in drawn():
        assert list(too_large(each)) == []


def test_a_menu_that_is_too_large_is_named() -> None:
    button = MenuButton(Meaning.HELP, "h" * 21)
    menu = ChatMenu(THAI, "b" * 15, (button,), width=2600, height=843)
    assert list(too_large(DrawnMenu(menu, bytes(2**20 + 1)))) == [
        "the bar has 15 characters; 1 to 14 fit",
        "the picture has 1048577 bytes; 1048576 fit",
        "2600x843 is no size of a menu",
        f"“{'h' * 21}” has 21 characters; 1 to 20 fit",
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_tap_on_the_menu_says_a_word_that_is_understood(code: str) -> None:
    lexicon = read_lexicon()
    menu = next(each for each in menus(voice()) if each.language == code)
    for button, area in zip(menu.buttons, described(menu)["areas"], strict=True):
        assert area["action"]["text"] == button.label
        # Whoever has not chosen a language yet is in none of them, or in another.
        for language in (code, *CODES):
            assert lexicon.meaning(button.label, LanguageCode(language)) is button.meaning


@pytest.mark.safety(11)
@pytest.mark.parametrize("code", CODES)
def test_neither_names_nor_menus_tell_what_it_is_for(code: str) -> None:
    chosen = voice(code)
    (menu,) = menus(chosen)
    said = [button.label for button in menu.buttons] + [menu.bar]
    for each in introductions(chosen, LanguageCode(code)):
        said += [each.name, each.short_description, each.description, *each.commands.values()]
    assert [word for word in TELLING for text in said if word in text.casefold()] == []


@pytest.mark.parametrize("code", CODES)
def test_every_word_and_pictogram_stands_inside_its_own_area(code: str) -> None:
    (each,) = [one for one in drawn() if one.menu.language == code]
    picture = Image.open(io.BytesIO(each.picture)).convert("L")
    assert picture.size == (each.menu.width, each.menu.height)
    paper = picture.getpixel((4, 4))
    for area in each.menu.areas():
        ink = picture.crop((area.left + 6, 0, area.left + area.width - 6, area.height))
        box = ink.point(lambda grey: 255 * (grey != paper)).getbbox()
        assert box is not None
        left, top, right, bottom = box
        assert left >= 20
        assert right <= ink.width - 20
        assert top >= 60
        assert bottom <= ink.height - 20
    edges = [area.left for area in each.menu.areas()] + [each.menu.width]
    assert all(right - left >= 600 for left, right in pairwise(edges))


@pytest.mark.parametrize(("stacked", "side_by_side"), [("က္က", "ကက"), ("ក្ក", "កក")])
def test_letters_that_belong_together_are_joined(stacked: str, side_by_side: str) -> None:
    """A Burmese or Khmer letter goes below the one before; loose, they are two in a row."""
    assert _width(stacked) < _width(side_by_side) * 0.7


def _width(word: str) -> float:
    left, _, right, _ = extent(word, 100)
    return right - left


def test_without_shaping_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda _: False)
    with pytest.raises(CannotDraw, match="libfribidi0"):
        draw(menus(voice("my"))[0])


def test_a_script_without_a_font_is_named() -> None:
    with pytest.raises(CannotDraw, match="አማርኛ"):
        draw(ChatMenu(THAI, "x", (MenuButton(Meaning.HELP, "አማርኛ"),)))


# The command


def test_channels_that_are_off_are_skipped_and_said_so(tmp_path: Path) -> None:
    result = rongthuk(installed(tmp_path), "publish")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "skipped  telegram: it is off",
        "skipped  line: it is off",
        "nothing to change",
    ]


def test_it_prints_json(tmp_path: Path) -> None:
    result = rongthuk(installed(tmp_path), "publish", "--dry-run", "--json")
    assert json.loads(result.stdout) == {
        "dry_run": True,
        "changes": [],
        "off": ["telegram", "line"],
        "problems": [],
    }


def test_a_menu_for_all_in_a_language_that_is_not_offered_is_refused(tmp_path: Path) -> None:
    result = rongthuk(installed(tmp_path), "publish", "--menu-for-all", "fr")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--menu-for-all: there is no fr; there are th, en, my")


def test_a_platform_out_of_reach_is_one_line_and_a_dry_run_makes_no_database(
    tmp_path: Path,
) -> None:
    folder = installed(
        tmp_path,
        f"""
        [storage]
        url = "sqlite:///{tmp_path}/var/rongthuk.db"
        [line]
        enabled = true
        channel_secret = "s"
        channel_access_token = "t"
        api_base_url = "http://127.0.0.1:9"
        data_api_base_url = "http://127.0.0.1:9"
        """,
    )
    result = rongthuk(folder, "publish", "--dry-run")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("line: not reached")
    assert not (tmp_path / "var" / "rongthuk.db").exists()


def test_the_pictures_are_drawn_to_be_looked_at(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    result = rongthuk(installed(tmp_path), "publish", "--pictures", str(tmp_path / "pictures"))
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == {
        f"{code}.png" for code in CODES
    }
