"""One worker walking through the intake in the pure engine, with a state that is stored between."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.catalogue import read_lexicon
from bot.catalogue.zawgyi import to_unicode
from bot.data.places import load_gazetteer
from bot.data.screening import load_screening
from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import Channel, ConversationId, EvidenceId, LanguageCode, QuestionId
from bot.domain.incoming import Chat, Content, Incoming, Tap, Text
from bot.domain.place_names import find_place
from bot.domain.prompt import Prompt, WorkerTap, read_payload
from bot.flows import commands, gate
from bot.flows.engine import advance
from bot.flows.order import Intake
from bot.flows.questions import Kind, Question
from bot.flows.turn import Hotline, Surroundings, Turn
from pydantic import TypeAdapter

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
NEXT = timedelta(seconds=7)
STORED = TypeAdapter(Conversation)


@cache
def around() -> Surroundings:
    """The real questions, words and places, and two hotlines."""
    gazetteer = load_gazetteer()
    return Surroundings(
        intake=Intake(load_screening()),
        lexicon=read_lexicon(),
        gazetteer=gazetteer,
        find_place=lambda text, _: find_place(gazetteer, text),
        languages=(LanguageCode("th"), LanguageCode("en"), LanguageCode("my")),
        hotlines=(
            Hotline("1669", "numbers.hurt"),
            Hotline("1300", "numbers.help"),
            Hotline("1-800-010-180", "numbers.own_language", frozenset({LanguageCode("my")})),
        ),
        despair_lines=(Hotline("1323", "numbers.sad"),),
        to_unicode=to_unicode,
    )


@dataclass
class Walker:
    """A conversation and what stands on its screen."""

    now: datetime = NOON
    turns: int = 0
    turn: Turn = field(init=False)
    payloads: list[str] = field(default_factory=list)
    shown: list[Prompt] = field(default_factory=list)

    def __post_init__(self) -> None:
        chat = Chat(Channel.TELEGRAM, "5")
        language = LanguageCode("en")
        new = Conversation(ConversationId("c0ffee12"), chat, "5", language, self.now, self.now)
        self.turn = Turn(new)

    @property
    def conversation(self) -> Conversation:
        return self.turn.conversation

    @property
    def asked(self) -> QuestionId | None:
        asked = self.conversation.asked
        return asked.question if asked else None

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """What stands in the record."""
        return {a.question: a.values for a in self.conversation.answers if a.complete}

    def hears(self, content: Content, after: timedelta = NEXT) -> Turn:
        """One message; the state is stored and loaded before it, as after every restart."""
        self.now += after
        self.turns += 1
        stored = STORED.validate_json(STORED.dump_json(self.conversation))
        assert stored == self.conversation
        event = f"e{self.turns}"
        came = Incoming(event, stored.chat, "5", self.now, content, message=event)
        self.turn = advance(stored, came, self.now, around(), EvidenceId(f"f{self.turns:09}"))
        self._look()
        return self.turn

    def taps(self, question: str, value: str, after: timedelta = NEXT) -> Turn:
        return self.hears(Tap(f"a:{self.conversation.id}:{question}:{value}"), after)

    def says(self, text: str, after: timedelta = NEXT) -> Turn:
        return self.hears(Text(text), after)

    def _look(self) -> None:
        """Keep what was shown, and the labels as somebody would read them."""
        self.shown += self.turn.prompts
        labels = []
        for prompt in self.turn.prompts:
            for button in (each for row in prompt.rows for each in row):
                self.payloads.append(button.payload)
                tap = read_payload(button.payload)
                if isinstance(tap, WorkerTap) and tap.question == self.asked:
                    labels.append((f"label {tap.value}", tap.value))
        asked = self.conversation.asked
        if asked is not None and self.turn.prompts:
            asked = replace(asked, labels=tuple(labels), wording="as worded")
            self.turn = replace(self.turn, conversation=replace(self.conversation, asked=asked))

    def buttons(self) -> list[str]:
        """The payloads under the last message."""
        rows = self.turn.prompts[-1].rows if self.turn.prompts else ()
        return [button.payload for row in rows for button in row]

    def answers(self, wanted: "Wanted") -> None:
        """Whatever stands on the screen, answered as wanted."""
        asked = self.asked
        if asked in commands.INTERJECTIONS:
            self.taps("menu", "go_on") if asked == "menu" else self.taps(str(asked), "back")
        elif asked == gate.PAUSED:
            self.says("ok")
        elif asked == gate.CODE_WORD_ASKED:
            self.says(self.conversation.record[QuestionId("code_word")].words)
        elif asked == gate.SAFE_TO_TALK and self.conversation.gate is not Gate.OPEN:
            self.taps("safe_to_talk", "yes")
        elif asked is not None:
            self.answers_question(around().intake.questions[asked], wanted)

    def answers_question(self, question: Question, wanted: "Wanted") -> None:
        values = wanted(question, self.conversation)
        if question.kind is Kind.TELL:
            self.says(values[0]) if values[0] != "skip" else self.taps(question.id, "skip")
        elif question.several:
            answer = self.conversation.record.get(question.id)
            ticked = answer.values if answer else ()
            for each in ticked:
                self.taps(question.id, f"-{each}")
            for each in values if values != ("skip",) else ():
                self.taps(question.id, each)
            self.taps(question.id, "done")
        else:
            self.taps(question.id, values[0])

    def goes_on(self, wanted: "Wanted", most: int = 400) -> None:
        """To the end, then back to every answer that is not as wanted."""
        for _ in range(most):
            if self.asked is not None or not self.conversation.answers:
                self.answers(wanted) if self.asked else self.says("hello")
                continue
            wrong = self._wrong(wanted)
            if wrong is None:
                return
            self.taps("review", wrong)
        raise AssertionError(f"no end: {self.asked}")

    def _wrong(self, wanted: "Wanted") -> QuestionId | None:
        for question in around().intake.counted(self.conversation):
            answer = self.conversation.record.get(question.id)
            if answer is None:
                continue
            told = (answer.words,) if answer.value == "told" else answer.values
            if told != wanted(question, self.conversation):
                return question.id
        return None


class Wanted:
    """What a worker means to answer: the same to the same question, however often it is asked."""

    def __init__(self, seed: int, **fixed: str) -> None:
        self.seed, self.fixed = seed, fixed

    def __call__(self, question: Question, conversation: Conversation) -> tuple[str, ...]:
        if question.id in self.fixed:
            return (self.fixed[question.id],)
        dice = random.Random(f"{self.seed}:{question.id}")  # noqa: S311  no secret
        return next(self._drawn(question, conversation, dice))

    def _drawn(
        self, question: Question, conversation: Conversation, dice: random.Random
    ) -> Iterator[tuple[str, ...]]:
        if question.id == "language":
            yield (dice.choice(("en", "my")),)
        if question.id == "safe_to_talk":
            yield ("yes",)
        if question.id == "consent_keep":
            yield (dice.choice(("pass", "pass", "keep")),)
        if question.id == "for_whom":
            yield (dice.choice(("me", "friend", "several", "volunteer")),)
        if question.skip and dice.random() < 0.2:
            yield ("skip",)
        if question.kind is Kind.TELL:
            yield (f"words of {question.id} {dice.randrange(9)}",)
        if question.kind is Kind.PLACE:
            yield (dice.choice(("TH-74", "TH-63", "TH-90", "unknown", "unknown")),)
        if question.kind is Kind.DISTRICT:
            code = conversation.record.value("province")
            districts = [d for d in around().gazetteer.districts.values() if d.province == code]
            yield (districts[0].code,)
        if question.several:
            yield tuple(dice.sample(question.values, dice.randint(1, 3)))
        yield (dice.choice(question.values),)
