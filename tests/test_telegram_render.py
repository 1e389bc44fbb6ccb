"""Showing a message on Telegram: nothing lost, nothing refused, nobody's words are markup."""

from itertools import chain

import pytest
from bot.channels.telegram.render import Part, render
from bot.channels.telegram.words import pieces, units
from bot.domain.prompt import Message, WordedButton
from bot.ports import Rejected
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove


def _buttons(how_many: int, *, a_row: int) -> tuple[tuple[WordedButton, ...], ...]:
    buttons = [WordedButton(f"b{n}", f"a:conv:q:{n}") for n in range(how_many)]
    return tuple(tuple(buttons[at : at + a_row]) for at in range(0, how_many, a_row))


def _payloads(part: Part) -> list[list[object]]:
    assert isinstance(part.markup, InlineKeyboardMarkup)
    return [[button.callback_data for button in row] for row in part.markup.inline_keyboard]


def _bold(part: Part) -> list[str]:
    words = part.text.encode("utf-16-le")
    return [
        words[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in part.entities
    ]


def test_rows_stay_rows() -> None:
    (part,) = render(Message("Now?", _buttons(3, a_row=2)), private=True)
    assert part.text == "Now?"
    assert _payloads(part) == [["a:conv:q:0", "a:conv:q:1"], ["a:conv:q:2"]]


def test_labels_too_long_for_their_share_of_a_row_stand_one_below_the_other() -> None:
    long = WordedButton("Krathum Baen (กระทุ่มแบน)", "a:conv:q:0")
    (part,) = render(
        Message("Which?", ((long, WordedButton("Mueang", "a:conv:q:1")),)), private=True
    )
    assert _payloads(part) == [["a:conv:q:0"], ["a:conv:q:1"]]


def test_a_row_of_more_than_eight_goes_on_below() -> None:
    (part,) = render(Message("Which?", _buttons(19, a_row=19)), private=True)
    assert [len(row) for row in _payloads(part)] == [8, 8, 3]


def test_more_than_a_hundred_buttons_stand_under_several_messages_and_none_is_lost() -> None:
    parts = render(Message("Which?", _buttons(205, a_row=3)), private=True)
    shown = [[payload for row in _payloads(part) for payload in row] for part in parts]
    assert max(map(len, shown)) <= 100
    assert [*chain(*shown)] == [f"a:conv:q:{n}" for n in range(205)]
    assert all(part.text for part in parts)


def test_a_payload_of_64_bytes_passes_and_one_more_is_our_mistake_named() -> None:
    (part,) = render(Message("x", ((WordedButton("b", "p" * 64),),)), private=True)
    assert _payloads(part) == [["p" * 64]]
    too_long = "ก" * 22  # 66 bytes
    with pytest.raises(Rejected, match=too_long):
        render(Message("x", ((WordedButton("b", too_long),),)), private=True)


@pytest.mark.parametrize(
    "message",
    [
        Message(""),
        Message(" \n"),
        Message("x", ((WordedButton("", "p"),),)),
        Message("x", ((WordedButton("b", ""),),)),
    ],
)
def test_what_telegram_would_refuse_is_rejected_here(message: Message) -> None:
    with pytest.raises(Rejected):
        render(message, private=True)


def test_words_are_never_markup_but_pairs_of_stars_make_bold() -> None:
    text = "🙏 <b>no</b> [x](http://e) **48-2093** and **ห้า** 2 ** 3 **"
    (part,) = render(Message(text), private=True)
    assert part.text == "🙏 <b>no</b> [x](http://e) 48-2093 and ห้า 2 ** 3 **"
    assert _bold(part) == ["48-2093", "ห้า"]


def test_a_long_text_is_cut_between_paragraphs_with_the_buttons_under_the_last() -> None:
    text = "\n\n".join(f"**{n}** " + "word " * 100 for n in range(30))
    parts = render(Message(text, _buttons(1, a_row=1)), private=True)
    assert [part.markup is None for part in parts] == [True] * (len(parts) - 1) + [False]
    assert all(units(part.text) <= 4096 for part in parts)
    assert all(part.text[0].isdecimal() for part in parts)  # each begins with a paragraph
    assert [*chain(*map(_bold, parts))] == [str(n) for n in range(30)]


def test_bold_that_a_cut_falls_into_is_bold_on_both_sides() -> None:
    first, second = pieces("**" + "aaaa bbbb" + "**", limit=5)
    assert (first.text, first.bold) == ("aaaa", ((0, 4),))
    assert (second.text, second.bold) == ("bbbb", ((0, 4),))


def test_a_script_without_spaces_is_not_cut_inside_a_letter() -> None:
    letter = "ကျွန်"  # several code points, seen as few letters
    cut = pieces(letter * 50, limit=16)
    assert "".join(piece.text for piece in cut) == letter * 50
    assert not any(piece.text[0] in "\u103b\u103c\u103d\u103a" for piece in cut)


@settings(deadline=None)
@given(st.text(alphabet="ab \n*🆘ก่မြ", max_size=120), st.integers(8, 40))
def test_cutting_loses_nothing_but_space(text: str, limit: int) -> None:
    cut = pieces(text, limit)
    assert all(0 < units(piece.text) <= limit for piece in cut)
    kept = "".join("".join(piece.text for piece in cut).split())
    assert kept == "".join("".join(piece.text for piece in pieces(text, 10_000)).split())


def test_asking_for_the_place_puts_every_choice_on_the_reply_keyboard() -> None:
    message = Message("Where are you?", _buttons(2, a_row=1), location="📍 Share my place")
    (part,) = render(message, private=True)
    assert isinstance(part.markup, ReplyKeyboardMarkup)
    rows = [[(b.text, bool(b.request_location)) for b in row] for row in part.markup.keyboard]
    assert rows == [[("📍 Share my place", True)], [("b0", False)], [("b1", False)]]
    assert part.markup.one_time_keyboard
    assert part.markup.resize_keyboard
    assert not part.can_replace


def test_in_a_group_no_place_is_asked_for_and_the_buttons_stay_inline() -> None:
    message = Message("Where?", _buttons(1, a_row=1), location="📍 Share my place")
    assert _payloads(render(message, private=False)[0]) == [["a:conv:q:0"]]


def test_the_keyboard_goes_with_the_next_private_message_without_buttons() -> None:
    (part,) = render(Message("Thank you."), private=True)
    assert isinstance(part.markup, ReplyKeyboardRemove)
    assert render(Message("Thank you."), private=False)[0].markup is None
    assert render(Message("Thank you."), private=True, replaces=True)[0].markup is None
