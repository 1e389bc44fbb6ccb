"""How many durable turns a second the store takes, against plain `sqlite3` in the same run.

`python -m benchmarks.store [--url postgresql://...] [--seconds N]`. A turn is what a worker's
answer costs: a new event, the conversation loaded and stored, two messages owed, the event done.
The baseline inserts one row of the same size and commits, one after the other.
"""

import argparse
import asyncio
import itertools
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.conversation import Answer, Asked, Conversation
from bot.domain.delivery import Owed, OwedKind
from bot.domain.ids import Channel, ConversationId, LanguageCode, QuestionId
from bot.domain.incoming import Chat
from bot.domain.prompt import Button, Line, Literal, Prompt, worker_payload
from bot.ports import Store, Work
from storage.sealing import KEY_BYTES, Keyring
from storage.work import open_store

WRITERS = (1, 8, 64)
ANSWERS = 12
ROW_BYTES = 1500
MY = LanguageCode("my")


def conversation_of(person: int, now: datetime) -> Conversation:
    """An intake half way through."""
    chat = Chat(Channel.LINE, f"U{person:032x}")
    answers = tuple(
        Answer(QuestionId(f"question_{n}"), ("yes",), now, language=MY, wording="အလုပ်ရှင်က " * 6)
        for n in range(ANSWERS)
    )
    asked = Asked(QuestionId("question_12"), now, labels=(("yes", "ဟုတ်"), ("no", "မဟုတ်")))
    name = ConversationId(f"c{person:010d}")
    return Conversation(name, chat, chat.id, MY, now, now, answers, asked=asked)


def owed_to(conversation: Conversation, key: str, now: datetime) -> Owed:
    """The next question, with its buttons."""
    values = ("yes", "no", "not_sure", "later", "back", "stop")
    rows = tuple(
        (Button(Line(f"choice.{value}"), worker_payload(conversation.id, "question_13", value)),)
        for value in values
    )
    lines = (Line("ask.thanks"), Line("ask.question_13", {"number": Literal("13"), "of": 20}))
    prompt = Prompt(lines, rows, QuestionId("question_13"))
    kind = OwedKind.REPLY
    return Owed(key, conversation.chat, kind, prompt, MY, now, 1, conversation=conversation.id)


def turn_of(person: int, event: str, now: datetime) -> Callable[[Work], None]:
    """One turn of a person, as a unit of work."""

    def turn(work: Work) -> None:
        raw = b"x" * 600
        channel = Channel.LINE
        assert work.inbox.accept(channel, event, raw, now)
        found = work.conversations.current(channel, f"U{person:032x}")
        conversation = replace(found or conversation_of(person, now), heard_at=now)
        work.conversations.save(conversation, now + timedelta(hours=24))
        work.outbox.owe(owed_to(conversation, f"{event}:1", now))
        work.outbox.owe(owed_to(conversation, f"{event}:2", now))
        work.inbox.done(channel, event)

    return turn


async def turns_a_second(store: Store, writers: int, seconds: float) -> float:
    """Durable turns of so many people at once."""
    numbers = itertools.count()
    run, end = os.urandom(6).hex(), time.perf_counter() + seconds

    async def person(number: int) -> int:
        done = 0
        while time.perf_counter() < end:
            event = f"{run}-{next(numbers)}"
            await store.write(turn_of(number, event, datetime.now(UTC)))
            done += 1
        return done

    begun = time.perf_counter()
    done = await asyncio.gather(*map(person, range(writers)))
    return sum(done) / (time.perf_counter() - begun)


def raw_commits_a_second(path: Path, seconds: float) -> float:
    """One row, one commit, with the same care for the disk."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, form BLOB)")
    form, done, begun = os.urandom(ROW_BYTES), 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows (form) VALUES (?)", (form,))
        connection.execute("COMMIT")
        done += 1
    connection.close()
    return done / seconds


async def measure(url: str, folder: Path, seconds: float) -> None:
    """Print the baseline and each number of writers."""
    baseline = raw_commits_a_second(folder / "baseline.db", seconds)
    print(f"{'raw sqlite3, commits':28} {baseline:8.0f}/s   1.00")
    store = open_store(url or f"sqlite:///{folder / 'store.db'}", Keyring(os.urandom(KEY_BYTES)))
    try:
        for writers in WRITERS:
            turns = await turns_a_second(store, writers, seconds)
            print(f"{f'turns, {writers} at once':28} {turns:8.0f}/s   {turns / baseline:.2f}")
    finally:
        await store.close()


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="", help="an empty database; SQLite in a new file if left")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each measurement")
    parser.add_argument("--folder", default=None, help="the disk to measure; the temporary one")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        asyncio.run(measure(chosen.url, Path(folder), chosen.seconds))


if __name__ == "__main__":
    main()
