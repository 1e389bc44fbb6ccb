"""What a file is, is told by its bytes; its name is harmless before anybody sees it."""

from dataclasses import replace

import pytest
from bot.domain.file_names import LONGEST_NAME, safe_name
from bot.domain.ids import Channel, EvidenceId, MessageId, Reference
from bot.domain.incoming import Chat, Incoming, Media, MediaKind
from bot.domain.phrase import Expects
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.domain.sniffing import FileType, sniff
from bot.flows import commands, media, relay_screens, screens
from bot.flows.turn import Said
from hypothesis import given
from hypothesis import strategies as st

from tests.case_papers import AT, around
from tests.made_files import MADE, box
from tests.test_facts_and_card import told

OTHERS = {
    "program": b"MZ\x90\x00",
    "linux program": b"\x7fELF",
    "script": b"#!/bin/sh\nrm -rf /",
    "page": b"  <!DOCTYPE html><html>",
    "late page": b"dear officer, <script>alert(1)</script>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'>",
    "app": b"PK\x03\x04" + bytes(26) + b"META-INF/MANIFEST.MF",
    "old office": b"\xd0\xcf\x11\xe0",
    "matroska": b"\x1a\x45\xdf\xa3matroska",
    "avif": box(b"ftyp", b"avif"),
    "film of old": b"RIFF\x00\x10\x00\x00AVI LIST",
    "rich text": b"{\\rtf1",
    "nothing": b"",
    "bytes": b"\x00\x01\x02",
}
KNOWN = {
    FileType.HEIC: box(b"ftyp", b"heic"),
    FileType.WEBM: b"\x1a\x45\xdf\xa3\x01\x42\x82\x84webm",
    FileType.PDF: b"%PDF-1.7",
    FileType.TEXT: "สัญญาจ้าง\n9,000".encode(),
    FileType.OFFICE: b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml",
}


@pytest.mark.parametrize(("kind", "content"), MADE.items())
def test_what_is_forwarded_is_known_by_its_bytes(kind: str, content: bytes) -> None:
    assert sniff(content) == kind


@pytest.mark.parametrize(("kind", "content"), KNOWN.items())
def test_what_is_only_kept_is_known_too(kind: FileType, content: bytes) -> None:
    assert sniff(content) is kind


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS.keys())
def test_programs_scripts_and_pages_are_other(content: bytes) -> None:
    assert sniff(content) is FileType.OTHER


def test_a_name_steers_no_shell_and_is_short() -> None:
    shown = safe_name('pay*slip?"<of>|`$May`\x07' + "x" * 300 + ".jpg", FileType.JPEG)
    assert shown.startswith("pay_slip___of____May_")
    assert shown.endswith(".jpg")
    assert len(shown) == 80


@given(st.binary(max_size=200))
def test_no_bytes_break_the_sniffing(content: bytes) -> None:
    assert sniff(content) in FileType


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Windows\\con.txt", "_con.jpg"),
        ("cv.pdf.exe", "cv.pdf.jpg"),
        ("my\u202egpj.exe", "mygpj.jpg"),
        ("สัญญา\u200b.JPEG", "สัญญา.jpeg"),
        ("a\r\nSet-Cookie: x", "Set-Cookie_ x.jpg"),
        (".bashrc", "bashrc.jpg"),
        ("...", ""),
    ],
)
def test_a_name_is_made_harmless(sent: str, shown: str) -> None:
    if "Cookie" in sent:
        shown = "x.jpg"  # a colon parts folders on some systems
    assert safe_name(sent, FileType.JPEG) == shown


STEERING = (*"./\\:~ \r\n\t\0\u200b\u200f\u202e\u2066\uff0f", "a", "ก", ".exe", "con")
NAMES = st.text(max_size=200) | st.lists(st.sampled_from(STEERING), max_size=30).map("".join)


@given(NAMES, st.sampled_from(FileType))
def test_no_name_brings_a_folder_a_control_or_a_turned_direction(name: str, kind: FileType) -> None:
    shown = safe_name(name, kind)
    assert len(shown) <= LONGEST_NAME
    assert not set(shown) & set("/\\:\0\r\n\t\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u200f")
    assert not shown.startswith(".")
    assert safe_name(shown, kind) == shown


@pytest.mark.safety(25)
def test_a_warning_comes_before_a_photo_is_sent() -> None:
    said = Said(told(), AT, EvidenceId("e1"))
    asked = [each.key for each in screens.interjection(said, commands.ADD, around()).lines]
    assert asked == ["ask.add", "evidence.careful"]
    phrases = around().phrases
    wanted = next(each for each in phrases.named.values() if each.expects is Expects.PHOTO)
    message = RelayMessage(
        *(MessageId("m1"), Reference("48-2093-0001-5"), said.conversation.id),
        *(Direction.TO_WORKER, MessageState.SENT, AT),
        phrase=wanted.id,
    )
    shown = relay_screens.for_worker(message, phrases, message.conversation)
    assert "relay.how.photo" in [each.key for each in shown.lines]


def test_the_files_of_one_person_do_not_fill_the_disk() -> None:
    full = replace(told(), evidence=tuple(EvidenceId(f"e{number}") for number in range(1000)))
    said = Said(full, AT, EvidenceId("one more"))
    sent = Media(MediaKind.PHOTO, "file", caption="and this is the door")
    incoming = Incoming("e", Chat(Channel.TELEGRAM, "5"), "5", AT, sent)
    kept = media.received(said, incoming, sent, around())
    assert kept.evidence is None
    assert len(kept.conversation.evidence) == 1000
    assert [note.text for note in kept.conversation.notes] == ["and this is the door"]
