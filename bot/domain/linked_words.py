"""Words of a name that name nobody: legal forms, "boat", "agent", what many places are called."""

from typing import Final

_LEGAL: Final = """
    co ltd limited company comp corp corporation inc plc pcl public llc llp part partnership lp
    group mr mrs ms khun holding holdings enterprise enterprises
    thailand the of and factory plant firm
    บริษัท บจก บจ บมจ จำกัด มหาชน หจก หสน ห้างหุ้นส่วน ห้างหุ้นส่วนจำกัด ประเทศไทย โรงงาน กรุ๊ป
    ကုမ္ပဏီ စက်ရုံ လီမိတက် ក្រុមហ៊ុន រោងចក្រ ບໍລິສັດ ໂຮງງານ ຈຳກັດ
    boat ship vessel trawler fv mv เรือ เรือประมง กตน လှေ သင်္ဘော ទូក កប៉ាល់ ເຮືອ tàu thuyền
    công cong ty tnhh nhà máy xưởng cổ phần
    agent agents broker brokers agency recruiter นายหน้า เอเยนต์ เอเย่นต์ เอเจนซี่ เอเจนท์ ပွဲစား အေးဂျင့်
    មេខ្យល់ ភ្នាក់ងារ ນາຍໜ້າ môi giới cò
"""
LEGAL: Final = frozenset(_LEGAL.split())
"""Left out of a name: some write them, some do not."""

JOINED: Final = (
    *("f/v", "m/v"),
    *("ห้างหุ้นส่วนจำกัด", "ห้างหุ้นส่วน", "บริษัท", "(ประเทศไทย)", "(มหาชน)", "จำกัด", "โรงงาน"),
    *("ก่อสร้าง", "อาหารทะเล", "ห้องเย็น", "เย็บผ้า", "การประมง", "ร้านอาหาร"),
    *("นายหน้า", "ပွဲစား", "មេខ្យល់", "ນາຍໜ້າ"),
    *("บจก.", "บจก", "บมจ.", "หจก.", "หจก", "กรุ๊ป"),
    *("ကုမ္ပဏီ", "စက်ရုံ", "သင်္ဘော", "ក្រុមហ៊ុន", "រោងចក្រ", "ທ່າເຮືອ", "ບໍລິສັດ", "ໂຮງງານ", "ຈຳກັດ"),
)
"""Scripts without spaces write these together with the name; the longer one first."""

_GENERIC: Final = """
    i don t dont do know not sure unknown nothing none no one yes nobody myself alone forgot
    somebody someone person people man woman lady friend friends cousin brother sister relative
    family neighbour neighbor village name called phone number
    ko ma maung daw nai bong sao anh chị cô
    เพื่อน ญาติ พี่สาว พี่ชาย ไม่มี ไม่มีใคร หาเอง จำไม่ได้
    သူငယ်ချင်း ဆွေမျိုး မရှိဘူး မရှိပါဘူး မသိဘူး မသိပါဘူး
    មិត្ត មិត្តភក្តិ បងប្អូន គ្មាន គ្មានទេ មិនដឹងទេ
    ໝູ່ ພີ່ນ້ອງ ບໍ່ມີ có bạn bè người quen nhà họ hàng
    မသိ មិនដឹង ບໍ່ຮູ້ không biết
    boss bosses owner manager employer my our his her their a an in at on no big small
    new old name sir madam uncle aunt
    fish shrimp squid crab seafood sea food foods frozen freezing cold storage canned can market
    peeling shed garment sewing cloth clothes construction building site camp farm rubber oil palm
    chicken pig restaurant shop house home hotel massage bar karaoke laundry steel plastic wood
    furniture products product industry industries industrial international trading import export
    service services work workplace job fishing pier port
    นายจ้าง เถ้าแก่ หัวหน้า เจ้านาย นาย นาง คุณ ร้าน ร้านอาหาร บ้าน ตลาด ตลาดปลา ปลา กุ้ง
    อาหารทะเล ห้องเย็น แพปลา ก่อสร้าง ไซต์งาน ไซต์ ไซท์
    แคมป์ ฟาร์ม สวน สวนยาง ที่ทำงาน งาน ล้งกุ้ง ล้ง
    การประมง อาหาร ทะเล เย็บผ้า ไม่รู้ ไม่ทราบ ประมง
    သူဌေး အလုပ်ရှင် ဆိုင် အိမ် ထောက ថៅកែ ផ្ទះ ຫົວໜ້າ ຮ້ານ ເຮືອນ ông chủ nhà hàng cá tôm
    bangkok mahachai samut sakhon prakan songkhram phuket chonburi rayong mae sot maesot ranong
    songkhla tak pattani trat chiang mai nakhon pathom pathum thani surat ratchasima khon kaen
    กรุงเทพ มหาชัย สมุทรสาคร สมุทรปราการ ภูเก็ต ชลบุรี ระยอง แม่สอด ระนอง สงขลา ตาก ปัตตานี ตราด
    เชียงใหม่ นครปฐม ปทุมธานี สุราษฎร์ธานี นครราชสีมา ขอนแก่น
"""
GENERIC: Final = frozenset(_GENERIC.split())
"""A name of nothing else names nobody."""
