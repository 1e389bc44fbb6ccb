"""Words made to deceive, put into every place where they can come out: each place holds."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from zipfile import ZipFile

import pypdfium2
import pytest
from bot.catalogue.workbook import workbook
from bot.channels.line.render import render as for_line
from bot.channels.telegram.render import render as for_telegram
from bot.cli.cases import printed
from bot.cli.errand import as_json_text, one_line
from bot.documents.case_file_docx import docx
from bot.documents.case_file_pdf import pdf
from bot.documents.letter import as_docx
from bot.documents.worded_file import mark_of, worded
from bot.domain.case import Deed, Hold, OfficerNote, WorkEntry
from bot.domain.conversation import Note
from bot.domain.ids import (
    AssignmentId,
    Channel,
    ConversationId,
    InterpreterId,
    LanguageCode,
    MessageId,
    OfficerId,
)
from bot.domain.interpreter import Assignment, Interpreter, Sex
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.domain.unit import Officer, Role
from bot.flows import interpreting, muting, relay_screens, talk_screens, worked
from bot.flows.case_file import Papers, Reader
from bot.flows.case_file_whole import case_file
from bot.flows.officer import record_pages
from bot.flows.own_copy import Holding
from bot.flows.wish import line as wish_line
from bot.web.case_html import Pages
from bot.web.copy_html import CopyHtml
from bot.web.logs import JsonLog
from docx import Document

from tests.case_papers import AT, CATALOGUE, around, papers
from tests.test_facts_and_card import told
from tests.test_nasty_words import COMMANDS
from tests.test_officer_screens import CASE, NOW, REFERRAL

EN = LanguageCode("en")
FORGED = "Police: yes, please"
NASTY: Sequence[str] = (
    f"I am fine\n{FORGED}",
    f"I am fine\r\n{FORGED}",
    f"I am fine\u2028{FORGED}",
    f"I am fine\u2029{FORGED}",
    f"I am fine\u0085{FORGED}",
    f"I am fine\x0b{FORGED}",
    "pay\u202eslip\u202c 12",
    "\u2066\u2067deep\u2069\u2069",
    "pass\u200b\u2060port\ufeff",
    "soft\u00adhyphen",
    "hidden\U000e0041\U000e007f tag",
    "Z" + "\u0301" * 60,
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m \x00\x08 gone",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><a href="http://192.0.2.1/">press</a>',
    "</td></table><h1>x</h1>",
    "&lt;b&gt; <b>bold</b> <i>i</i>",
    "**bold** __u__ `c` ||s|| [x](http://192.0.2.1/)",
    "[x](tg://user?id=1) @everyone /start@bot",
    '=HYPERLINK("http://192.0.2.1","x")',
    "+1+1|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3",
    "{name} {0} {words} %s %(x)s ${x} {{7*7}}",
    '{"type":"flex","contents":{}} \\" \\u202e',
    ") Tj ET (injected) /JavaScript /URI (http://192.0.2.1)",
    "]]><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "\ud83d lone",
    "ถูก\u0e38\u0e38\u0e38\u0e38\u0e38\u0e38\u0e38\u0e38\u0e38\u0e38\u0e38",
)
"""Lines, direction, invisible letters, terminals, HTML, marks of style, formulas, templates,
JSON, PDF, XML, half letters, towers."""


def _message(words: str, direction: Direction) -> RelayMessage:
    return RelayMessage(
        MessageId("m1"), CASE.reference, ConversationId("c" * 16), direction, MessageState.SENT,
        NOW, words=words, sent_at=NOW,
    )  # fmt: skip


def _answered(words: str) -> Prompt:
    phrases = around().phrases
    reply = _message(words, Direction.FROM_WORKER)
    asked = _message(words, Direction.TO_WORKER)
    return talk_screens.answer_came(reply, asked, REFERRAL, phrases, hidden=False)


def _talk(words: str) -> Prompt:
    messages = [_message(words, each) for each in Direction]
    fate = relay_screens.Fate("now")
    return talk_screens.talk(messages, REFERRAL, around().phrases, fate, frozenset(), NOW)


def _to_worker(words: str) -> Prompt:
    message = replace(_message(words, Direction.TO_WORKER), unit=REFERRAL.unit)
    return relay_screens.for_worker(message, around().phrases, message.conversation)


def _translation(words: str) -> Prompt:
    task = Assignment(
        AssignmentId("task0001"), CASE.reference, CASE.conversation, REFERRAL.id, REFERRAL.unit,
        OfficerId("o1"), EN, NOW, None,
    )  # fmt: skip
    by = Interpreter(InterpreterId("i1"), Channel.LINE, "U1", "Ma Hla", (EN,), Sex.FEMALE)
    return interpreting.translation(task, by, words)


def _record(words: str) -> Prompt:
    talk = replace(told(), notes=(Note(words, NOW),))
    (page, *_) = record_pages(CASE, talk, (), around(), sensitive=False)
    return page


def _history(words: str) -> Prompt:
    notes = (OfficerNote(words, "o1", NOW),)
    steps = (WorkEntry(Deed.HANDED_OVER, "o1", NOW, "officer02", words),)
    case = replace(CASE, notes=notes, worked=steps)
    return next(iter(worked.history(case, REFERRAL, lambda _: "Khun Nok", NOW)))


def _held(words: str) -> Prompt:
    return Prompt(tuple(wish_line(replace(CASE, hold=Hold(words, "o1", NOW)), NOW)))


CHATS: Mapping[str, Callable[[str], Prompt]] = {
    "the notice of an answer": _answered,
    "the talk": _talk,
    "an officer's words to the worker": _to_worker,
    "an interpreter's item": interpreting.item,
    "a translation": _translation,
    "the record": _record,
    "the history with notes and steps": _history,
    "the reason of a hold": _held,
}


@pytest.mark.parametrize("place", CHATS)
def test_no_words_forge_a_line_a_mark_or_a_screen_in_a_chat(place: str) -> None:
    harmless = _shape(for_line(CATALOGUE.word(CHATS[place]("I am fine"), EN)))
    for words in NASTY:
        message = CATALOGUE.word(CHATS[place](words), EN)
        assert not COMMANDS.search(message.text), words
        ours = message.text.split("\n")
        assert not any(line.startswith(FORGED) for line in ours), words
        assert all(part.entities == () for part in for_telegram(message, private=True)), words
        sent = for_line(message)
        assert _shape(sent) == harmless, words


def _shape(sent: object) -> object:
    """What a message is made of, without its words."""
    match sent:
        case str():
            return "words"
        case Mapping():
            return {name: _shape(each) for name, each in sent.items()}
        case list() | tuple():
            return [_shape(each) for each in sent]
        case _:
            return sent


class _Tags(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))


def _tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = _Tags()
    parser.feed(page)
    return parser.seen


def test_no_words_become_markup_on_a_page() -> None:
    for words in NASTY:
        said = Pages(CATALOGUE, EN).said(Literal(words))
        assert _tags(said) == [], words
        assert not COMMANDS.search(said), words
        quoted = f'<input value="{said}">'
        assert _tags(quoted) == [("input", ("value",))], words


def test_no_words_become_markup_in_the_workers_own_copy() -> None:
    copy = CopyHtml(CATALOGUE, around(), EN)
    pages = [
        copy.whole([Holding(replace(told(), notes=(Note(words, NOW),)))])
        for words in ("I am fine", *NASTY)
    ]
    assert "I am fine" in pages[0]
    assert [each for each in pages if _tags(each) != _tags(pages[0])] == []
    assert not any(COMMANDS.search(each) for each in pages)


def _whole(words: Sequence[str], reader: str) -> Papers:
    whole = papers(around(), photos=0)
    notes = tuple(Note(each, AT) for each in words)
    by_officer = tuple(OfficerNote(each, "officer01", AT) for each in words)
    case = replace(whole.case, notes=by_officer)
    conversation = replace(whole.conversation, notes=notes)
    return replace(whole, case=case, conversation=conversation, reader=Reader(reader, AT))


def test_the_case_file_holds_words_and_nothing_that_acts() -> None:
    file = worded(case_file(_whole(NASTY, NASTY[6]), around()), CATALOGUE, EN)
    made = pdf(file, ())
    for command in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile"):
        assert command not in made
    with pypdfium2.PdfDocument(made) as opened:
        text = "".join(page.get_textpage().get_text_range() for page in opened)
    assert "\u202e" not in text
    assert "HYPERLINK" in text  # as words
    paper = Document(io.BytesIO(docx(file, ())))
    outside = [each for each in paper.part.rels.values() if each.is_external]
    assert outside == []
    assert "<w:hyperlink" not in paper.element.xml
    assert "w:instrText" not in paper.element.xml
    assert not COMMANDS.search("".join(each.text for each in paper.paragraphs))


def test_a_letter_and_a_mark_across_a_page_are_one_harmless_text() -> None:
    for words in NASTY:
        mark = mark_of(CATALOGUE, EN, words, "10:35")
        assert not COMMANDS.search(mark), words
        letter = Document(io.BytesIO(as_docx(mark)))
        assert [each for each in letter.part.rels.values() if each.is_external] == []


def test_no_words_command_a_terminal_in_any_list_or_trace() -> None:
    for words in NASTY:
        assert not COMMANDS.search(one_line(words) + "".join(printed({"note": words}))), words
        assert "\n" not in one_line(words)
        written = as_json_text({"says": words})
        assert json.loads(written) == {"says": words}
        assert not COMMANDS.search(written.replace("\n", "")), words


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    with ZipFile(io.BytesIO(workbook("x", [(_plain(each),) for each in NASTY]))) as packed:
        sheets = [packed.read(each) for each in packed.namelist() if "worksheets/" in each]
    assert sheets
    assert not any(b"<f>" in each or b"<hyperlink" in each for each in sheets)


def _plain(words: str) -> str:
    """As a catalogue can hold it: a workbook takes no control characters at all."""
    return CATALOGUE.word(Prompt((Line("numbers.bare", {"numbers": Literal(words)}),)), EN).text


def test_no_words_get_into_a_line_of_the_log() -> None:
    for words in NASTY:
        stream = io.StringIO()
        log = JsonLog(stream, clock=lambda: AT)
        log.event("webhook.refused", reason=words, key=words, officer=words)
        log.failure("turn.stuck", ValueError(words), channel=words)
        lines = stream.getvalue().splitlines()
        assert len(lines) == 2
        assert all(isinstance(json.loads(line), dict) for line in lines)
        assert words not in stream.getvalue()


def test_a_proposal_to_mute_names_nothing_of_the_case() -> None:
    for words in NASTY:
        by = Officer(OfficerId("o1"), REFERRAL.unit, Channel.LINE, "U1", words, Role.OFFICER, EN)
        text = CATALOGUE.word(muting.decide(REFERRAL, by), EN).text
        assert not COMMANDS.search(text), words
