"""How long a case file takes, beside drawing the same letters without anything of ours.

The baseline of the same run is Pillow drawing every line of the file once, shaped by Raqm, and
decoding and encoding the photos: what no case file can do without.
"""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.documents.case_file_docx import docx
from bot.documents.case_file_pdf import pdf
from bot.documents.lettering import font_path, runs
from bot.documents.photos import Picture, picture
from bot.documents.worded_file import WordedFile, worded
from bot.domain.ids import LanguageCode
from bot.flows.case_file_whole import case_file
from tests.case_papers import CATALOGUE, around, papers, photo

ANSWERS: Final = 40
PHOTOS: Final = 10
TIMES: Final = 11
LONGEST: Final = 1000


def main() -> None:
    """Print least, median and most of CPU and wall time, and the ratio of the CPU medians."""
    table = around()
    made = papers(table, photos=PHOTOS)
    talk = replace(made.conversation, answers=made.conversation.answers[:ANSWERS])
    made = replace(made, conversation=talk)
    raw = [photo(number) for number in range(PHOTOS)]

    def in_words() -> WordedFile:
        return worded(case_file(made, table), CATALOGUE, LanguageCode("th"))

    def whole(form: Callable[[WordedFile, list[Picture | None]], bytes]) -> bytes:
        return form(in_words(), [picture(each, LONGEST) for each in raw])

    file = in_words()
    print(f"{ANSWERS} answers, {PHOTOS} photos of 1600 x 1200; {TIMES} runs, seconds")
    first = time.perf_counter()
    pdf(in_words(), [picture(each, LONGEST) for each in raw])
    print(f"the first PDF of a process: wall {time.perf_counter() - first:.2f}")
    base = _timed("baseline", partial(_baseline, file, raw))
    for name, form in (("PDF", pdf), ("DOCX", docx)):
        spent = _timed(name, partial(whole, form))
        print(f"{name:9} ratio {spent / base:.1f}")


def _timed(name: str, work: Callable[[], object]) -> float:
    """Print what it took; the median of CPU seconds. One run before is not counted."""
    work()
    spent, passed = [], []
    for _ in range(TIMES):
        begun, started = time.process_time(), time.perf_counter()
        work()
        spent.append(time.process_time() - begun)
        passed.append(time.perf_counter() - started)
    for kind, took in (("CPU", spent), ("wall", passed)):
        print(f"{name:9} {kind:4} {min(took):.2f} / {median(took):.2f} / {max(took):.2f}")
    return median(spent)


def _baseline(file: WordedFile, raw: list[bytes]) -> None:
    image = Image.new("L", (1000, 40))
    pen = ImageDraw.Draw(image)
    for text in _texts(file):
        for run in runs(text):
            pen.text((0, 0), run.text, fill=255, font=ImageFont.truetype(font_path(run.font), 14))
    for each in raw:
        opened = Image.open(io.BytesIO(each))
        opened.thumbnail((LONGEST, LONGEST))
        opened.save(io.BytesIO(), "JPEG", quality=80)


def _texts(file: WordedFile) -> Iterator[str]:
    for section in file.sections:
        yield section.title
        for pair in (*section.entries, *section.passages):
            yield from pair
        for row in section.table.rows if section.table else ():
            yield from (line for cell in row for line in cell.splitlines())


if __name__ == "__main__":
    main()
