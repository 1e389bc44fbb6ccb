"""What is added later reaches whoever has the case."""

from pathlib import Path

from bot.domain.ids import CaseState

from tests.house import House, house, photo


async def _taken(h: House) -> None:
    group = await h.group("samut-sakhon", "-100")
    await h.group("national", "-200")
    await h.officer("samut-sakhon", "77", "Khun Nok")
    await h.says("5", "hello")
    for tapped in ("language:en", "safe_to_talk:yes", "in_danger_now:yes"):
        await h.taps("5", tapped)
    await h.says("5", "Mahachai")
    payload = h.screen("-100").button("✋ Take the case")
    await h.taps("77", payload, chat=group)
    await h.passes(seconds=5)


def _private(h: House) -> list[str]:
    return [message.text for _, message in h.screen("77").messages]


async def test_the_officer_who_took_the_case_is_told_once_of_several_additions(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        await _taken(h)
        before = len(_private(h))
        await h.take("5", photo())
        await h.passes(seconds=5)
        await h.says("5", "they are at the door and I am afraid of them")
        added = _private(h)[before:]
        assert len(added) == 1
        assert "added something" in added[0]
        assert "door" not in added[0]
        assert "r:evidence:" in h.screen("77").last.rows[0][0].payload


async def test_whoever_writes_after_the_case_was_closed_is_laid_before_the_unit_again(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        await _taken(h)
        await h.closes("77")
        (row,) = await h.assembly.store.read(lambda work: work.casework.rows())
        assert row.state is CaseState.CLOSED
        shown = len(h.screen("-100").messages)
        await h.passes(minutes=11)
        await h.says("5", "my boss came back with his brother")
        (row,) = await h.assembly.store.read(lambda work: work.casework.rows())
        assert row.state is CaseState.FILED
        again = [message.text for _, message in h.screen("-100").messages[shown:]]
        assert len(again) == 1
        assert row.reference in again[0]
        assert "brother" not in again[0]
