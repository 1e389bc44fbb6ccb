"""The letter of a referral: in Thai, for print, and only once the worker has agreed."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from bot.documents.letter import as_docx
from bot.domain.case import Finding
from bot.domain.ids import QuestionId, UnitId
from bot.flows.agency_letter import REPORTS, report
from bot.ports import WrongArgument
from bot.usecases.write_letter import write_letter
from click.testing import Result
from docx import Document

from tests.agencies import WORKER, asks_worker, said, taken, the_case
from tests.running_service import rongthuk
from tests.storage_samples import NOW, case
from tests.test_agencies_referring import answers


async def test_a_letter_is_written_once_it_was_sent_and_holds_nothing_of_the_worker(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "in the house of Somchai")
        await asks_worker(h)
        asked = {"who": "ann", "reference": (await the_case(h)).reference, "agency": "sk-labour"}
        with pytest.raises(WrongArgument, match="has not agreed"):
            await write_letter(h.assembly, **asked)
        await answers(h, "yes")
        text = (await write_letter(h.assembly, **asked))["text"]
        for words in ("เรียน สวัสดิการและคุ้มครองแรงงาน", asked["reference"], "เรียกค่าจ้างคืน", "....."):
            assert words in text
        assert "Somchai" not in text
        with pytest.raises(WrongArgument, match="was not referred"):
            await write_letter(h.assembly, **{**asked, "agency": "sk-police"})
        entries = await h.assembly.store.read(lambda work: work.audit.entries())
        assert (entries[-1].who, entries[-1].action) == ("ann", "referral.letter")
        paragraphs = [each.text for each in Document(io.BytesIO(as_docx(text))).paragraphs]
        assert paragraphs == text.split("\n")
        assert said(h, "-300")
    _is_written_by_command(tmp_path, asked["reference"])


def _is_written_by_command(folder: Path, reference: str) -> None:
    """For its owner alone, and over nothing that is there."""
    (folder / "config.toml").write_text(
        '[keys]\nfile = "master.key"\n[storage]\nurl = "sqlite:///rongthuk.db"\n'
    )
    for form in (".docx", ".txt"):
        out = folder / f"letter{form}"
        asked = ("cases", "letter", reference, "sk-labour", "--out", str(out))
        told = _in_a_thread_of_its_own(folder, *asked)
        assert told.exit_code == 0, told.stderr
        assert out.stat().st_mode & 0o777 == 0o600
        before = out.read_bytes()
        again = _in_a_thread_of_its_own(folder, *asked)
        assert (again.exit_code, again.stderr) == (2, f"{out}: is there already\n")
        assert out.read_bytes() == before


def _in_a_thread_of_its_own(folder: Path, *words: str) -> Result:
    """A command begins a loop of its own, which it cannot inside the one of a test."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(rongthuk, folder, *words).result()


@pytest.mark.safety(26)
@pytest.mark.parametrize("to", REPORTS)
def test_a_report_names_no_sensitive_indicator_and_no_protected_matter(to: str) -> None:
    found = [Finding(QuestionId(each), "yes") for each in ("unwanted_touch", "papers_kept")]
    facts = replace(
        case().facts, findings=tuple(found), categories=("sexual_harassment",), protected=True
    )
    told = repr(report(replace(case(), facts=facts), to, UnitId("tak"), NOW))
    assert "name.papers_kept" in told
    assert "unwanted_touch" not in told
    assert "sexual_harassment" not in told
