"""The case file: everything that is known, nothing that is not, in letters that can be read."""

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from zipfile import ZipFile

import pypdfium2
import pytest
from bot.documents.case_file_docx import docx
from bot.documents.case_file_pdf import pdf
from bot.documents.lettering import font_path, lines, runs
from bot.documents.photos import picture
from bot.documents.worded_file import WordedFile, worded
from bot.domain.case import OfficerNote
from bot.domain.consent import Consent, HeardBy, Willing
from bot.domain.ids import LanguageCode, MessageId, OfficerId, QuestionId, ReferralState, UnitId
from bot.domain.prompt import Line
from bot.domain.referral import ReferralKind
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.flows.case_file import Papers
from bot.flows.case_file_whole import case_file
from bot.flows.turn import Surroundings
from docx import Document
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from tests.case_papers import CATALOGUE, OWN_WORDS, REFERENCE, around, photo
from tests.case_papers import papers as made_up

TH, EN = LanguageCode("th"), LanguageCode("en")


@cache
def table() -> Surroundings:
    return around()


@cache
def papers(*, photos: int, sensitive: bool = False) -> Papers:
    return made_up(table(), photos=photos, sensitive=sensitive)


def in_words(made: Papers, language: LanguageCode = TH) -> WordedFile:
    return worded(case_file(made, table()), CATALOGUE, language)


def pages(document: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(document) as opened:
        for page in opened:
            yield page.get_textpage().get_text_range().replace("\r\n", "\n")


def cells(document: bytes) -> list[list[str]]:
    opened = Document(io.BytesIO(document))
    return [[cell.text for cell in row.cells] for each in opened.tables for row in each.rows]


@pytest.fixture(scope="module")
def thai() -> tuple[WordedFile, bytes, bytes]:
    file = in_words(papers(photos=3))
    photos = [picture(photo(number, (640, 480)), 500) for number in range(2)]
    return file, pdf(file, [*photos, None]), docx(file, [*photos, None])


def test_the_pdf_has_every_part_in_words_that_can_be_found(
    thai: tuple[WordedFile, bytes, bytes],
) -> None:
    file, made, _ = thai
    text = " ".join("".join(pages(made)).split())
    for section in file.sections:
        assert section.title in text
    for part in (REFERENCE, "16 พฤศจิกายน 2569 เวลา 09:05 น.", "ศูนย์สมุทรสาคร", "คุณนก ใจดี", "2026-11"):
        assert part in text
    assert OWN_WORDS in text
    assert "โทรหาแล้ว ไม่รับสาย" in text
    assert f"{1:064x}" in text.replace(" ", "")
    assert "SECRETWORD" not in text


def test_the_docx_has_the_same_and_thai_is_set_as_thai(
    thai: tuple[WordedFile, bytes, bytes],
) -> None:
    file, _, made = thai
    rows = cells(made)
    assert ["เลขเรื่อง", REFERENCE] in rows
    for section in file.sections:
        for entry in section.entries:
            assert list(entry) in rows
        for row in section.table.rows if section.table else ():
            assert list(row) in rows
    with ZipFile(io.BytesIO(made)) as archive:
        body = archive.read("word/document.xml").decode()
        styles, foot = archive.read("word/styles.xml").decode(), archive.read("word/footer1.xml")
        names = archive.namelist()
    assert OWN_WORDS in "".join(each.text for each in Document(io.BytesIO(made)).paragraphs)
    assert 'w:cs="TH SarabunPSK"' in styles
    assert 'w:bidi="th-TH"' in styles
    assert 'w:cs="Myanmar Text"' in body
    assert b"NUMPAGES" in foot
    assert sum(name.startswith("word/media/") for name in names) == 2


def test_every_page_has_its_number_the_reader_and_the_time(
    thai: tuple[WordedFile, bytes, bytes],
) -> None:
    found = list(pages(thai[1]))
    for number, text in enumerate(found, 1):
        assert f"หน้า {number} จาก {len(found)}" in " ".join(text.split())
        assert "คุณนก ใจดี · 16 พฤศจิกายน 2569 เวลา 10:35 น." in text


def test_what_is_not_known_is_an_empty_line() -> None:
    made = papers(photos=0)
    bare = replace(made, conversation=replace(made.conversation, answers=(), notes=()))
    file = in_words(bare, EN)
    person = file.sections[4]
    assert {value for _, value in person.entries} == {""}
    assert file.sections[1].passages == (("What happened", ""),)
    grid = file.sections[2].table
    assert grid is not None
    assert {cell for row in grid.rows for cell in row[1:]} == {""}
    assert file.sections[3].table is not None
    assert {row[2] for row in file.sections[3].table.rows} == {""}
    assert pdf(file, []).startswith(b"%PDF")


def test_each_answer_stands_with_the_words_shown_its_time_and_room_for_the_form() -> None:
    made = papers(photos=0)
    file = in_words(made, EN)
    assert file.sections[3].table is not None
    rows = {row[1].partition("\n")[0]: row for row in file.sections[3].table.rows}
    kept = made.conversation.record[next(q for q in made.conversation.record if q == "papers_kept")]
    _, question, said, when, item, finding = rows["Papers kept"]
    assert question.partition("\n")[2] == kept.wording
    assert (said, item, finding) == ("yes", "", "")
    assert when.startswith("16 November 2026, 09:")


def test_act_means_and_purpose_come_from_the_questionnaire() -> None:
    file = in_words(papers(photos=0), EN)
    assert file.sections[2].table is not None
    act, means, purpose, coercion, involuntary, penalty = [
        row[1] for row in file.sections[2].table.rows
    ]
    names = {str(q.id): CATALOGUE.line(_name(q.id), EN) for q in table().intake.screening.questions}
    assert act == f"{names['sold_or_passed_on']} (yes)"
    assert names["promised_different_job"] in means
    assert names["papers_problem_used"] not in means  # the person's own papers: kept apart
    assert names["unpaid_or_underpaid"] in purpose
    assert names["papers_kept"] in coercion
    assert names["papers_kept"] in penalty
    assert names["papers_kept"] not in involuntary


def _name(question: str) -> Line:
    return Line(f"name.{question}")


@pytest.mark.safety(26)
def test_sensitive_answers_are_in_the_sensitive_edition_alone() -> None:
    made, asked = papers(photos=2), QuestionId("unwanted_touch")
    sent = replace(made.evidence[0], question=asked, sha256="5ecre7")
    note = replace(made.conversation.notes[0], text="in the shed", question=asked, message="m77")
    told = replace(made.conversation, notes=(*made.conversation.notes, note))
    translated = OfficerNote("in the barn", "interpreter:1", note.at, "m77")
    case = replace(made.case, notes=(*made.case.notes, translated))
    made = replace(made, case=case, conversation=told, evidence=(sent, *made.evidence[1:]))
    without = repr(in_words(made, EN).sections)
    whole = repr(in_words(replace(made, sensitive=True), EN).sections)
    for words in ("in the shed", "in the barn", "5ecre7"):
        assert (words in without, words in whole) == (False, True)
    for question in ("unwanted_touch", "forced_clients", "tags", "papers_problem_used"):
        name = CATALOGUE.line(_name(question), EN)
        assert (name in without, name in whole) == (False, True)


def test_the_timeline_tells_who_did_what_in_the_order_of_time() -> None:
    file = in_words(papers(photos=0), EN)
    assert file.sections[9].table is not None
    told = [(what, who) for _, what, who in file.sections[9].table.rows]
    assert told == [
        ("Filed", ""),
        ("Alert", "Samut Sakhon centre"),
        ("Reminder", "head, Samut Sakhon centre"),
        ("Taken · Samut Sakhon centre", "คุณนก ใจดี"),
        ("contact tried", "คุณนก ใจดี"),
        ("Note: โทรหาแล้ว ไม่รับสาย", "คุณนก ใจดี"),
        ("worker reached", "คุณนก ใจดี"),
    ]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("Thai", "ผู้ร้องทุกข์ที่นี่"),
        ("Myanmar", "ကျွန်တော့်ပတ်စပို့"),
        ("Khmer", "ខ្ញុំត្រូវបានគេបង្ខំ"),
        ("Lao", "ຊ່ວຍບໍ່ໃຫ້"),
        ("Latin", "Đường hộ chiếu"),
    ],
)
def test_letters_are_joined_as_their_script_joins_them(script: str, words: str) -> None:
    """The page looks as Raqm draws the words, and not as the same glyphs without shaping."""
    assert {run.font for run in runs(words)} == {script}
    file = replace(in_words(papers(photos=0), EN), title=words, mark="", sections=())
    with pypdfium2.PdfDocument(pdf(file, [])) as opened:
        drawn = opened[0].render(scale=4).to_pil().convert("L").crop((180, 170, 2200, 300))
    likeness = []
    for engine in (ImageFont.Layout.RAQM, ImageFont.Layout.BASIC):
        font = ImageFont.truetype(font_path(script), 60, layout_engine=engine)
        ours = Image.new("L", (2020, 130), 255)
        ImageDraw.Draw(ours).text((10, 10), words, fill=0, font=font)
        likeness.append(_likeness(drawn, ours))
    assert likeness[0] > 0.8
    if script in ("Myanmar", "Khmer"):
        assert likeness[0] > likeness[1] + 0.05


def _likeness(one: Image.Image, other: Image.Image) -> float:
    """How alike two words look, 0 to 1, wherever they stand: overlap of ink in their boxes."""
    inks = []
    for image in (one, other):
        ink = image.point([255 if level < 120 else 0 for level in range(256)])
        box = ink.getbbox()
        assert box is not None
        inks.append(ink.crop(box).resize((600, 80)))
    both = ImageChops.darker(*inks)
    common, first, second = (ImageStat.Stat(each).sum[0] for each in (both, *inks))
    return float(2 * common / (first + second))


def test_lines_are_broken_between_words_and_never_inside_a_cluster() -> None:
    said = "ฉันถูกนายจ้างยึดหนังสือเดินทางไว้สามเดือนแล้วไม่ได้รับค่าจ้าง" * 3
    broken = ["".join(run.text for run in line) for line in lines(said, 10, 120)]
    assert "".join(broken) == said
    assert len(broken) > 5
    assert not any(line[0] in "ะาำิีึืุูๅ็่้๊๋์" for line in broken)
    long = ["".join(run.text for run in line) for line in lines("x" * 500, 10, 120)]
    assert "".join(long) == "x" * 500


def test_what_no_font_has_and_control_characters_do_no_harm() -> None:
    file = in_words(papers(photos=0), EN)
    odd = "\x00\x07\ufffe 𒀀 🏳️‍🌈 \u202e<b>&amp;" + "a" * 20_000
    hurt = replace(file.sections[1], passages=(("x", odd),), table=None)
    text = "".join(pages(pdf(replace(file, sections=(hurt,)), [])))
    assert "<b>&amp;" in text
    assert docx(replace(file, sections=(hurt,)), []).startswith(b"PK")


@pytest.mark.parametrize("raw", [b"", b"\xff\xd8..", b"%PDF-1.4", photo(1)[:5000]])
def test_what_is_no_photo_is_said_to_be_none(raw: bytes) -> None:
    assert picture(raw, 800) is None
    file = in_words(papers(photos=1), EN)
    assert "This photo cannot be shown." in "".join(pages(pdf(file, [None])))


def test_agencies_and_what_was_written_stand_in_the_file_with_their_names() -> None:
    labour, chat, heard = UnitId("labour-x"), MessageId("m1"), MessageId("m2")
    made = papers(photos=0)
    first = made.referrals[0]
    sent = replace(
        first,
        unit=labour,
        kind=ReferralKind.AGENCY,
        state=ReferralState.ACCEPTED,
        wants=("claim_pay",),
        consents=(Consent(Willing.YES, first.started_at, HeardBy.BOT, "worker"),),
    )
    asked = RelayMessage(
        chat,
        REFERENCE,
        made.conversation.id,
        Direction.TO_WORKER,
        MessageState.ANSWERED,
        first.started_at,
        OfficerId("officer01"),
        phrase="employer_name",
    )
    told = replace(asked, id=heard, direction=Direction.FROM_WORKER, words="SECRETPLACE", phrase="")
    withdrawn = replace(asked, id=MessageId("m3"), state=MessageState.WITHDRAWN, words="UNSENT")
    made = replace(
        made,
        referrals=(first, sent),
        agencies={labour: "Labour office (sample)"},
        messages=(asked, replace(told, answers=chat), withdrawn),
    )
    agencies, talk = in_words(made, EN).sections[7:9]
    assert agencies.table is not None
    assert talk.table is not None
    assert agencies.table.rows[0][0] == "Labour office (sample)"
    assert agencies.table.rows[0][2].startswith("Yes")
    assert [row[1] for row in talk.table.rows] == ["คุณนก ใจดี", "The worker"]
    assert "SECRETPLACE" in talk.table.rows[1][2]
    hidden = replace(made, hidden=frozenset({heard}))
    assert "SECRETPLACE" not in repr(in_words(hidden, EN).sections)
    assert "SECRETPLACE" in repr(in_words(replace(hidden, sensitive=True), EN).sections)


def test_the_titles_of_a_table_stand_on_every_page_it_goes_on_to(
    thai: tuple[WordedFile, bytes, bytes],
) -> None:
    file, made, _ = thai
    title = file.title
    found = list(pages(made))
    assert all(title in " ".join(text.split()) for text in found)
    item = "ข้อในแบบฟอร์ม"
    table = file.sections[3].table
    assert table is not None
    held = [text for text in found if any(row[1].splitlines()[-1] in text for row in table.rows)]
    assert len(held) > 1
    assert all(item in text for text in held)
