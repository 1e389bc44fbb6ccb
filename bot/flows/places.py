"""Where: a shared position, a province chosen or named, or words when nothing else is known."""

from dataclasses import replace

from bot.domain.ids import DistrictCode, ProvinceCode, QuestionId
from bot.domain.incoming import Location
from bot.domain.place import Region, nearest_province
from bot.domain.place_names import Match
from bot.domain.position import Position
from bot.domain.prompt import Line, Literal
from bot.domain.text import clean
from bot.flows.pages import CHOOSE_PAGE, OFFER_PAGE, REGION_PAGE, SHARE_PAGE
from bot.flows.questions import Kind, Part, Question
from bot.flows.turn import Said, Surroundings

OUTSIDE_KM = 100
"""Farther than this from any district seat a position is taken to be outside Thailand."""
NONE_OF_THESE = "words"
PAGES = (CHOOSE_PAGE, SHARE_PAGE, *(f"{REGION_PAGE}{region.value}" for region in Region))
"""Pages that may be opened; a forged button opens none."""


def located(said: Said, location: Location, around: Surroundings) -> Said:
    """A shared position: the answer where a place is asked for, else kept for the officer.

    In danger it is taken as it is, unconfirmed; otherwise the province it gives is put to the
    worker as a question, because the nearest district seat is right for about 92 in 100 points.
    """
    question = _asked_place(said, around)
    if question is None:
        at = Literal(f"📍 {location.lat:.5f}, {location.lon:.5f}")
        return said.noting(at.text).saying(Line("kept.place"))
    try:
        position = Position(location.lat, location.lon)
    except ValueError:
        return said.noting(f"📍 {location.lat}, {location.lon}").saying(Line("not_understood"))
    province, _, away = nearest_province(around.gazetteer, position)
    value = "not_in_thailand" if away > OUTSIDE_KM else province.code
    confirmed = question.part is Part.URGENT
    answered = said.answering(
        question.id,
        *((value,) if confirmed else ()),
        words=clean(location.title),
        complete=confirmed,
        lat=location.lat,
        lon=location.lon,
    )
    return answered if confirmed else replace(answered, page=OFFER_PAGE, offers=(value,))


def _asked_place(said: Said, around: Surroundings) -> Question | None:
    """The question on the screen that asks for a place; in danger "where are you?" at any time."""
    asked = said.conversation.asked
    question = around.intake.questions.get(asked.question) if asked else None
    if question is not None and question.kind is Kind.PLACE:
        return question
    if around.intake.urgent(said.conversation):
        return around.intake.questions[QuestionId("place_now")]
    return None


def chosen(said: Said, question: Question, value: str, around: Surroundings) -> Said:
    """A button of a place question: a page turned, a province, or a way out."""
    if value in PAGES:
        return replace(said, page=value)
    known = said.conversation.record.get(question.id)
    lat, lon = (known.lat, known.lon) if known else (None, None)
    words = known.words if known else ""
    if value in around.gazetteer.provinces or value in question.values:
        return said.answering(question.id, value, words=words, lat=lat, lon=lon)
    if value in around.gazetteer.districts:
        return _in_district(said, question, DistrictCode(value), words, around)
    if value == NONE_OF_THESE and words:
        return said.answering(question.id, "words", words=words)
    return said


def _in_district(
    said: Said, question: Question, code: DistrictCode, words: str, around: Surroundings
) -> Said:
    """A named district answers its province too, and the later question about the district."""
    district = around.gazetteer.districts[code]
    answered = said.answering(question.id, district.province, words=words)
    if question.id != "province":
        return answered
    editing = answered.conversation.editing
    return answered.answering(QuestionId("district"), code).having(editing=editing)


def named(said: Said, question: Question, words: str, around: Surroundings) -> Said:
    """A typed name: certain names answer, others are offered back; the words are kept.

    In danger words alone are an answer: the alert goes on with them.
    """
    match = around.find_place(words, said.conversation.language)
    if match.certain:
        best = match.places[0]
        return chosen(
            said.answering(question.id, words=words, complete=False), question, best.code, around
        )
    pressing = question.part is Part.URGENT
    kept = said.answering(question.id, "words", words=words, complete=pressing and not match.places)
    if match.places:
        return replace(kept, page=OFFER_PAGE, offers=_codes(match))
    if pressing:
        return kept
    return kept.noting(words).saying(Line("place.unknown"))


def _codes(match: Match) -> tuple[str, ...]:
    return tuple(candidate.code for candidate in match.places)


def district_chosen(said: Said, question: Question, value: str, around: Surroundings) -> Said:
    """A district of the province that was told."""
    district = around.gazetteer.districts.get(DistrictCode(value))
    if district is None or district.province != said.conversation.record.value("province"):
        return said
    return said.answering(question.id, value)


def district_named(said: Said, question: Question, words: str, around: Surroundings) -> Said:
    """A typed district: taken when it lies in the province, otherwise kept as words."""
    province = ProvinceCode(said.conversation.record.value("province"))
    match = around.find_place(words, said.conversation.language)
    for candidate in match.places:
        if candidate.district is not None and candidate.province == province:
            return said.answering(question.id, candidate.district, words=words)
    return said.answering(question.id, "words", words=words)
