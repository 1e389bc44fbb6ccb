"""Values of the domain for the tests of the store."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from bot.domain.case import Case, CaseFacts
from bot.domain.conversation import Answer, Conversation, Evidence, Note
from bot.domain.delivery import Owed, OwedKind
from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    EvidenceId,
    LanguageCode,
    Level,
    OfficerId,
    QuestionId,
    Reference,
    ReferralId,
    ReferralState,
    UnitId,
)
from bot.domain.incoming import Chat, MediaKind
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer, Role
from bot.ports import Work
from sqlalchemy import make_url
from storage.postgres import PostgresStore
from storage.sealing import Keyring
from storage.sqlite import SqliteStore
from storage.work import open_store

NOW = datetime(2026, 4, 13, 12, 30, 15, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEYRING = Keyring(bytes(range(32)))
CENTRE = UnitId("centre-samut-sakhon")
MY = LanguageCode("my")
REF = Reference("48-2093-7716-5")
TALK = ConversationId("conv0001")
REFERRAL = ReferralId("refe0001")
OFFICER = OfficerId("offi0001")
ACCOUNT = "U4af4980629"
CHAT = Chat(Channel.LINE, ACCOUNT)
GROUP = Chat(Channel.TELEGRAM, "-1001234567", private=False)


def conversation(
    name: str = TALK, *, account: str = ACCOUNT, started_at: datetime = NOW, words: str = "help"
) -> Conversation:
    return Conversation(
        ConversationId(name),
        Chat(Channel.LINE, account),
        account,
        MY,
        started_at,
        NOW,
        answers=(Answer(QuestionId("q"), ("yes",), NOW, words=words, lat=13.7563, lon=100.5018),),
        notes=(Note("a note", NOW),),
    )


def evidence(name: str = "evid0001", talk: str = TALK) -> Evidence:
    kind = MediaKind.PHOTO
    return Evidence(EvidenceId(name), ConversationId(talk), CHAT, kind, "file-of-platform", NOW)


def case(
    reference: str = REF,
    talk: str = TALK,
    *,
    state: CaseState = CaseState.FILED,
    unit: str = CENTRE,
    opened_at: datetime = NOW,
) -> Case:
    facts = CaseFacts(Level.A, urgent=True, unwanted=frozenset({UnitId("agency")}))
    return Case(
        Reference(reference),
        ConversationId(talk),
        Channel.LINE,
        opened_at,
        state,
        facts,
        UnitId(unit),
        Level.A,
        alerted_level=Level.B,
        urgent=True,
    )


def referral(
    name: str = REFERRAL,
    reference: str = REF,
    *,
    due_at: datetime | None = NOW,
    started_at: datetime = NOW,
) -> Referral:
    return Referral(
        ReferralId(name),
        Reference(reference),
        CENTRE,
        ReferralState.SENT,
        "A",
        {"first": 30, "hours": [8, 16], "name": "A"},
        started_at,
        started_at,
        (CENTRE,),
        next_due_at=due_at,
    )


def owed(key: str = "key", words: str = "hello", **changes: Any) -> Owed:  # noqa: ANN401
    prompt = Prompt((Line("say", {"words": Literal(words)}),))
    plain = Owed(key, CHAT, OwedKind.REPLY, prompt, MY, NOW, 1, conversation=TALK)
    return replace(plain, **changes)


def officer(name: str = OFFICER, *, account: str = "55501", unit: str = CENTRE) -> Officer:
    return Officer(
        OfficerId(name), UnitId(unit), Channel.TELEGRAM, account, "Somchai", Role.OFFICER
    )


def _is_missing(url: str) -> bool:
    return url.startswith("sqlite:") and not Path(make_url(url).database or "").exists()


@asynccontextmanager
async def opened_store(
    url: str, keyring: Keyring = KEYRING, *, migrate: bool = False
) -> AsyncIterator[SqliteStore | PostgresStore]:
    """A store on a database that is up to date or, in a file, not there yet; closed at the end."""
    store = open_store(url, keyring, migrate=migrate or _is_missing(url))
    try:
        yield store
    finally:
        await store.close()


def saving(talk: Conversation) -> Callable[[Work], None]:
    """The unit of work that saves a conversation."""
    return lambda work: work.conversations.save(talk, None)


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    """What another connection sees in the database."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        other = sqlite3.connect(Path(address.database or ""))
        try:
            rows = other.execute(statement).fetchall()
            other.commit()
        finally:
            other.close()
        return rows
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []
