"""The ready sentences: in all six languages, within every limit, and none that may not be asked."""

import re

import pytest
from bot.app.assembly import voice
from bot.data.phrases import load_phrases
from bot.data.places import load_gazetteer
from bot.domain.ids import ConversationId, LanguageCode, MessageId, Reference, UnitId
from bot.domain.phrase import Expects
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.domain.text import graphemes
from bot.flows.relay_screens import for_worker, offer

from tests.house import MONDAY

LANGUAGES = tuple(map(LanguageCode, ("th", "en", "my", "km", "lo", "vi")))
CENTRE = UnitId("samut-sakhon")


def _message(phrase: str = "", words: str = "") -> RelayMessage:
    return RelayMessage(
        MessageId("m00000000001"),
        Reference("48-2093-7716-5"),
        ConversationId("c00000000001"),
        Direction.TO_WORKER,
        MessageState.SENT,
        MONDAY,
        unit=CENTRE,
        phrase=phrase,
        words=words,
    )


def test_every_sentence_is_worded_in_six_languages_with_buttons_that_fit() -> None:
    said = voice(load_gazetteer(), "Asia/Bangkok")
    phrases = load_phrases()
    assert len(phrases.all) >= 25
    assert 5 <= len(phrases.groups) <= 6
    for phrase in phrases.all:
        for language in LANGUAGES:
            prompt = for_worker(_message(phrase.id), phrases, ConversationId("c00000000001"))
            shown = said.word(prompt, language)
            labels = [button for row in shown.rows for button in row]
            assert len({button.label for button in labels}) == len(labels)
            assert all(graphemes(button.label) <= 20 for button in labels)
            assert all(len(button.payload.encode()) <= 64 for button in labels)
            assert bool(labels) is (phrase.expects is not Expects.NOTHING)


def test_no_sentence_asks_for_a_number_a_passport_or_where_papers_stand() -> None:
    said = voice(load_gazetteer(), "Asia/Bangkok")
    english = LanguageCode("en")
    for phrase in load_phrases().all:
        prompt = for_worker(_message(phrase.id), load_phrases(), ConversationId("c00000000001"))
        words = said.word(prompt, english).text.lower()
        asks = words.replace("without your face and your passport", "")
        assert not re.search(r"passport|visa|immigration|phone number|permit|legal", asks)


def test_a_question_id_is_no_question_of_the_intake_and_short_enough() -> None:
    message = _message("call_when")
    assert message.question.startswith("relay_")
    assert len(message.question.encode()) <= 24


@pytest.mark.safety(10)
def test_the_offer_says_nothing_of_the_message() -> None:
    said = voice(load_gazetteer(), "Asia/Bangkok")
    text = said.word(offer(_message(words="secret"), ConversationId("c1")), LanguageCode("en"))
    assert "secret" not in text.text
