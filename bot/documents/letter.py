"""A letter as a DOCX file, each line a paragraph, in the script font of Thai offices."""

import io
from typing import Final

FONT: Final = "TH Sarabun New"
"""The font of Thai official letters; where it is missing the reader's own is used."""
SIZE: Final = 16


def as_docx(text: str) -> bytes:
    """The file; nothing in it but the text."""
    from docx import Document  # noqa: PLC0415  slow, and only needed for this
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    document = Document()
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(SIZE)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), FONT)
    for line in text.split("\n"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
