"""What is pointed out in an officer's own words before a worker reads them."""

import pytest
from bot.domain.ids import LanguageCode
from bot.domain.slips import Slip, slips

EN, TH, MY = LanguageCode("en"), LanguageCode("th"), LanguageCode("my")


@pytest.mark.parametrize(
    ("words", "slip"),
    [
        ("call 081 234 5678 please", Slip.PHONE),
        ("call +66-81-234-5678", Slip.PHONE),
        ("call 0812345678", Slip.PHONE),
        ("โทร ๐๘๑๒๓๔๕๖๗๘", Slip.PHONE),
        ("your number 1 1037 02071 81 1", Slip.ID_NUMBER),
        ("your number 1103702071811", Slip.ID_NUMBER),
        ("passport MA123456 it is", Slip.PASSPORT),
        ("passport B 1234567", Slip.PASSPORT),
        ("my line id is nok", Slip.LINE_ID),
        ("add @nok_office", Slip.LINE_ID),
        ("ไลน์ไอดี nok", Slip.LINE_ID),
        ("see https://example.org/x", Slip.LINK),
        ("see www.example.org", Slip.LINK),
        ("see mol.go.th", Slip.LINK),
        ("immigration will come", Slip.THREAT),
        ("คุณจะถูกจับ", Slip.THREAT),
    ],
)
def test_what_a_worker_should_not_be_sent_by_mistake_is_found(words: str, slip: Slip) -> None:
    assert slip in slips(words, TH if "โ" in words or "ไ" in words or "คุ" in words else EN)


@pytest.mark.parametrize(
    "words",
    [
        "Please call 1300 or 1694.",
        "They owe you 12,000 baht since 1 May.",
        "Come at 09:30, room 12.",
        "Case 48 of the factory.",
        "What did the foreman say yesterday?",
    ],
)
def test_ordinary_words_are_left_alone(words: str) -> None:
    assert slips(words, EN) == ()


def test_words_in_another_script_than_the_workers_are_pointed_out() -> None:
    assert Slip.SCRIPT in slips("คุณสบายดีไหม", MY)
    assert Slip.SCRIPT not in slips("နေကောင်းလား", MY)
    assert Slip.SCRIPT not in slips("Bạn khỏe không", LanguageCode("vi"))
