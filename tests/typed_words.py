"""What people type, gathered for tests: the same thing in many spellings, by language."""

from collections.abc import Mapping

LANGUAGES = ("th", "en", "my", "km", "lo", "vi")

# One line a meaning; the spellings are as people send them, not as the lists have them.
TYPED: Mapping[str, Mapping[str, str]] = {
    "th": {
        "yes": "ใช่|ใช่ครับ|ใช่ค่ะ|ใช่ๆ|ใช่แล้วค่ะ|ใช่คับ|ได้ค่ะ|มีครับ|chai|Chai krub|DAI|ครับ|เคยค่ะ",
        "no": "ไม่|ไม่ครับ|ไม่ใช่ค่ะ|ไม่มีค่ะ|ไม่่|ป่าว|เปล่าครับ|ม่าย|mai|Mai chai|maichai krub|mai mee",
        "not_sure": "ไม่แน่ใจ|ไม่รู้ค่ะ|ไม่ทราบครับ|mai nae jai|mai roo|จำไม่ได้",
        "skip": "ข้าม|ข้ามครับ|ไม่ขอตอบ|ไม่อยากตอบค่ะ",
        "later": "ทีหลัง|เดี๋ยวก่อนนะ|ไว้ก่อนค่ะ",
        "back": "กลับ|ย้อนกลับ",
        "stop": "หยุด|พอแล้วค่ะ|พอแล้ว!|เลิก",
        "help": "ช่วยด้วย|ช่วยด้วย!!!|ช่วยด้วยค่ะ|ช่วยผมด้วย|ช่วยหน่อยครับ|chuay duay|Chuai duai",
        "delete": "ลบ|ลบข้อมูลของฉัน",
        "menu": "เมนู",
        "language": "ภาษา|เปลี่ยนภาษา",
        "start_over": "เริ่มใหม่",
        "hide": "ล้างแชท|🧹",
        "ok": "โอเค|โอเคค่ะ|OK|👍|👍🏽|ตกลงครับ|รับทราบค่ะ",
    },
    "en": {
        "yes": "yes|Yes.|YES!|y|yeah|yep|yess|yesss|yes please|Yes, sir|correct",
        "no": "no|No.|nooo|nope|n|no thank you|No, sir|I don't|never|not at all",
        "not_sure": "not sure|I don’t know|dunno|IDK|maybe|I'm not sure",
        "skip": "skip|pass|rather not say|I don't want to say",
        "later": "later|ask me later|not now|Later, please",
        "back": "back|go back|previous",
        "stop": "stop|STOP!!|cancel|enough|I want to stop",
        "help": "help|HELP|Help me!!!|help me please|sos|🆘|please help|I need help",
        "delete": "delete|delete my data|Delete everything",
        "menu": "menu",
        "language": "language|change language",
        "start_over": "start over|restart",
        "hide": "hide|clear chat|🧹",
        "ok": "ok|Ok|okay|okk|👍|👍👍|k|OK 👍|fine|thanks",
    },
    "my": {
        "yes": "ဟုတ်ကဲ့|ဟုတ်|ဟုတ်တယ်|ဟုတ်ပါတယ်|ဟုတ်ကဲ့ခင်ဗျာ|ဟုတ်ကဲ့ရှင့်|ရှိတယ်|ရှိပါတယ်။|အင်း|ဟုတ္ကဲ့"
        "|ဟုတ်ကဲ့ ပါ|hote ke|Hote kae|hoke|hoke tal|shi tal",
        "no": "မဟုတ်ဘူး|မဟုတ်ပါဘူး|မရှိဘူး|မရှိပါဘူးခင်ဗျာ|မဟုတ္ဘူး|မရွိဘူး|ဟင့်အင်း|ma hote bu|Ma hote buu"
        "|mahote bu|ma shi bu|ma hoke bu",
        "not_sure": "မသိဘူး|မသိပါဘူး|မသေချာဘူး|ma thi bu|mathibu",
        "skip": "ကျော်|ကျော်မယ်|မဖြေချင်ဘူး|kyaw mal",
        "later": "နောက်မှ|ခဏနေ|nauk mha",
        "back": "နောက်သို့|ပြန်သွားမယ်",
        "stop": "ရပ်|ရပ်ပါ|တော်ပြီ|taw pi",
        "help": "ကူညီပါ|ကူညီပါဦး|ကယ်ပါ|ကယ်ပါ!|ကယ္ပါ|ku nyi par|kal par|အကူအညီလိုပါတယ်",
        "delete": "ဖျက်ပါ|အချက်အလက်ဖျက်ပါ",
        "menu": "မီနူး",
        "language": "ဘာသာစကား",
        "start_over": "အစကပြန်စမယ်",
        "hide": "ဖျောက်|🧹",
        "ok": "အိုကေ|ok|👍|နားလည်ပါပြီ",
    },
    "km": {
        "yes": "បាទ|ចាស|ចា៎|បាទ!|មែន|មែនហើយ|មាន|មានបាទ|បាន\u200bចាស|ត្រូវហើយ"
        "|bat|Bat bong|chas|jas|baat|trov hery",
        "no": "ទេ|អត់|អត់ទេ|មិនមែនទេ|មិន\u200bមាន\u200bទេ|អត់មានទេ|គ្មាន|ទេបង"
        "|te|ot te|Ot|min men te|ot mean te",
        "not_sure": "មិនដឹង|មិនដឹងទេ|អត់ដឹងទេ|មិនច្បាស់|ot deng te|ot deng",
        "skip": "រំលង|មិនចង់ឆ្លើយទេ|romlong",
        "later": "ពេលក្រោយ|ចាំបន្តិច|pel kroy",
        "back": "ត្រឡប់ក្រោយ|ថយក្រោយ",
        "stop": "ឈប់|ឈប់សិន|chhob",
        "help": "ជួយផង|ជួយខ្ញុំផង|ជួយ|សូមជួយខ្ញុំផងបង|chuoy phong|juoy phong|som juoy",
        "delete": "លុប|លុបទិន្នន័យរបស់ខ្ញុំ",
        "menu": "ម៉ឺនុយ",
        "language": "ភាសា|ប្ដូរភាសា",
        "start_over": "ចាប់ផ្តើមឡើងវិញ|ចាប់ផ្ដើមឡើងវិញ",
        "hide": "លាក់|🧹",
        "ok": "អូខេ|ok|👍|អរគុណបង",
    },
    "lo": {
        "yes": "ແມ່ນ|ແມ່ນແລ້ວ|ເຈົ້າ|ໂດຍ|ມີ|ໄດ້|ແມ່ນແລ້ວເດີ|ມີຄ່ະ|maen|maen laew|jao|dai|ແມ່ນ!",
        "no": "ບໍ່|ບໍ|ບໍ່ແມ່ນ|ບໍ່ມີ|ບໍ່ແມ່ນຄ່ະ|ບໍ່ມີເດີ|bor|Bo|bor maen|bo men|bor mee|bo dai|ບໍ່ດອກ",
        "not_sure": "ບໍ່ແນ່ໃຈ|ບໍ່ຮູ້|ບໍຮູ້|bor hu|bo hu|bor nae jai",
        "skip": "ຂ້າມ|ບໍ່ຢາກຕອບ|bor top",
        "later": "ພາຍຫຼັງ|ພາຍຫລັງ|ຈັກໜ່ອຍ|jak noi",
        "back": "ກັບຄືນ|ກັບ",
        "stop": "ຢຸດ|ພໍແລ້ວ|yut|ເຊົາ",
        "help": "ຊ່ວຍແດ່|ຊ່ວຍດ້ວຍ|ຊ່ວຍຂ້ອຍແດ່|ຊ່ອຍແດ່|ຊ່ວຍເຫລືອ|suay dae|xuay dae|soi dae",
        "delete": "ລຶບ|ລຶບຂໍ້ມູນຂອງຂ້ອຍ",
        "menu": "ເມນູ",
        "language": "ພາສາ|ປ່ຽນພາສາ",
        "start_over": "ເລີ່ມໃໝ່|ເລີ່ມໃຫມ່",
        "hide": "ເຊື່ອງ|🧹",
        "ok": "ໂອເຄ|ok|👍|ໂອເຄເດີ",
    },
    "vi": {
        "yes": "có|co|Có ạ|dạ có|da co|vâng|vâng ạ|Vang|dạ|ừ|đúng rồi|dung roi|phải|cos|uk|đồng ý",
        "no": "không|khong|Khong a|ko|k|hông|hok|không có|ko co|dạ không|da khong|không phải|chưa",
        "not_sure": "không biết|ko biet|khong chac|không rõ ạ|có lẽ|k biết",
        "skip": "bỏ qua|bo qua|không muốn nói|khong muon tra loi",
        "later": "để sau|de sau|lát nữa|lat nua|từ từ",
        "back": "quay lại|quay lai",
        "stop": "dừng lại|dung lai|thôi|thoi|đủ rồi",
        "help": "cứu tôi|cuu toi|cứu với|cuu voi|giúp tôi với|giup toi|cứu em với!!!|giup do",
        "delete": "xóa|xoá|xoa|xóa dữ liệu của tôi|xoá hết",
        "menu": "menu|danh mục",
        "language": "ngôn ngữ|ngon ngu",
        "start_over": "bắt đầu lại|lam lai",
        "hide": "ẩn|xóa chat|🧹",
        "ok": "ok|oke|👍|okie|được rồi|hieu roi",
    },
}

DANGER = {
    "th": "ช่วยด้วย|นายจ้างตีผมทุกวัน|โดนขังอยู่ในห้อง|เขาล็อคประตู ออกไปไม่ได้|มันขู่ฆ่าผม|เลือดออก",
    "en": "help me please|he will kill me|boss locked us inside|I can't leave the house"
    "|They beat me 🆘",
    "my": "ကယ် ပါ|ကယ်ပါဦး|အန္တရာယ်ရှိတယ်|သူဌေးက ရိုက်နှက်တယ်|အခန်းထဲမှာ ပိတ်လှောင်ထားတယ်|ကယ္ပါ|kal par",
    "km": "ជួយខ្ញុំផង|ថៅកែវាយខ្ញុំ|គេ\u200bចាក់សោ\u200bទ្វារ|មានគ្រោះថ្នាក់|chuoy phong bong",
    "lo": "ຊ່ວຍແດ່|ນາຍຈ້າງຕີຂ້ອຍ|ຖືກຂັງຢູ່ໃນຫ້ອງ|ອອກບໍ່ໄດ້|suay dae",
    "vi": "cứu tôi với|chủ đánh tôi|toi bi nhot trong nha|nguy hiểm lắm|dọa giết|khong ra duoc",
}
END_LIFE = {
    "th": "อยากตาย|ผมไม่อยากมีชีวิตอยู่แล้ว|คิดจะฆ่าตัวตาย|yak tai",
    "en": "I want to die|I will kill myself|thinking about suicide|I don't want to live anymore",
    "my": "သေချင်တယ်|ကျွန်မ သေ ချင်ပြီ|ကိုယ့်ကိုယ်ကို သတ်သေမယ်|ေသခ်င္တယ္|thay chin tal",
    "km": "ចង់ស្លាប់|ខ្ញុំ\u200bចង់\u200bសម្លាប់\u200bខ្លួន|chong slab",
    "lo": "ຢາກຕາຍ|ຢາກຂ້າຕົວຕາຍ|ບໍ່ຢາກມີຊີວິດຢູ່",
    "vi": "tôi muốn chết|muon chet|tự tử|không muốn sống nữa|tu sat",
}
HARMLESS = (
    "นายจ้างไม่จ่ายเงินเดือน|my boss owes me two months of pay|လခမရသေးဘူး|គេជំពាក់ប្រាក់ខែ"
    "|ບໍ່ໄດ້ເງິນເດືອນ|chủ nợ lương hai tháng|ตีสาม|tư vấn|từ từ|shelter|skills|begun"
)
