"""How long a report takes: `python -m benchmarks.reports [--cases N] [--memory]`.

Beside it what cannot be saved: the same rows of cases and conversations read and unsealed, without
making anything of them. The most memory for two sizes shows that it does not grow with the cases.
"""

import argparse
import asyncio
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.data.screening import load_screening
from bot.documents.report_files import files
from bot.documents.report_sources import OfYear
from bot.documents.report_tables import tables
from bot.domain.case import Case, CaseFacts
from bot.domain.conversation import Answer, Conversation
from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    LanguageCode,
    Level,
    ProvinceCode,
    QuestionId,
    Reference,
    UnitId,
)
from bot.domain.incoming import Chat
from bot.domain.period import read_fiscal_year
from bot.domain.publication import Publication
from bot.ports import Store, Work
from bot.usecases.count_cases import BATCH, Wanted, count_cases
from storage.sealing import KEY_BYTES, Keyring
from storage.work import open_store

YEAR = read_fiscal_year("2569")
ZONE = ZoneInfo("Asia/Bangkok")
SCREENING = load_screening()
FIRST = datetime(2025, 10, 1, tzinfo=UTC)
DICE = random.Random(1)  # noqa: S311  cases are no secrets here
CHOICES = {
    "nationality": ("myanmar", "cambodia", "laos", "vietnam"),
    "sex": ("female", "male"),
    "sector": ("factory", "fishing", "home"),
    "age_band": ("18_24", "25_44"),
    "under_18": ("no", "no", "no", "yes"),
}


def case_of(number: int) -> tuple[Case, Conversation]:
    """A case of forty answers, as a worker leaves it."""
    talk = ConversationId(f"c{number:010d}")
    at = FIRST + timedelta(minutes=number * 500_000 / 10_000)
    given = {question.id: DICE.choice(question.values) for question in SCREENING.questions}
    given |= {QuestionId(name): DICE.choice(values) for name, values in CHOICES.items()}
    given[QuestionId("consent_statistics")] = "yes"
    answers = tuple(
        Answer(question, (value,), at, wording="အလုပ်ရှင်က " * 6) for question, value in given.items()
    )
    chat = Chat(Channel.LINE, f"U{number:032x}")
    conversation = Conversation(talk, chat, chat.id, LanguageCode("my"), at, at, answers)
    level = DICE.choice(tuple(Level))
    kinds = tuple(DICE.sample([each.id for each in SCREENING.categories], 2))
    facts = CaseFacts(level, categories=kinds, province=ProvinceCode("TH-74"))
    unit = UnitId(DICE.choice(("tak", "ranong", "rayong", "samut-sakhon")))
    reference = Reference(f"48-2093-{number:05d}-5")
    case = Case(reference, talk, Channel.LINE, at, CaseState.FILED, facts, unit, level)
    return replace(case, urgent=level is Level.A), conversation


def filing(numbers: range) -> Callable[[Work], None]:
    """The unit of work that files so many cases."""

    def body(work: Work) -> None:
        for number in numbers:
            case, conversation = case_of(number)
            work.conversations.save(conversation, None)
            work.casework.add(case)

    return body


def opening(wanted: Wanted, place: int) -> Callable[[Work], int]:
    """The unit of work that opens a page of cases and does nothing with them."""

    def body(work: Work) -> int:
        page = work.statistics.filed(*wanted.lasts, place, BATCH)
        for _, reference in page:
            case = work.casework.get(reference)
            assert case is not None
            assert work.conversations.get(case.conversation) is not None
        return page[-1][0] if page else 0

    return body


async def opened(store: Store, wanted: Wanted) -> None:
    """Open all of them."""
    place = 0
    while found := await store.read(opening(wanted, place)):
        place = found


class Spent:
    """Seconds of CPU, part by part."""

    def __init__(self) -> None:
        self._since = time.process_time()

    def more(self) -> float:
        """Since it was last asked."""
        before, self._since = self._since, time.process_time()
        return self._since - before


async def measure(folder: Path, cases: int, *, peak: bool) -> None:
    """Print the figures of a year of so many cases."""
    store = open_store(f"sqlite:///{folder / 'rongthuk.db'}", Keyring(bytes(KEY_BYTES)))
    wanted = Wanted(YEAR.months, ZONE, SCREENING, exact=False)
    for first in range(0, cases, BATCH):
        await store.write(filing(range(first, min(first + BATCH, cases))))
    spent = Spent()
    await opened(store, wanted)
    baseline = spent.more()
    tally = await count_cases(store, wanted)
    counting = spent.more()
    made = tables(OfYear(Publication(tally, YEAR)), [each.id for each in SCREENING.questions])
    written = [vars_of(table) for table in made]
    hiding = spent.more()
    about = {"file_name": "r", "period": "", "edition": "", "centre": "", "made": "", "notes": []}
    size = sum(len(content) for _, content in files({**about, "tables": written}, "xlsx"))
    writing = spent.more()
    if peak:
        print(f"{cases} cases: {await peak_of(store, wanted):.1f} MiB at most")
    await store.close()
    whole = counting + hiding + writing
    print(f"{cases} cases: {whole:.1f} s of CPU, ratio {whole / baseline:.2f} to opening them")
    print(f"  opening {baseline:.1f} s, counting {counting:.1f} s, hiding {hiding:.1f} s", end="")
    print(f", xlsx {writing:.1f} s ({size // 1024} KiB)", flush=True)


async def peak_of(store: Store, wanted: Wanted) -> float:
    """The most memory that counting takes, in MiB."""
    tracemalloc.start()
    await count_cases(store, wanted)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def vars_of(table: object) -> dict[str, object]:
    """A table as the command gives it on."""
    return {name: getattr(table, name) for name in ("number", "title", "counts", "head", "rows")}


def main() -> None:
    """Measure one size; the memory, which takes several times as long, where it is asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=10_000)
    asked.add_argument("--memory", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), given.cases, peak=given.memory))


if __name__ == "__main__":
    main()
