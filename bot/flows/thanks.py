"""One sentence after something painful was told."""

from bot.domain.prompt import Line
from bot.flows.intake import FOR_ANOTHER
from bot.flows.questions import Part, Question
from bot.flows.turn import Said, Surroundings

THANKS = {1: Line("thanks.first"), 3: Line("thanks.third"), 6: Line("thanks.sixth")}
"""After how many painful answers something is said, and what."""


def after_painful(said: Said, question: Question, value: str, around: Surroundings) -> Said:
    """After a painful yes one sentence of acknowledgement; the next ones vary or stay silent."""
    if question.id == "ending_life" and value != "no":
        return said.saying(Line("thanks.first"))
    if question.part is not Part.SCREENING or value != "yes":
        return said
    if question.id == "recent_unwanted_touch":
        return said.saying(Line("thanks.hospital"))
    painful = {
        each.id
        for each in around.intake.screening.questions
        if each.dimension in ("D2", "D5") or each.sensitive
    }
    if question.id not in painful:
        return said
    if said.conversation.record.has("for_whom", *FOR_ANOTHER):
        return said.saying(Line("thanks.reporter")) if question.sensitive else said
    if question.sensitive:
        return said.saying(Line("thanks.first"))
    count = sum(a.value == "yes" and a.question in painful for a in said.conversation.answers)
    word = THANKS.get(count)
    return said.saying(word) if word else said
