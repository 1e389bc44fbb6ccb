"""Nothing that anybody told or is called can be read in the database."""

import base64
import os
import resource
from dataclasses import replace
from pathlib import Path

import psycopg
from bot.__main__ import leave_no_cores
from bot.domain.audit import AuditEntry
from bot.domain.case import OfficerNote
from bot.domain.conversation import Note
from bot.domain.ids import Channel
from bot.domain.unit import Code, CodePurpose
from bot.ports import Work
from sqlalchemy import make_url
from storage.case_statements import REMAINS
from storage.conversations import _ENTOMB, _FORGET
from storage.tables import metadata

from tests.storage_samples import (
    CENTRE,
    GROUP,
    NOW,
    OFFICER,
    REF,
    case,
    conversation,
    evidence,
    officer,
    opened_store,
    owed,
    referral,
)

PLANTED = (
    "Uworkeraccount4711",
    "นายจ้างยึดหนังสือเดินทาง",
    "အလုပ်ရှင်က ရိုက်တယ်",
    "note-of-the-worker",
    "words-owed-to-the-worker",
    "words-owed-to-nobody",
    "-100987654321",
    "officer-account-0815",
    "Somchai Rakthai",
    "file-handle-of-photo",
    "raw-event-of-platform",
    "stuck-event-of-platform",
    "event-id-0001",
    "stuck-id-0002",
    "why-it-was-declined",
    "what-the-officer-wrote",
    "detail-of-the-log",
    "13572468",
    "key-with-an-account-Uworkeraccount4711",
)
(ACCOUNT, TOLD, WORDING, NOTE, OWED, OWED_TOO, GROUP_ID, OFFICER_ACCOUNT, NAME, FILE) = PLANTED[:10]
(RAW, STUCK, EVENT, STUCK_EVENT, DECLINED, OFFICER_NOTE, DETAIL, CODE, KEY) = PLANTED[10:]


def plant(work: Work) -> None:
    """One of everything, with words that are looked for afterwards."""
    talk = conversation(account=ACCOUNT, words=TOLD)
    group = replace(GROUP, id=GROUP_ID)
    answers = tuple(replace(answer, wording=WORDING) for answer in talk.answers)
    work.conversations.save(replace(talk, answers=answers, notes=(Note(NOTE, NOW),)), NOW)
    work.conversations.add_evidence(replace(evidence(), file=FILE, chat=talk.chat), NOW)
    work.casework.add(replace(case(), notes=(OfficerNote(OFFICER_NOTE, OFFICER, NOW),)))
    work.casework.add_referral(referral().decline(OFFICER, CENTRE, DECLINED, NOW))
    work.outbox.owe(owed("a", OWED, target=talk.chat))
    work.outbox.owe(owed(KEY, OWED_TOO, target=group, conversation=None, slot="s"))
    work.outbox.sent(owed(KEY, target=group, slot="s"), "m1", NOW)
    work.outbox.owe(owed("b", OWED_TOO, target=group, conversation=None))
    work.inbox.accept(Channel.LINE, EVENT, RAW.encode(), NOW)
    work.inbox.stick(Channel.LINE, STUCK_EVENT, STUCK.encode(), NOW)
    work.directory.bind(CENTRE, group, NOW)
    work.directory.enrol(replace(officer(), account=OFFICER_ACCOUNT, name=NAME))
    work.directory.add_code(Code(CODE, CodePurpose.OFFICER, CENTRE, NOW, NAME))
    work.audit.record(AuditEntry(NOW, OFFICER, "view", REF, GROUP_ID, DETAIL))


def everything_in(url: str) -> bytes:
    """All bytes of the database: its files, or its rows as PostgreSQL writes them out."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "")
        return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        pieces = []
        for table in metadata.tables:
            for form in ("TEXT", "BINARY"):
                order = f"COPY {table} TO STDOUT (FORMAT {form})"
                with connection.cursor().copy(order) as copy:
                    pieces += [bytes(piece) for piece in copy]
    return b"".join(pieces)


def forms_of(words: str) -> set[bytes]:
    """How words could stand somewhere: several encodings, and those once more encoded."""
    plain = {words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be")}
    plain.add(words.encode("unicode-escape"))
    return plain | {
        form
        for each in plain
        for shift in range(3)
        for form in (
            each.hex().encode(),
            each.hex().upper().encode(),
            base64.b64encode(bytes(shift) + each)[4:-4] or each,
        )
    }


async def test_nothing_planted_can_be_read_in_the_database(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(plant)
        found = everything_in(database_url)
        assert REF.encode() in found, "the search finds what stands in the clear"
        seen = {words for words in PLANTED for form in forms_of(words) if form in found}
        assert seen == set()
    assert not {words for words in PLANTED if words.encode() in everything_in(database_url)}


def test_a_process_that_crashes_leaves_no_copy_of_its_memory() -> None:
    # In a process of its own: the limit cannot be taken back.
    child = os.fork()
    if child == 0:
        leave_no_cores()
        os._exit(0 if resource.getrlimit(resource.RLIMIT_CORE) == (0, 0) else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_whatever_holds_something_of_a_case_is_erased_with_it_and_counted_in_the_proof() -> None:
    of_a_case = {each.name for each in metadata.sorted_tables if "conversation" in each.columns}
    assert len(of_a_case) > 9
    counted = "\n".join(map(str, REMAINS.values()))
    assert {name for name in of_a_case if f"FROM {name}" not in counted} == set()
    erasing = "\n".join(map(str, (_ENTOMB, *_FORGET)))
    ways = ("DELETE FROM", "UPDATE")
    assert {n for n in of_a_case if not any(f"{way} {n} " in erasing for way in ways)} == set()
