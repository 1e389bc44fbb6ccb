"""Names of employers and boats, and how hurried thumbs type them: one or two mistakes each."""

import random
from collections.abc import Sequence

SEED = 20260102
FIRST = (
    *(
        "Charoen",
        "Thong",
        "Siri",
        "Wattana",
        "Kittiphan",
        "Rungroj",
        "Phatthana",
        "Somboon",
        "Chai",
    ),
    *("Mongkhon", "Prasert", "Worachai", "Anan", "Saeng", "Pairot", "Suphan", "Narong", "Ekkachai"),
    *("Bunma", "Golden", "Ocean", "Andaman", "Diamond", "Crystal", "Pacific", "Lotus", "Dragon"),
)
SECOND = (
    *(
        "Rung",
        "Sap",
        "Phon",
        "Chok",
        "Thawee",
        "Inter",
        "Star",
        "Pearl",
        "Prize",
        "Textile",
        "Marine",
    ),
    *("Kan", "Wong", "Mit", "Rat", "Dee", "Udom", "Silp", "Thai", "Polymer", "Trading", "Poultry"),
)
THAI_FIRST = (
    *("เจริญ", "ทองคำ", "สิริ", "วัฒนา", "กิตติพันธ์", "รุ่งโรจน์", "พัฒนา", "สมบูรณ์", "มงคล", "ประเสริฐ"),
    *("วรชัย", "อนันต์", "แสงทอง", "ไพโรจน์", "สุพรรณ", "ณรงค์", "เอกชัย", "บุญมา", "มหาโชค", "ศักดิ์ชัย"),
)
THAI_SECOND = (
    *("รุ่งเรือง", "ทรัพย์", "พรชัย", "โชคดี", "ทวีผล", "พาณิชย์", "วงศ์", "มิตร", "รัตน์", "อุดม"),
    *("ศิลป์", "ไทย", "ยนต์", "การช่าง", "ภัณฑ์", "สากล"),
)
FORMS = ("{}", "{} Co., Ltd.", "{} company", "{} factory")
THAI_FORMS = ("{}", "บริษัท {} จำกัด", "บจก. {}", "โรงงาน{}", "หจก.{}")


def real_names() -> list[str]:
    """All different names that the parts make."""
    latin = [f"{a} {b}" for a in FIRST for b in SECOND]
    return latin + [a + b for a in THAI_FIRST for b in THAI_SECOND]


def mistyped(name: str, dice: random.Random) -> str:
    """The name as somebody else writes it: another legal form, spaces, one or two letters wrong."""
    thai = any("ก" <= letter <= "ฮ" for letter in name)
    for _ in range(dice.choice((1, 2) if len(name) >= 10 else (1,))):
        name = _one_mistake(name, dice)
    if dice.random() < 1 / 4:
        name = name.replace(" ", "")
    return dice.choice(THAI_FORMS if thai else FORMS).format(name)


def _one_mistake(name: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(name) - 1)
    letters = "".join(sorted({*name} - {" "}))
    kind = dice.choice(("left out", "twice", "other", "swapped"))
    before, here, after = name[:place], name[place], name[place + 1 :]
    if kind == "left out":
        return before + after
    if kind == "twice":
        return before + here + here + after
    if kind == "other":
        return before + dice.choice(letters) + after
    return before + after[:1] + here + after[1:]


def pairs(count: int, seed: int = SEED) -> Sequence[tuple[str, str]]:
    """`count` names with a mistyped form of each."""
    dice = random.Random(seed)  # noqa: S311 repeatable on purpose
    names = real_names()
    return [(name, mistyped(name, dice)) for name in (dice.choice(names) for _ in range(count))]


def strangers(count: int, seed: int = SEED) -> Sequence[tuple[str, str]]:
    """`count` pairs of different names, the second one mistyped."""
    dice = random.Random(seed)  # noqa: S311
    names = real_names()
    drawn = (dice.sample(names, 2) for _ in range(count))
    return [(one, mistyped(other, dice)) for one, other in drawn]
