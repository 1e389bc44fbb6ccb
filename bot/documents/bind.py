"""Bind a case file: load nothing, look nothing up; papers and photos in, a document out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.documents.worded_file import WordedFile, worded
from bot.domain.conversation import Evidence
from bot.domain.ids import LanguageCode
from bot.flows.case_file import Papers
from bot.flows.case_file_whole import case_file
from bot.flows.turn import Surroundings
from bot.ports import EvidenceStore, Voice

_LONGEST: Final = 1000
"""Pixels of a photo's longer side on paper: half a page at 150 dots an inch."""


class Form(StrEnum):
    """The kind of document."""

    PDF = "pdf"
    DOCX = "docx"

    @property
    def mime(self) -> str:
        """Its media type."""
        if self is Form.PDF:
            return "application/pdf"
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Bindery:
    """What documents are made with."""

    voice: Voice
    around: Surroundings
    evidence: EvidenceStore

    async def bind(self, papers: Papers, form: Form, language: LanguageCode) -> bytes:
        """The case file as a document; it takes about a second, in a thread of its own."""
        file = case_file(papers, self.around)
        photos = [await self._bytes(each.evidence) for each in file.photos]
        in_words = worded(file, self.voice, language)
        return await asyncio.to_thread(_made, in_words, photos, form)

    async def _bytes(self, evidence: Evidence) -> bytes:
        """A photo as it came; nothing where its file is gone."""
        try:
            return await self.evidence.open(evidence.id, evidence.key)
        except FileNotFoundError:
            return b""


def _made(file: WordedFile, photos: Sequence[bytes], form: Form) -> bytes:
    # The libraries are slow to import, and few processes ever make a document.
    from bot.documents.case_file_docx import docx  # noqa: PLC0415
    from bot.documents.case_file_pdf import pdf  # noqa: PLC0415
    from bot.documents.photos import picture  # noqa: PLC0415

    pictures = [picture(each, _LONGEST) for each in photos]
    return pdf(file, pictures) if form is Form.PDF else docx(file, pictures)
