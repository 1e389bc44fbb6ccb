"""The case file as a DOCX, to be gone on with in a word processor; complex scripts set as such."""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bot.documents.lettering import runs
from bot.documents.photos import Picture
from bot.documents.worded_file import WordedFile, WordedSection, WordedTable

_FONTS: Final = {
    "Thai": "TH SarabunPSK",
    "Myanmar": "Myanmar Text",
    "Khmer": "Khmer UI",
    "Lao": "Leelawadee UI",
}
"""Fonts that word processors in Thai offices have for a script; the official one for Thai."""
_PLAIN: Final = "TH SarabunPSK"
_TEXT, _SMALL = 14, 12
"""Points; this font is drawn small: 16 of it read like 12 of others."""
_TALLEST: Final = 285
"""Points of a photo: two and their captions stand on a page."""
_LONG: Final = 1500
"""Letters from which on a row may be torn across pages."""
_PALE: Final = RGBColor(95, 105, 115)


def docx(file: WordedFile, pictures: Sequence[Picture | None]) -> bytes:
    """The file; `pictures` stand in the order of `file.photos`, None is one not to be shown."""
    paper = Document()
    _style(paper, file)
    _words(paper.add_heading(level=1), file.title)
    for section in file.sections:
        _section(paper, section)
    if file.photos:
        _appendix(paper, file, pictures)
    bound = io.BytesIO()
    paper.save(bound)
    return bound.getvalue()


def _style(paper: Any, file: WordedFile) -> None:  # noqa: ANN401  the library's types are not whole
    paper.core_properties.title = file.title
    paper.core_properties.author = "Rongthuk"
    paper.core_properties.language = file.language
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = paper.styles[name]
        _fonts(style.element.get_or_add_rPr(), _PLAIN, file.language)
    paper.styles["Normal"].font.size = Pt(_TEXT)
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.bottom_margin = Pt(50)
    page.top_margin = Pt(62)  # the head stands above it, and a table may begin a page
    page.header_distance = page.footer_distance = Pt(28)
    head = page.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _words(head, file.mark, pale=True)
    foot = page.footer.paragraphs[0]
    _words(foot, f"{file.title}   ", pale=True)
    _numbered(foot, file.page)


def _fonts(properties: Any, font: str, language: str = "") -> None:  # noqa: ANN401
    """Say which font a run has in every script; Word takes `cs` for Thai, Burmese, Khmer, Lao."""
    named = properties.find(qn("w:rFonts"))
    if named is None:
        named = OxmlElement("w:rFonts")
        properties.insert(0, named)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        named.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        named.set(qn(f"w:{script}"), font)
    if language:
        spoken = properties.find(qn("w:lang"))
        if spoken is None:
            spoken = OxmlElement("w:lang")
            properties.append(spoken)
        spoken.set(qn("w:bidi"), f"{language}-TH" if language == "th" else language)


def _words(
    paragraph: Any,  # noqa: ANN401
    text: str,
    *,
    size: int = 0,
    bold: bool = False,
    pale: bool = False,
) -> None:
    """Write text; each script in a font that has it, sizes for complex scripts too."""
    for number, line in enumerate(text.splitlines() or [""]):
        if number:
            paragraph.add_run().add_break()
        for run in runs(line):
            written = paragraph.add_run(run.text)
            properties = written._element.get_or_add_rPr()  # noqa: SLF001  no other way to `cs`
            if run.font in _FONTS:
                _fonts(properties, _FONTS[run.font])
            if bold:
                written.font.bold = written.font.cs_bold = True
            if size or pale:
                _sized(written, properties, size or _SMALL)
            if pale:
                written.font.color.rgb = _PALE


def _sized(written: Any, properties: Any, size: int) -> None:  # noqa: ANN401
    written.font.size = Pt(size)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(size * 2))
    properties.append(complex_size)


def _numbered(paragraph: Any, page: str) -> None:  # noqa: ANN401
    """Page n of m as fields that the word processor fills in."""
    rest = page
    for place, field in (("{number}", "PAGE"), ("{count}", "NUMPAGES")):
        before, _, rest = rest.partition(place)
        _words(paragraph, before, pale=True)
        for kind in ("begin", "text", "end"):
            written = paragraph.add_run()
            written.font.color.rgb = _PALE
            _sized(written, written._element.get_or_add_rPr(), _SMALL)  # noqa: SLF001
            if kind == "text":
                order = OxmlElement("w:instrText")
                order.set(qn("xml:space"), "preserve")
                order.text = field
            else:
                order = OxmlElement("w:fldChar")
                order.set(qn("w:fldCharType"), kind)
            written._element.append(order)  # noqa: SLF001  fields have no other way
    _words(paragraph, rest, pale=True)


def _section(paper: Any, section: WordedSection) -> None:  # noqa: ANN401
    _words(paper.add_heading(level=2), section.title)
    for remark in section.remarks:
        _words(paper.add_paragraph(), remark, pale=True)
    if section.entries:
        _table(paper, WordedTable((), (34, 66), section.entries))
    for label, words in section.passages:
        _words(paper.add_paragraph(), label, pale=True)
        _words(paper.add_paragraph(), words or "\u00a0\n\u00a0")
    if section.table is not None:
        _table(paper, section.table)


def _table(paper: Any, table: WordedTable) -> None:  # noqa: ANN401
    rows = (table.titles, *table.rows) if table.titles else table.rows
    page = paper.sections[0]
    wide = page.page_width - page.left_margin - page.right_margin
    drawn = paper.add_table(rows=0, cols=len(table.shares), style="Table Grid")
    drawn.autofit = False
    # The width stands in the grid for some word processors and in each cell for others.
    for column, share in zip(drawn.columns, table.shares, strict=True):
        column.width = int(wide * share / 100)
    for number, row in enumerate(rows):
        line = drawn.add_row()
        if sum(map(len, row)) < _LONG:
            _mark(line, "w:cantSplit")
        cells = line.cells
        for cell, words, share in zip(cells, row, table.shares, strict=True):
            cell.width = int(wide * share / 100)
            head = bool(table.titles) and not number
            _words(cell.paragraphs[0], words, size=_SMALL, bold=head)
    if table.titles:
        _mark(drawn.rows[0], "w:tblHeader")  # the titles again on each page of a long table
    paper.add_paragraph()


def _mark(row: Any, name: str) -> None:  # noqa: ANN401
    """Say something of a row that the library has no name for."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001


def _appendix(paper: Any, file: WordedFile, pictures: Sequence[Picture | None]) -> None:  # noqa: ANN401
    paper.add_page_break()
    _words(paper.add_heading(level=2), file.appendix)
    for caption, picture in zip(file.photos, pictures, strict=True):
        said = paper.add_paragraph()
        said.paragraph_format.keep_with_next = True
        _words(said, caption, pale=True)
        if picture is None:
            _words(paper.add_paragraph(), file.unseen)
            continue
        tall = min(_TALLEST, 495 * picture.height / picture.width)
        paper.add_picture(io.BytesIO(picture.jpeg), height=Pt(tall))
