"""The buttons of a question, page by page."""

from collections.abc import Sequence

from bot.domain.ids import LanguageCode, ProvinceCode, QuestionId
from bot.domain.place import Region
from bot.domain.prompt import Button, Line, Literal, Named, worker_payload
from bot.flows.intake import FOR_ANOTHER
from bot.flows.pages import CATEGORY_PAGES, CHOOSE_PAGE, OFFER_PAGE, REGION_PAGE, SHARE_PAGE
from bot.flows.places import NONE_OF_THESE
from bot.flows.questions import Kind, Part, Question
from bot.flows.turn import Said, Surroundings

Row = tuple[Button, ...]
Rows = tuple[Row, ...]
Label = Line | Named | Literal


def rows_of(said: Said, question: Question, around: Surroundings) -> Rows:
    """The choices a question offers on the page that is open."""
    make = _Maker(said, question)
    if question.id == "language":
        return _languages(make, around.languages)
    if question.kind is Kind.PLACE:
        return _place(make, around)
    if question.kind is Kind.DISTRICT:
        return _districts(make, around)
    if question.id == "category":
        return _categories(make)
    if question.several:
        return (*_several(make, question.values), (make(Line("button.done"), "done"),))
    if question.part is Part.SCREENING:
        return _screening(make)
    if question.id == "review":
        return _review(make, around)
    return in_rows([make(make.label(v), v) for v in question.values], question.columns)


class _Maker:
    """Makes the buttons of one question in one conversation."""

    def __init__(self, said: Said, question: Question) -> None:
        self.said = said
        self.question = question
        self.record = said.conversation.record

    def __call__(self, label: Label, value: str) -> Button:
        return Button(label, worker_payload(self.said.conversation.id, self.question.id, value))

    def label(self, value: str) -> Line:
        own = self.question.own_labels
        return Line(f"choice.{self.question.id}.{value}" if own else f"choice.{value}")

    def ticked(self, value: str) -> Button:
        """One of several: chosen ones carry a tick, and pressing them takes them away."""
        answer = self.record.get(self.question.id)
        chosen = answer is not None and value in answer.values
        label = Line("button.ticked", {"choice": self.label(value)}) if chosen else None
        return self(label or self.label(value), f"-{value}" if chosen else value)


def in_rows(buttons: Sequence[Button], columns: int) -> Rows:
    """Buttons, so many a row."""
    return tuple(
        tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns)
    )


def _languages(make: _Maker, languages: tuple[LanguageCode, ...]) -> Rows:
    named = [make(Named("language", language), language) for language in languages]
    return (*in_rows(named, 2), (make(Line("choice.language.other"), "other"),))


def _screening(make: _Maker) -> Rows:
    """Yes and no side by side; not sure and skip under them."""
    question = make.question
    plain = [make(Line(f"choice.{v}"), v) for v in question.values if v in ("yes", "no")]
    rest = [make(Line(f"choice.{v}"), v) for v in question.values if v not in ("yes", "no")]
    if question.skip:
        rest.append(make(Line("button.skip"), "skip"))
    return (tuple(plain), *((tuple(rest),) if rest else ()))


def _several(make: _Maker, values: Sequence[str]) -> Rows:
    return tuple((make.ticked(value),) for value in values)


def _categories(make: _Maker) -> Rows:
    """Five pictures first, then the detail behind one; "done" once something is chosen."""
    answer = make.record.get(QuestionId("category"))
    done: Rows = ((make(Line("button.done"), "done"),),) if answer and answer.values else ()
    page = CATEGORY_PAGES.get(make.said.page)
    if page is None:
        pictures = [make(Line(f"choice.category.{name}"), name) for name in CATEGORY_PAGES]
        chosen = tuple(
            (make.ticked(value),) for value in (answer.values if answer else ()) if value != "skip"
        )
        return (*chosen, *in_rows(pictures, 1), *done)
    return (*_several(make, page), *done)


def _place(make: _Maker, around: Surroundings) -> Rows:
    page = make.said.page
    if page == CHOOSE_PAGE:
        regions = [
            make(Line(f"choice.region.{r.value}"), f"{REGION_PAGE}{r.value}") for r in Region
        ]
        return in_rows(regions, 2)
    if page.startswith(REGION_PAGE):
        region = Region(page.removeprefix(REGION_PAGE))
        provinces = around.gazetteer.regions()[region]
        return in_rows([make(Named("province", p.code), p.code) for p in provinces], 2)
    if page == OFFER_PAGE:
        return _offers(make, around)
    return _first_page(make)


def _first_page(make: _Maker) -> Rows:
    choose = make(Line("button.choose_place"), CHOOSE_PAGE)
    first: Row = (make(Line("button.share_place"), SHARE_PAGE), choose)
    # The reporter's own position would mislead; on the sharing page the platform has its button.
    if make.record.has("for_whom", *FOR_ANOTHER) or make.said.page == SHARE_PAGE:
        first = (choose,)
    known = make.record.value("province").startswith("TH-")
    ways = [v for v in make.question.values if v != "same" or known]
    ways_out = [make(Line(f"choice.place.{value}"), value) for value in ways]
    return (first, *in_rows(ways_out, 1))


def _offers(make: _Maker, around: Surroundings) -> Rows:
    buttons = [make(_named(code, around), code) for code in make.said.offers]
    other = make(Line("button.choose_place"), CHOOSE_PAGE)
    words = make(Line("button.none_of_these"), NONE_OF_THESE)
    answer = make.record.get(make.question.id)
    return (*in_rows(buttons, 1), (other, words) if answer and answer.words else (other,))


def _named(code: str, around: Surroundings) -> Label:
    if ProvinceCode(code) in around.gazetteer.provinces:
        return Named("province", code)
    if code in around.gazetteer.districts:
        return Named("district", code)
    return Line(f"choice.place.{code}")


def _districts(make: _Maker, around: Surroundings) -> Rows:
    province = ProvinceCode(make.record.value("province"))
    if province not in around.gazetteer.provinces:
        return ()
    districts = around.gazetteer.districts_of(province, make.said.conversation.language)
    return in_rows([make(Named("district", d.code), d.code) for d in districts], 2)


def _review(make: _Maker, around: Surroundings) -> Rows:
    """One line for each answer that may still be changed, then "send"."""
    shown = [
        question
        for question in around.intake.counted(make.said.conversation)
        if make.record.complete(question.id) and question.part in EDITABLE
    ]
    edits = [make(Line(f"name.{question.id}"), question.id) for question in shown]
    return ((make(Line("choice.review.send"), "send"),), *in_rows(edits, 2))


EDITABLE = (Part.COMPLAINT, Part.SCREENING, Part.DETAILS, Part.CONTACT)
