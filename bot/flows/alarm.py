"""Danger, in whatever words it comes: it interrupts everything within one reply."""

from bot.domain.conversation import Conversation
from bot.domain.ids import LanguageCode, QuestionId
from bot.domain.prompt import Line, Literal, Named, Quoted, Value, WorkerTap
from bot.flows import gate, intake
from bot.flows.turn import SILENCE, Hotline, Said, Surroundings

THAI = LanguageCode("th")
IN_DANGER_NOW = QuestionId("in_danger_now")
PRESSING = frozenset(
    {
        "in_danger_now",
        "should_somebody_come",
        "ending_life",
        "place_now",
        "tell_police",
        "need_now",
        "may_write",
    }
)
"""Asked even while the safety gate is not open."""


def numbers(said: Said, around: Surroundings) -> tuple[Line, ...]:
    """The emergency numbers, in the order of language and need.

    Hurt people need the ambulance first; the helpline in the worker's own language stands third.
    """
    language = said.conversation.language
    fitting = [h for h in around.hotlines if not h.languages or language in h.languages]
    return (*(_worded(hotline) for hotline in fitting), *for_thai_ears(said.conversation))


def for_thai_ears(conversation: Conversation) -> tuple[Line, ...]:
    """What somebody who speaks no Thai can show or play to whoever answers, with its meaning."""
    if conversation.language == THAI:
        return ()
    tongue: dict[str, Value] = {"language": Named("tongue", conversation.language)}
    # wording: Said in Thai as call.help is: "I speak {language}."
    speaks = Line("call.tongue", tongue)
    record = conversation.record
    places = [record.value("place_now"), record.value("province")]
    province = next((each for each in places if each.startswith("TH-")), "")
    if province and not gate.veils(conversation):
        # wording: As call.tongue, where the province is known: "I speak Burmese. I am in Ranong."
        speaks = Line("call.tongue_place", {**tongue, "province": Named("province", province)})
    # wording: Above two sentences in Thai, each with its meaning beside it. The worker shows or
    # wording: plays them to whoever answers the phone, or to anybody near.
    heading = Line("call.show")
    # wording: Thai: said aloud to whoever answers the phone. Other languages: its exact meaning,
    # wording: shown beside the Thai. Recorded in Thai, it is played to the operator.
    return heading, _both(Line("call.help")), _both(speaks)


def _both(line: Line) -> Line:
    # wording: {thai} is a sentence in Thai, {meaning} says the same in the reader's language.
    return Line("call.both", {"thai": Quoted(line, THAI), "meaning": line})


def bare_numbers(around: Surroundings, said: Said) -> Line:
    """The same numbers without a word, for somebody who asked for help quietly."""
    language = said.conversation.language
    fitting = [h.number for h in around.hotlines if not h.languages or language in h.languages]
    return Line("numbers.bare", {"numbers": Literal(" · ".join(fitting))})


def _worded(hotline: Hotline) -> Line:
    return Line(hotline.key, {"number": Literal(hotline.number)})


def call_for_help(said: Said, around: Surroundings) -> Said:
    """The word for help: the numbers, then "are you in danger now?"."""
    return _raise(said, around).saying(*numbers(said, around))


def words_of_danger(said: Said, words: str, around: Surroundings) -> Said | None:
    """Danger words mark the case and raise the question; only a yes makes it urgent."""
    if not around.lexicon.danger(words):
        return None
    marked = said.having(danger_words=True)
    if _just_told(said, IN_DANGER_NOW):
        return None
    return _raise(marked, around).saying(*numbers(said, around))


def words_of_despair(said: Said, words: str, around: Surroundings) -> Said | None:
    """Words about ending one's life: their own gentle script, and an urgent alert."""
    despair, asking = QuestionId(intake.DESPAIR), QuestionId("ending_life")
    if _just_told(said, despair) or not around.lexicon.end_life(words):
        return None
    again = said.conversation.record.complete(asking)
    told = said.answering(despair, "yes").having(stopped=False, interjection=None)
    return told.having(editing=asking if again else None)


def despair_lines(around: Surroundings) -> tuple[Line, ...]:
    """Who can be called by somebody who thinks of ending their life."""
    return tuple(_worded(hotline) for hotline in around.despair_lines)


def is_call(tap: WorkerTap) -> bool:
    """Whether an old button, pressed now, may mean that help is needed."""
    return (tap.question, tap.value) in (
        ("in_danger_now", "yes"),
        ("should_somebody_come", "yes"),
        ("safe_to_talk", "quiet_help"),
    )


def asked_again(said: Said, around: Surroundings) -> Said:
    """An old alarm button: it answers nothing, but the question is asked again at once."""
    return _raise(said, around)


def _just_told(said: Said, question: QuestionId) -> bool:
    """Whether a yes to it is fresh: after a silence danger is danger anew."""
    answer = said.conversation.record.get(question)
    return answer is not None and answer.value == "yes" and said.now - answer.at <= SILENCE


def _raise(said: Said, around: Surroundings) -> Said:
    del around
    if _just_told(said, IN_DANGER_NOW):
        return said.having(stopped=False)
    return said.having(editing=IN_DANGER_NOW, interjection=None, stopped=False)
