"""What `policy preview` prints is what the chaser then does, from any start."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from bot.cli.main import rongthuk
from bot.data.policy import frozen_agency
from bot.domain.case import Case, CaseFacts
from bot.domain.ids import CaseState, Channel, Level, OfficerId, ReferralState, UnitId
from bot.domain.policy import RowKey
from bot.domain.referral import Referral, ReferralKind
from bot.ports import Work
from bot.usecases.administer import unit_names
from bot.usecases.agency_case import clock_of
from bot.usecases.chase_agency import chase_agency
from bot.usecases.climb import climb
from bot.usecases.lay_before import lay_before
from bot.usecases.pursue import pursue
from bot.usecases.second_clocks import armed
from click.testing import CliRunner

from tests.agencies import INSPECTORS
from tests.house import House, house
from tests.storage_samples import case, conversation, referral

SECONDS_IN_FIVE_YEARS = 5 * 365 * 24 * 3600
STEPS = 12
"""So many stages are followed before somebody takes the case."""
Stages = set[tuple[str, datetime, str]]


def preview(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(rongthuk, ["policy", "preview", *words, "--no-roster", "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def planned(rows: list[dict[str, Any]]) -> Stages:
    """Without a head the second clock's stage goes to the group."""
    return {
        (row["stage"], datetime.fromisoformat(row["at"]), row["target"].removeprefix("head:"))
        for row in rows
    }


def carried(each: Referral) -> Stages:
    return {(step.stage, step.at, step.target) for step in each.steps}


class Start:
    """A case of some level before some unit at some moment, and when somebody takes it."""

    def __init__(self, number: int) -> None:
        dice = random.Random(number)  # noqa: S311  any start will do
        seconds = dice.randrange(SECONDS_IN_FIVE_YEARS)
        self.number = number
        self.at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        self.key = dice.choice(list(RowKey))
        self.unit = dice.choice([unit for unit in unit_names() if unit != "operator"])
        self.taken_after = timedelta(seconds=dice.randrange(7 * 24 * 3600))

    def laid(self, home: House, work: Work) -> tuple[Referral, Case]:
        """The case, alerted."""
        urgent = self.key is RowKey.URGENT
        level = level_of(self.key)
        name = f"conv{self.number:06}"
        work.conversations.save(conversation(name, account=f"U{self.number}"), None)
        filed = replace(
            case(f"ref-{self.number}", name, opened_at=self.at),
            facts=CaseFacts(level, urgent=urgent),
            level=level,
            urgent=urgent,
            alerted_level=None,
            channel=Channel.LINE,
            unit=self.unit,
        )
        work.casework.add(filed)
        before = referral(f"before{self.number:06}", filed.reference, started_at=self.at)
        return lay_before(home.desk, work, filed, before, self.unit, self.at)


def level_of(key: RowKey) -> Level:
    return Level.U if key is RowKey.URGENT else Level(key.value)


def follow(home: House, start: Start, work: Work) -> None:
    """Let the chaser do what is due, at the moments it announced, and compare."""
    words = ("--level", start.key.value, "--unit", start.unit, "--at", start.at.isoformat())
    each, filed = start.laid(home, work)
    while len(each.steps) < STEPS:
        assert each.next_due_at is not None
        each, filed = climb(home.desk, work, filed, each, each.next_due_at)
    moments = sorted(step.at for step in each.steps)
    ends = moments[-1]
    whole = set(takewhile(lambda at: at < ends, moments))
    promised = {row for row in planned(preview(*words)["stages"]) if row[1] in whole}
    assert {row for row in carried(each) if row[1] in whole} == promised
    forgotten(home, start, work, filed, each, words)


def forgotten(
    home: House, start: Start, work: Work, filed: Case, each: Referral, words: tuple[str, ...]
) -> None:
    """Somebody takes it and does nothing."""
    now = start.at + start.taken_after
    taken = replace(filed, state=CaseState.TAKEN)
    held = each.acknowledge(OfficerId("o77"), start.unit, now)
    held = armed(home.desk.policy, taken, held, now)
    already = carried(held)
    while held.state is ReferralState.ACKNOWLEDGED:
        assert held.next_due_at is not None
        work.casework.save_referral(held)
        held, taken = pursue(home.desk, work, taken, held, held.next_due_at)
    second = preview(*words, "--taken", now.isoformat())["taken"]["stages"]
    assert carried(held) - already == planned(second)
    assert taken.state is CaseState.FILED


def referred(home: House, start: Start, work: Work) -> None:
    """It is referred to an agency, with a group or without, where nobody ever answers."""
    by_group = start.number % 2 == 0
    words = ("--level", start.key.value, "--unit", start.unit, "--at", start.at.isoformat())
    promised = preview(*words, *(() if by_group else ("--by-phone",)))["agency"]["stages"]
    talk = f"talk{start.number:06}"
    filed = case(f"agency-{start.number}", talk, opened_at=start.at)
    policy = frozen_agency(home.desk.policy, home.desk.policy.agency[start.key], start.unit)
    asked = replace(
        referral(f"agency{start.number:06}", filed.reference, started_at=start.at),
        unit=UnitId("sk-labour"),
        kind=ReferralKind.AGENCY,
        state=ReferralState.ASKED,
        ground="vital",
        sender=OfficerId("o77"),
        sender_unit=start.unit,
        steps=(),
        done=frozenset(),
    )
    each = asked.send(policy, start.at, by_group=by_group)
    work.conversations.save(conversation(talk, account=f"A{start.number}"), None)
    work.casework.add(filed)
    work.casework.add_referral(each)
    while len(each.steps) < len(promised):
        each = replace(each, next_due_at=clock_of(each).next_due(each.done))
        assert each.next_due_at is not None
        chase_agency(home.desk, work, filed, each, each.next_due_at)
        stored = work.casework.referral(each.id)
        assert stored is not None
        each = stored
    who = {"agency": "sk-labour", "sender": "o77", "national": "national"}
    told = [(row["stage"], row["at"], who[row["target"]]) for row in promised]
    assert [(s.stage, s.at, s.target) for s in each.steps[: len(told)]] == [
        (stage, datetime.fromisoformat(at), target) for stage, at, target in told
    ]


async def _followed(folder: Path, starts: range) -> None:
    async with house(folder) as home:
        for unit in unit_names():
            await home.group(unit, f"-{unit}")
        await home.officer("tak", "77", "Khun Nok")
        await home.group("sk-labour", "-300")
        await home.assembly.store.write(lambda work: work.agencies.save(INSPECTORS))
        for number in starts:
            start = Start(number)
            await home.assembly.store.write(partial(follow, home, start))
            await home.assembly.store.write(partial(referred, home, start))


async def test_the_chaser_does_what_the_preview_promised(tmp_path: Path) -> None:
    await _followed(tmp_path, range(12))


@pytest.mark.slow
async def test_the_chaser_does_what_the_preview_promised_from_a_thousand_starts(
    tmp_path: Path,
) -> None:
    await _followed(tmp_path, range(1000))
