"""What was shown is kept with each consent: wording, language, time and version."""

from pathlib import Path

import pytest
from bot.documents.cases import show_case
from bot.domain.consent import text_version

from tests.agencies import WORKER, taken
from tests.parting import only_case, talk


@pytest.mark.safety(3)
async def test_each_consent_is_kept_with_the_words_that_were_shown(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        shown = await show_case(home.assembly, who="me", where="", reference=reference)
        for question, begins in (
            ("consent_keep", "May we keep your answers"),
            ("consent_statistics", "May we also count your case"),
            ("may_write", "May we write to you here?"),
        ):
            kept = shown["consent"][question]
            assert kept["wording"].startswith(begins)
            assert kept["language"] == "en"
            assert kept["version"] == text_version(kept["wording"])
            assert kept["at"]


async def test_a_consent_given_in_another_language_keeps_that_wording(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "language")
        await home.taps(WORKER, "language:th")
        record = (await talk(home)).record
        assert record[next(q for q in record if q == "consent_keep")].language == "en"


def test_another_wording_is_another_version() -> None:
    assert text_version("May we keep this?") != text_version("May we keep it?")
    assert text_version("May we keep this?") == text_version("May we keep this?")
    assert text_version("") == ""
