"""A made-up case with everything in it, as large as they come."""

import io
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.app.assembly import surroundings, voice
from bot.app.policy import policy_at
from bot.catalogue import Catalogue
from bot.data.places import load_gazetteer
from bot.domain.case import Case, CaseFacts, Deed, Finding, OfficerNote, WorkEntry
from bot.domain.conversation import Answer, Conversation, Evidence, EvidenceState, Note
from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    EvidenceId,
    LanguageCode,
    Level,
    OfficerId,
    ProvinceCode,
    QuestionId,
    Reference,
    ReferralId,
    ReferralState,
    UnitId,
)
from bot.domain.incoming import Chat, MediaKind
from bot.domain.prompt import Line, Prompt
from bot.domain.referral import Referral, Step
from bot.flows.case_file import Papers, Reader
from bot.flows.turn import Surroundings
from PIL import Image

MY = LanguageCode("my")
AT = datetime(2026, 11, 16, 2, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OWN_WORDS = "အလုပ်ရှင်က ကျွန်တော့်ရဲ့ ပတ်စပို့ကို သိမ်းထားတယ်။ လုပ်ခ သုံးလ မပေးဘူး။ ထွက်ရင် ရဲခေါ်မယ်လို့ ခြိမ်းခြောက်တယ်။"
REFERENCE = Reference("48-2093-7716-5")
CATALOGUE: Catalogue = voice(load_gazetteer(), "Asia/Bangkok")


def around() -> Surroundings:
    """What flows look things up in."""

    class Put:
        catalogue = CATALOGUE
        gazetteer = load_gazetteer()

    return surroundings(Put(), policy_at(None))  # type: ignore[arg-type]


def photo(number: int, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A photo of a telephone, with a place and a device in its EXIF."""
    dice = random.Random(number)  # noqa: S311  it only has to look like something
    small = Image.new("RGB", (16, 12))
    small.putdata([tuple(dice.randrange(256) for _ in range(3)) for _ in range(16 * 12)])
    image = small.resize(size, Image.Resampling.BICUBIC)
    exif = image.getexif()
    exif[0x010F] = "SECRETPHONE"
    exif[0x8825] = {1: "N", 2: (13.0, 32.0, 51.0), 3: "E", 4: (100.0, 16.0, 28.0)}
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, exif=exif, comment=b"SECRETCOMMENT")
    return file.getvalue()


def papers(table: Surroundings, *, sensitive: bool = False, photos: int = 10) -> Papers:
    """The papers of a case with every question answered and `photos` photos."""
    talk = _conversation(table)
    files = tuple(_file(number) for number in range(1, photos + 1))
    return Papers(
        _case(talk),
        talk,
        files,
        (_referral(),),
        {"officer01": "คุณนก ใจดี"},
        Reader("คุณนก ใจดี", AT + 90 * MINUTE),
        sensitive,
    )


def _conversation(table: Surroundings) -> Conversation:
    given: dict[QuestionId, Answer] = {}
    talk = Conversation(
        ConversationId("talk0001"), Chat(Channel.LINE, "U1"), "U1", MY, AT, AT, reference=REFERENCE
    )
    first = {
        "language": "my", "safe_to_talk": "yes", "in_danger_now": "no", "for_whom": "me",
        "consent_keep": "pass", "consent_statistics": "yes", "category": "papers_kept",
        "province": "TH-74", "may_write": "yes", "under_18": "no", "sex": "female",
        "district": "7402", "code_word": "told", "place_now": "same", "avoid": "nobody",
    }  # fmt: skip
    while (question := table.intake.next(talk)) is not None and question.id != "review":
        wording = CATALOGUE.word(Prompt((Line(f"ask.{question.id}"),)), MY).text
        value = first.get(question.id) or ("yes" if "yes" in question.values else "")
        value = value or (question.values[0] if question.values else "told")
        words = {"what_happened": OWN_WORDS, "code_word": "SECRETWORD"}.get(question.id, "")
        if value == "told" and not words:
            words = f"ကျွန်တော် {question.id}"
        at = AT + len(given) * MINUTE / 4
        given[question.id] = Answer(
            question.id, (value,), at, words, (), MY, wording, complete=True
        )
        talk = replace(talk, answers=tuple(given.values()))
    return replace(talk, notes=(Note("ကူညီပါ 🙏 please", AT + 5 * MINUTE),))


def _case(talk: Conversation) -> Case:
    found = tuple(Finding(each.question, "yes") for each in talk.answers if each.value == "yes")
    return Case(
        REFERENCE,
        talk.id,
        Channel.LINE,
        AT,
        CaseState.TAKEN,
        CaseFacts(
            level=Level.A,
            categories=("papers_kept",),
            language=MY,
            province=ProvinceCode("TH-74"),
            people="1",
            may_write="yes",
            reporter="self",
            findings=found,
        ),
        UnitId("samut-sakhon"),
        Level.A,
        Level.A,
        notes=(OfficerNote("โทรหาแล้ว ไม่รับสาย", "officer01", AT + 60 * MINUTE),),
        worked=(
            WorkEntry(Deed.CONTACT_TRIED, "officer01", AT + 50 * MINUTE, "phone"),
            WorkEntry(Deed.CONTACTED, "officer01", AT + 70 * MINUTE),
        ),
    )


def _referral() -> Referral:
    return Referral(
        ReferralId("refe0001"),
        REFERENCE,
        UnitId("samut-sakhon"),
        ReferralState.ACKNOWLEDGED,
        "A",
        {},
        AT,
        AT,
        (UnitId("samut-sakhon"),),
        steps=(
            Step("alert", AT, "samut-sakhon"),
            Step("remind.1", AT + 30 * MINUTE, "head:samut-sakhon"),
        ),
        holder=OfficerId("officer01"),
        holder_unit=UnitId("samut-sakhon"),
        answered_at=AT + 40 * MINUTE,
    )


def _file(number: int) -> Evidence:
    return Evidence(
        EvidenceId(f"photo{number}"),
        ConversationId("talk0001"),
        Chat(Channel.LINE, "U1"),
        MediaKind.PHOTO,
        "file",
        AT + number * MINUTE,
        EvidenceState.KEPT,
        "image/jpeg",
        size=123_456 + number,
        sha256=f"{number:064x}",
    )
