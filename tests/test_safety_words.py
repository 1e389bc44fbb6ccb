"""What is said to workers, in each of the six languages, held against the safety rules."""

from functools import cache

import pytest
from bot.catalogue.folder import entries, home, messages_path, read, settled
from bot.catalogue.forbidden import forbidden
from bot.data.hotlines import load_hotlines
from bot.data.screening import load_screening
from bot.domain.ids import LanguageCode
from bot.domain.text import graphemes

SIX = ("en", "th", "my", "km", "lo", "vi")
TO_STAFF = ("officer.", "group.", "operator.")
LOCK_SCREEN = 40
GREETING = {
    "en": ("free", "Ministry of Labour", "not the police", "papers", "stop or skip"),
    "th": ("ฟรี", "กระทรวงแรงงาน", "ไม่ใช่ตำรวจ", "เอกสาร", "หยุดหรือข้าม"),
    "my": ("အခမဲ့", "အလုပ်သမားဝန်ကြီးဌာန", "ရဲ မဟုတ်", "စာရွက်စာတမ်း", "ကျော်"),
    "km": ("ឥតគិតថ្លៃ", "ក្រសួងការងារ", "មិនមែនជាប៉ូលិស", "ឯកសារ", "រំលង"),
    "lo": ("ບໍ່ເສຍເງິນ", "ກະຊວງແຮງງານ", "ບໍ່ແມ່ນຕຳຫຼວດ", "ເອກະສານ", "ຂ້າມ"),
    "vi": ("miễn phí", "Bộ Lao động", "không phải cảnh sát", "giấy tờ", "dừng lại hoặc bỏ qua"),
}
BLAMES = {
    "en": ("Why did you leave?", "You are illegal.", "a victim"),
    "th": ("ทำไมคุณหนี", "คุณผิดกฎหมาย", "เหยื่อ"),
    "my": ("ဘာကြောင့် ထွက်လာတာလဲ", "တရားမဝင်", "သားကောင်"),
    "km": ("ហេតុអ្វីបានជាអ្នកចេញ", "ខុសច្បាប់", "ជនរងគ្រោះ"),
    "lo": ("ເປັນຫຍັງເຈົ້າໜີ", "ຜິດກົດໝາຍ", "ຜູ້ເຄາະຮ້າຍ"),
    "vi": ("Tại sao bạn bỏ đi?", "bất hợp pháp", "nạn nhân"),
}
PROMISES = {
    "en": "We promise to rescue you.",
    "th": "เราสัญญาว่าคุณจะได้เงิน",
    "my": "ဗီဇာ ရပါမယ်",
    "km": "យើងសន្យា",
    "lo": "ພວກເຮົາສັນຍາ",
    "vi": "Chúng tôi hứa",
}


@cache
def worded(language: str) -> dict[str, str]:
    """What workers read in a language."""
    catalog = read(messages_path(home(), LanguageCode(language)))
    said = {str(each.id): settled(each) for each in entries(catalog)}
    return {key: text for key, text in said.items() if text and not key.startswith(TO_STAFF)}


@pytest.mark.safety(2)
@pytest.mark.parametrize("language", SIX)
def test_the_first_message_says_free_ministry_not_police_no_papers_and_stop_or_skip(
    language: str,
) -> None:
    for words in GREETING[language]:
        assert words in worded(language)["greeting"]
    assert list(forbidden(worded(language)["greeting"], LanguageCode(language))) == []


@pytest.mark.safety(13, 16)
@pytest.mark.parametrize("language", SIX)
def test_no_worker_is_blamed_judged_or_promised_a_result_in_any_language(language: str) -> None:
    code = LanguageCode(language)
    for words in (*BLAMES[language], PROMISES[language]):
        assert list(forbidden(words, code)), words
    assert len(worded(language)) > 600
    found = {
        key: words for key, text in worded(language).items() for words in forbidden(text, code)
    }
    assert found == {}


@pytest.mark.safety(10)
@pytest.mark.parametrize("language", SIX)
def test_what_is_pushed_begins_with_more_than_a_lock_screen_of_harmless_words(
    language: str,
) -> None:
    said = worded(language)
    assert graphemes(said["push.opening"]) >= LOCK_SCREEN
    for key in ("push.opening", "push.neutral", "woken.neutral"):
        for topic in (said["name.papers_kept"], said["name.safe_to_talk"], "1669", "1300"):
            assert topic not in said[key]


@pytest.mark.safety(34)
def test_every_text_for_workers_exists_in_every_language() -> None:
    first, *others = (set(worded(language)) for language in SIX)
    assert all(each == first for each in others)


@pytest.mark.safety(17)
@pytest.mark.parametrize("language", SIX)
def test_before_sexual_violence_is_asked_of_skipping_and_a_female_officer_are_offered(
    language: str,
) -> None:
    said = worded(language)
    sensitive = [each for each in load_screening().questions if each.sensitive]
    assert {"unwanted_touch", "forced_clients"} <= {each.id for each in sensitive}
    assert all("skip" in each.values for each in sensitive)
    assert len(said["notice.sensitive"]) > LOCK_SCREEN
    female = {"en": "female", "th": "หญิง", "my": "အမျိုးသမီး", "km": "ស្រី", "lo": "ຍິງ", "vi": "nữ"}
    assert female[language] in said["notice.sensitive"]
    assert female[language] in said["thanks.hospital"]


@pytest.mark.safety(33)
def test_nobody_is_asked_about_immigration_and_nothing_leads_there() -> None:
    for each in load_screening().questions:
        assert "visa" not in each.id
        assert "status" not in each.id.split("_")
    assert "1178" not in {line.number for line in load_hotlines()}
    asked = [text for key, text in worded("en").items() if key.startswith("ask.")]
    assert not [t for t in asked if "immigration" in t.lower() and "police or imm" not in t.lower()]
