"""How our messages look on LINE: nothing cut, nothing refused, nothing told to the lock screen."""

from collections.abc import Sequence
from typing import Any

import pytest
from bot.channels.line.limits import clip_clusters, clusters, split, units
from bot.channels.line.render import render
from bot.domain.prompt import Message, WordedButton
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stand_ins.line_checks import graphemes, refusals, utf16
from tests.stand_ins.line_schema import faults
from tests.stand_ins.line_screen import Shown, shown

_LONG = {
    "Burmese": "ဟုတ်ကဲ့၊ အလုပ်ရှင်က ကျွန်ုပ်၏ နိုင်ငံကူးလက်မှတ်ကို သိမ်းထားပါသည်",
    "Khmer": "បាទ/ចាស ថៅកែរក្សាទុកលិខិតឆ្លងដែនរបស់ខ្ញុំ ហើយមិនឲ្យវិញទេ",
    "Thai": "ใช่ นายจ้างเก็บหนังสือเดินทางของฉันไว้และไม่ยอมคืนให้",
    "Lao": "ແມ່ນ ນາຍຈ້າງເກັບໜັງສືຜ່ານແດນຂອງຂ້ອຍໄວ້",
}


def _message(text: str, *rows: Sequence[str], location: str = "") -> Message:
    buttons = tuple(
        tuple(WordedButton(label, f"a:c0ffee00:q:{at}-{n}") for n, label in enumerate(row))
        for at, row in enumerate(rows)
    )
    return Message(text, buttons, location)


def _sent(message: Message) -> list[dict[str, Any]]:
    parts = list(render(message))
    body = {"to": "U1", "messages": parts[:5]}
    assert list(refusals(body)) == []
    assert faults("PushMessageRequest", body) == []
    return parts


def _seen(message: Message) -> list[Shown]:
    return [shown(part, "1", "push", silent=False) for part in _sent(message)]


@pytest.mark.parametrize("language", _LONG)
def test_a_long_label_is_shown_whole_on_a_button_of_its_own(language: str) -> None:
    label = _LONG[language]
    [seen] = _seen(_message("?", [label, "x"]))
    assert graphemes(label) > 20
    assert [[button for button, _ in row] for row in seen.rows] == [[label], ["x"]]


def test_every_label_may_wrap_and_grows_with_the_letters_a_person_chose() -> None:
    [part] = _sent(_message("Are you safe?", ["Yes", "No"], [_LONG["Burmese"]]))
    texts = [node for node in _nodes(part) if node.get("type") == "text"]
    assert len(texts) == 4
    assert all(node["wrap"] and node["scaling"] for node in texts)


def test_short_answers_stand_beside_each_other_as_they_were_given() -> None:
    [seen] = _seen(_message("Are you safe?", ["Yes", "No", "Not sure"], ["Skip"], ["ใช่", "ไม่"]))
    assert [[button for button, _ in row] for row in seen.rows] == [
        ["Yes", "No", "Not sure"],
        ["Skip"],
        ["ใช่", "ไม่"],
    ]
    assert seen.text == "Are you safe?"
    assert seen.buttons["Not sure"] == "a:c0ffee00:q:0-2"


def test_a_tap_writes_the_label_into_the_chat() -> None:
    [part] = _sent(_message("?", ["Yes"]))
    [action] = [node["action"] for node in _nodes(part) if "action" in node]
    assert action == {"type": "postback", "data": "a:c0ffee00:q:0-0", "displayText": "Yes"}


def test_buttons_outlive_the_next_message() -> None:
    [part] = _sent(_message("?", ["Yes", "No"]))
    assert part["type"] == "flex"
    assert "quickReply" not in part


def test_a_message_without_buttons_is_plain_text_without_marks() -> None:
    [part] = _sent(_message("Your number: **48-2093-7716-5**\nA ** B"))
    assert part == {"type": "text", "text": "Your number: 48-2093-7716-5\nA ** B"}


def test_a_number_in_marks_is_bold_beside_buttons() -> None:
    [part] = _sent(_message("Your number: **48-2093-7716-5**\nKeep it.", ["Go on"]))
    spans = [node for node in _nodes(part) if node.get("type") == "span"]
    assert [(span["text"], span.get("weight")) for span in spans] == [
        ("Your number: ", None),
        ("48-2093-7716-5", "bold"),
        ("\nKeep it.", None),
    ]


@pytest.mark.safety(10)
def test_the_lock_screen_sees_the_first_line_alone() -> None:
    [seen] = _seen(_message("Hello, are you **free** now?\nYour boss has it.", ["Yes"]))
    assert seen.preview == "Hello, are you free now?"


def test_the_lock_screen_sees_the_first_line_alone_even_of_a_very_long_text() -> None:
    seen = _seen(_message("Hello.\n" + "Your boss keeps your passport. " * 100, ["Yes"]))
    assert seen[-1].preview == "Hello."


def test_the_place_is_shared_by_the_one_button_that_can() -> None:
    label = "📍 " + _LONG["Khmer"]
    for rows in ((), (["Choose"],)):
        [part] = _sent(_message("Where are you?", *rows, location=label))
        [item] = part["quickReply"]["items"]
        assert item["action"]["type"] == "location"
        assert graphemes(item["action"]["label"]) == 20


@pytest.mark.parametrize("label", [*_LONG.values(), "English and quite long it is"])
def test_many_long_buttons_are_all_there_in_order(label: str) -> None:
    rows = [[f"{label} {at}"] for at in range(100)]
    seen = _seen(_message("Which one?", *rows))
    assert len(seen) > 1
    assert [name for each in seen for name in each.buttons] == [name for [name] in rows]
    assert [each.text for each in seen] == ["Which one?"] + [""] * (len(seen) - 1)


def test_a_longer_text_goes_ahead_and_its_end_stays_with_the_buttons() -> None:
    text = "\n".join(f"{at} {_LONG['Burmese']}" for at in range(120))
    seen = _seen(_message(text, ["Go on"]))
    assert "\n".join(each.text for each in seen).split() == text.split()
    assert [list(each.buttons) for each in seen] == [[]] * (len(seen) - 1) + [["Go on"]]


def test_buttons_with_whole_stories_on_them_are_all_there() -> None:
    story = _LONG["Burmese"] * 6
    rows = [[f"{at} {story}"] for at in range(24)]
    seen = _seen(_message("Which one?", *rows))
    assert [name for each in seen for name in each.buttons] == [name for [name] in rows]


def test_a_very_long_text_without_buttons_comes_in_pieces() -> None:
    text = "Your rights. " * 1000
    seen = _seen(_message(text))
    assert len(seen) == 3
    assert " ".join(each.text for each in seen).split() == text.split()


def test_a_message_with_nothing_in_it_is_still_one() -> None:
    for message in (_message(""), _message(" ", location="x"), _message("", [""]), _message("\n")):
        assert len(_sent(message)) == 1


_WORDS = st.text(st.sampled_from("aไม่မြန်မာ ខ្មែរ\n*👩‍👩‍👧é🇹🇭"), max_size=60)
_ROWS = st.lists(st.lists(_WORDS, max_size=5), max_size=8)


@settings(deadline=None)
@given(_WORDS, st.integers(1, 120), _ROWS, _WORDS)
def test_line_never_refuses_what_we_render(
    text: str, times: int, rows: list[list[str]], location: str
) -> None:
    message = _message(text * times, *rows, location=location)
    parts = list(render(message))
    for at in range(0, len(parts), 5):
        assert list(refusals({"messages": parts[at : at + 5]})) == []
    payloads = [payload for part in parts for payload in _payloads(part)]
    assert payloads == [button.payload for row in message.rows for button in row]


@settings(deadline=None)
@given(st.text(max_size=400), st.integers(2, 50))
def test_a_text_is_split_between_letters_and_nothing_but_blanks_is_lost(
    text: str, most: int
) -> None:
    pieces = list(split(text, most))
    assert all(0 < units(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_split_never_parts_a_letter_from_its_marks() -> None:
    text = "မြန်မာ" * 50
    pieces = list(split(text, 17))
    assert [cluster for piece in pieces for cluster in clusters(piece)] == clusters(text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_clipped_label_fits(text: str) -> None:
    clipped = clip_clusters(text, 20)
    assert graphemes(clipped) <= 20
    assert clipped == text or (graphemes(text) > 20 and text.startswith(clipped[:-1]))


def test_length_is_counted_as_line_counts_it() -> None:
    assert units("👍ก") == utf16("👍ก") == 3
    assert len(clusters("👩‍👩‍👧မြန်")) == 1 + graphemes("မြန်")


def _nodes(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for each in value for node in _nodes(each)]
    if isinstance(value, dict):
        return [value, *_nodes(list(value.values()))]
    return []


def _payloads(part: dict[str, Any]) -> list[str]:
    return [node["action"]["data"] for node in _nodes(part) if "data" in node.get("action", {})]
