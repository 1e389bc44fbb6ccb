"""`rongthuk triage`: judges records of screening answers from a file, without the bot."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from bot.data.screening import load_screening
from bot.domain.ids import QuestionId
from bot.domain.questionnaire import NotInScreeningError, Screening
from bot.domain.triage import Reason, Triage, assess_as_given


class _Refusal(click.ClickException):
    exit_code = 2

    def __init__(self, message: str) -> None:
        # One line and encodable, whatever stands in the file.
        super().__init__("".join(c if c.isprintable() else ascii(c)[1:-1] for c in message))

    def show(self, file: object = None) -> None:  # noqa: ARG002  (click's signature)
        click.echo(self.message, err=True)


@click.command()
@click.argument("source", metavar="FILE.json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
def triage(source: str, *, as_json: bool) -> None:
    """Triage one record, or a list of them, from FILE.json ("-" for standard input).

    A record is {"categories": [...], "answers": {...}}; other keys are ignored. Every answer
    given is weighed; "asked" tells which questions the bot would ask.
    """
    name = "stdin" if source == "-" else source
    screening = load_screening()
    given = _parsed(name, source)
    if isinstance(given, list):
        outcomes = [_outcome(name, f"[{n}]", each, screening) for n, each in enumerate(given)]
    else:
        outcomes = [_outcome(name, "", given, screening)]
    if as_json:
        plain = [_plain(outcome) for outcome in outcomes]
        click.echo(json.dumps(plain if isinstance(given, list) else plain[0], ensure_ascii=False))
        return
    for number, outcome in enumerate(outcomes):
        click.echo("\n".join(_lines(f"[{number}] " if isinstance(given, list) else "", outcome)))


def _parsed(name: str, source: str) -> object:
    try:
        text = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise _Refusal(f"{name}: {error.strerror}") from None
    try:
        return json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _Refusal(f"{name}: not JSON: {error}") from None


def _outcome(name: str, place: str, record: object, screening: Screening) -> Triage:
    try:
        categories, answers = _shaped(record)
        return assess_as_given(screening, categories, answers)
    except NotInScreeningError as error:
        where = ".".join(part for part in (place, error.place) if part)
        known = ""
        if error.place.startswith("categories[") and error.problem.endswith("not a category"):
            known = f"there is: {', '.join(each.id for each in screening.categories)}"
        parts = (name, where, error.problem, known)
        raise _Refusal(": ".join(part for part in parts if part)) from None


def _shaped(record: object) -> tuple[list[str], Mapping[QuestionId, str]]:
    if not isinstance(record, dict):
        raise NotInScreeningError("", 'must be an object with "categories" and "answers"')
    categories, answers = record.get("categories"), record.get("answers")
    if not isinstance(categories, list):
        raise NotInScreeningError("categories", "must be a list of category ids")
    if not isinstance(answers, dict):
        raise NotInScreeningError("answers", "must be an object of question ids and answers")
    places = [(f"categories[{n}]", each) for n, each in enumerate(categories)]
    for place, word in (*places, *((f"answers.{each}", answers[each]) for each in answers)):
        if not isinstance(word, str):
            raise NotInScreeningError(place, f"{json.dumps(word)} is not a word in quotes")
    return categories, answers


def _plain(outcome: Triage) -> dict[str, object]:
    return {
        "level": outcome.level.value,
        "urgent": outcome.urgent,
        "positive": list(outcome.positive),
        "reasons": [_plain_reason(each) for each in (*outcome.reasons, *outcome.urgent_reasons)],
        "asked": list(outcome.asked),
    }


def _plain_reason(reason: Reason) -> dict[str, object]:
    return {
        "rule": reason.rule.value,
        "dimension": reason.dimension,
        "indicator": reason.indicator,
        "weight": reason.weight.name.lower() if reason.weight else None,
        "category": reason.category,
        "answers": dict(reason.answers),
    }


def _lines(place: str, outcome: Triage) -> list[str]:
    urgent = ", urgent" if outcome.urgent else ""
    positive = f"; positive: {', '.join(outcome.positive)}" if outcome.positive else ""
    first = f"{place}{outcome.level}{urgent}{positive}; {len(outcome.asked)} questions asked"
    return [first, *(_line(each) for each in (*outcome.urgent_reasons, *outcome.reasons))]


def _line(reason: Reason) -> str:
    sign = f" {reason.dimension} {reason.indicator}" if reason.indicator else ""
    weight = f" ({reason.weight.name.lower()})" if reason.weight else ""
    category = f" {reason.category}" if reason.category else ""
    said = ", ".join(f"{question}={answer}" for question, answer in reason.answers)
    return f"    {reason.rule}{category}{sign}{weight}{': ' + said if said else ''}"
