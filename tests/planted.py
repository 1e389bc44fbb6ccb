"""The people of a full run, and every personal string that is planted with them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import product

from bot.domain.ids import Channel

MARKS = {
    "en": ("heron", "willow"),
    "th": ("ลำดวน", "ทองหลาง"),
    "my": ("သဇင်ပန်း", "စံပယ်ပန်း"),
    "km": ("ផ្ការំដួល", "ផ្កាឈូក"),
    "lo": ("ດອກຈຳປາ", "ດອກບົວ"),
    "vi": ("hoa phượng", "hoa sen"),
}
"""A word of each script for each channel: what makes a string of one worker theirs alone."""
PATTERNS = {
    "en": (
        "Zephyrine {}, my nickname",
        "they kept two months of my pay, {}",
        "Golden Prawn {} Cannery",
        "foreman Rattigan {} may not know",
        "marmalade {}",
        "written afterwards about {}",
        "the answer to the officer, {}",
    ),
    "th": (
        "ชื่อเล่น จันทร์เพ็ญ {}",
        "เขาไม่จ่ายค่าแรงสองเดือน {}",
        "โรงงานปลากระป๋อง {}",
        "อย่าบอกหัวหน้าสมหมาย {}",
        "แยมส้ม {}",
        "เขียนเพิ่มทีหลังเรื่อง {}",
        "คำตอบถึงเจ้าหน้าที่ {}",
    ),
    "my": (
        "အိမ်နာမည် မိုးမိုး {}",
        "လုပ်ခ နှစ်လ မပေးသေးဘူး {}",
        "ငါးသေတ္တာ စက်ရုံ {}",
        "ခေါင်းဆောင် ဦးဘ မသိစေနဲ့ {}",
        "ငှက်ပျောသီး {}",
        "နောက်မှ ရေးတဲ့ စာ {}",
        "အရာရှိကို ဖြေတာ {}",
    ),
    "km": (
        "ឈ្មោះហៅក្រៅ ស្រីពៅ {}",
        "គេមិនទាន់បើកប្រាក់ខែ ពីរខែ {}",
        "រោងចក្រត្រីកំប៉ុង {}",
        "កុំប្រាប់មេការ សុខា {}",
        "ផ្លែស្វាយ {}",
        "សរសេរបន្ថែម អំពី {}",
        "ចម្លើយទៅមន្ត្រី {}",
    ),
    "lo": (
        "ຊື່ຫຼິ້ນ ນ້ອຍຄຳ {}",
        "ເຂົາບໍ່ຈ່າຍຄ່າແຮງສອງເດືອນ {}",
        "ໂຮງງານປາກະປ໋ອງ {}",
        "ຢ່າບອກຫົວໜ້າ ສົມພອນ {}",
        "ໝາກມ່ວງ {}",
        "ຂຽນເພີ່ມເລື່ອງ {}",
        "ຄຳຕອບເຖິງເຈົ້າໜ້າທີ່ {}",
    ),
    "vi": (
        "Tên thường gọi Bé Năm {}",
        "họ chưa trả hai tháng lương {}",
        "Xưởng cá hộp {}",
        "đừng nói với quản đốc Tư {}",
        "mứt cam {}",
        "viết thêm sau đó về {}",
        "trả lời cho cán bộ {}",
    ),
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One worker: what the platforms and the worker say that nobody else may ever read."""

    account: str
    username: str
    shown_name: str
    nickname: str
    told: str
    employer: str
    broker: str
    not_to_happen: str
    code_word: str
    afterwards: str
    answered: str
    phone: str
    address: str
    photo: str
    photo_name: str
    inside_photo: str
    voice: str
    inside_voice: str
    caption: str

    def __iter__(self) -> Iterator[str]:
        """Every string of theirs."""
        return (str(getattr(self, each.name)) for each in fields(self))


def worker(number: int, language: str, channel: Channel) -> Planted:
    """The worker of a language and a channel; the same in each run."""
    on_line = channel is Channel.LINE
    mark = MARKS[language][on_line]
    nickname, told, employer, avoid, code, later, answered = (
        each.format(mark) for each in PATTERNS[language]
    )
    account = (
        f"U{number:02}" + "7e4f1a0c" * 3 + f"{number:02}" if on_line else f"7130420{number:03}"
    )
    return Planted(
        account,
        f"user_{language}_{number:02}_of_{channel.value}",
        f"{mark} Displayname{number:02}",
        *(nickname, told, employer, f"Agent {mark} Plum{number:02}"),
        *(avoid, code, later, answered),
        phone=f"08{number:02}-739-{number * 37 + 4100}",
        address=f"{number + 40}/7 Soi Quince {mark} Moo 9",
        photo=f"platform-photo-handle-{number:02}",
        photo_name=f"IMG_{mark}_{number:02}_from_my_phone.jpg",
        inside_photo=f"Camera of {mark} serial 99-{number:02}-4711",
        voice=f"platform-voice-handle-{number:02}",
        inside_voice=f"Recorder of {mark} serial 88-{number:02}-4711",
        caption=f"{mark} caption under the photo {number:02}",
    )


CAST = {
    (language, channel): worker(number, language, channel)
    for number, (language, channel) in enumerate(
        product(PATTERNS, (Channel.TELEGRAM, Channel.LINE)), 1
    )
}
OF_WORKERS = tuple(each for planted in CAST.values() for each in planted)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works for a unit, an agency or as an interpreter."""

    account: str
    name: str
    phone: str = ""


NOK = Staff("6620011408", "Nokyoong Thongthae", "02-915-7701")
LEK = Staff("6620012519", "เล็กน้อย ทองแท้", "02-915-7702")
PLOY = Staff("6620013630", "Ploypailin Inspector", "02-915-7703")
HLA = Staff("6630021741", "Ma Hla Interpreting")
NGUYEN = Staff("U" + "5c1d9b2e" * 4, "Nguyễn Phiên Dịch")
BOON = Staff("6620015852", "Boonruen Headofnational")
GROUPS = {
    "samut-sakhon": "-1002200330044",
    "national": "-1002200330055",
    "operator": "-1002200330066",
    "sk-labour": "-1002200330077",
}
LINE_GROUP = "C" + "3f8a6d17" * 4
AGENCY_PHONE = "034-915-7790"
AGENCY_ADDRESS = "12/9 Ratchaphruek Lane, second floor"
NOTED = "the officer noted: hostel warden said no"
OFFICERS_WORDS = "Please bring the blue notebook with the days you worked."
TRANSLATED = "The interpreter wrote: two months of pay"
HELD_BECAUSE = "court of Nowhere, file 77/2569, willow witness"
UNDER_THE_SLIP = "the slip for Tuesday at the blue door"
PIN_TYPED = "48 20 93 61 57"
PLATFORM_SAID = "Bad Request: chat of Displayname not found"
OF_STAFF = (
    *(
        each
        for staff in (NOK, LEK, PLOY, HLA, NGUYEN, BOON)
        for each in (staff.account, staff.name)
    ),
    *(NOK.phone, LEK.phone, PLOY.phone),
    *(*GROUPS.values(), LINE_GROUP, AGENCY_PHONE, AGENCY_ADDRESS),
    *(NOTED, OFFICERS_WORDS, TRANSLATED, PLATFORM_SAID, HELD_BECAUSE, UNDER_THE_SLIP, PIN_TYPED),
)
PHONES = (*(each.phone for each in CAST.values()), NOK.phone, LEK.phone, PLOY.phone, AGENCY_PHONE)
OF_CASES = (*OF_WORKERS, NOTED, OFFICERS_WORDS, TRANSLATED, UNDER_THE_SLIP, PIN_TYPED)
"""What belongs to cases alone, and goes with them."""
EVERYTHING = (*OF_WORKERS, *OF_STAFF)
