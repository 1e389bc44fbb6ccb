"""A worker with a phone, on either platform: reads the question on the screen and answers it."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.domain.prompt import OfficerTap, WorkerTap, read_payload

from tests.running import eventually

STORY: Final = "They hold my passport and ZORBLAX does not pay"
"""Words that may stand nowhere in the clear."""
ANSWERS: Final[Mapping[str, str]] = {
    "language": "en",
    "safe_to_talk": "yes",
    "in_danger_now": "no",
    "for_whom": "me",
    "consent_keep": "pass",
    "consent_statistics": "yes",
    "category": "money pay done",
    "what_happened": f'"{STORY}"',
    "province": '"Samut Sakhon"',
    "may_write": "yes",
    "wish": "pay done",
    "safe_contact": "chat done",
}
"""What is answered to a question: values to tap, one after the other, or words in quotes."""

SEVERAL: Final = frozenset({"category", "wish", "safe_contact"})
"""Questions that stay until "done"; their taps may be repeated."""


def payloads(shown: Any) -> list[str]:  # noqa: ANN401  a message of either platform
    """Those under a message."""
    buttons = shown.buttons
    return list(buttons.values()) if isinstance(buttons, Mapping) else [b.payload for b in buttons]


async def does(verb: Any) -> None:  # noqa: ANN401  one platform's people are awaited
    """Do what a person does, on either platform."""
    if inspect.isawaitable(verb):
        await verb


@dataclass
class Worker:
    """Goes through the intake. `given` is what was answered, in order: question and value."""

    person: Any
    answers: Mapping[str, str] = field(default_factory=lambda: ANSWERS)
    patience: float = 20
    given: list[tuple[str, str]] = field(default_factory=list)

    async def opens(self) -> None:
        """Write for the first time."""
        before = len(self.person.messages)
        await does(self.person.opens())
        await eventually(lambda: len(self.person.messages) > before, self.patience)

    @property
    def asked(self) -> str:
        """The question that stands on the screen."""
        return next((tap.question for tap in self._taps()), "")

    @property
    def values(self) -> list[str]:
        """What can be tapped for it."""
        return [tap.value for tap in self._taps()]

    async def until(self, *questions: str, most: int = 60) -> str:
        """Answer until one of these stands on the screen; which."""
        for _ in range(most):
            if self.asked in questions:
                return self.asked
            await self.step()
        raise AssertionError(f"none of {questions} was asked: {self.given}")

    async def step(self) -> None:
        """Answer the question on the screen, and wait for what comes of it."""
        question = self.asked
        answer = self.answers.get(question) or self._usual()
        if answer.startswith('"'):
            await self.says(answer.strip('"'))
        else:
            for value in answer.split():
                await self.taps(question, value)

    async def says(self, words: str) -> None:
        """Write words; the next message is the receipt."""
        question = self.asked
        self.given.append((question, words))
        await self._through(lambda: self.person.says(words), question)

    async def taps(self, question: str, value: str) -> None:
        """Tap; the next message, or a change of this one, is the receipt.

        What came late of an earlier answer may be taken for the receipt: the page with the button
        is waited for.
        """
        wanted = f":{question}:{value}"
        await eventually(lambda: self._payload(wanted), self.patience)
        payload = self._payload(wanted)
        self.given.append((question, value))
        await self._through(lambda: self.person.taps(payload=payload), question)

    def _payload(self, ending: str) -> str:
        every = (each for shown in reversed(self.person.messages) for each in payloads(shown))
        return next((each for each in every if each.endswith(ending)), "")

    async def _through(self, act: Any, question: str) -> None:  # noqa: ANN401
        """Act, and wait for what is asked next; a question that comes twice is answered once."""
        before = self._state()
        await does(act())
        stays = question in SEVERAL
        try:
            await eventually(
                lambda: self._state() != before and (stays or self.asked != question), self.patience
            )
        except TimeoutError:
            seen = [shown.text for shown in self.person.messages[-3:]]
            raise AssertionError(f"no answer to {self.given[-3:]} after {seen}") from None

    def _state(self) -> tuple[int, int]:
        """Grows with each question put, and with each change of a message."""
        asking = [place for place, shown in enumerate(self.person.messages) if worker_taps(shown)]
        edits = sum(getattr(shown, "edits", 0) for shown in self.person.messages)
        return max(asking, default=-1), edits

    def _usual(self) -> str:
        """What is answered to anything else: no, or a skip, or whatever there is."""
        for value in ("no", "skip", "none", "send"):
            if value in self.values:
                return value
        return self.values[0]

    def _taps(self) -> list[WorkerTap]:
        asking = (worker_taps(shown) for shown in reversed(self.person.messages))
        return next((taps for taps in asking if taps), [])


def worker_taps(shown: Any) -> list[WorkerTap]:  # noqa: ANN401
    """The answers that a message offers; the menu's buttons ask nothing."""
    taps = [read_payload(each) for each in payloads(shown)]
    return [tap for tap in taps if isinstance(tap, WorkerTap) and tap.question != "menu"]


def officer_payload(messages: Sequence[Any], action: str) -> str:
    """The payload of the newest button of the officers' with an action, or an empty string."""
    for shown in reversed(messages):
        for payload in payloads(shown):
            tap = read_payload(payload)
            if isinstance(tap, OfficerTap) and tap.action == action:
                return payload
    return ""
