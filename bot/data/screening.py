"""Reads the screening questionnaire and the categories; refuses what does not hold together."""

import json
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.data import screening_checks
from bot.data.screening_checks import BadScreeningError
from bot.domain.ids import Level, QuestionId
from bot.domain.questionnaire import (
    Category,
    FollowUp,
    Gate,
    Screening,
    ScreeningQuestion,
    Weight,
)

__all__ = ["BadScreeningError", "load_categories", "load_screening"]

SHIPPED = "screening.json"
SHIPPED_CATEGORIES = "categories.toml"
WEIGHTS = {"S": Weight.STRONG, "M": Weight.MEDIUM, "W": Weight.WEAK, None: None}

_Mark = Literal["S", "M", "W"] | None


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Wording(_Shape):
    # Drafts for reviewers; what the worker reads is the catalogue's.
    id: str
    en: str
    th_draft: str
    on: str = ""


class _GateShape(_Wording):
    values: list[str]


class _FollowUpShape(_GateShape):
    only_if: dict[str, list[str]] = Field(min_length=1, max_length=1)


class _QuestionShape(_Wording):
    indicator: str | None
    dimension: Literal["D1", "D2", "D3", "D4", "D5", "D6"] | None
    weight_adult: _Mark
    weight_child: _Mark
    ilo: list[int]
    involuntariness: bool
    penalty: bool
    legal: str
    core: bool
    categories: list[str]
    after: list[str]
    deepen: bool
    only_if: dict[str, list[str | None]]
    urgent_if: dict[str, list[str]] | None
    sensitive: bool
    first_for: list[str]
    ror_bor_1_item: str | None


class _ScreeningShape(_Shape):
    version: str = Field(min_length=1)
    note: str = ""
    answers: list[str]
    gates: list[_GateShape]
    questions: list[_QuestionShape]
    follow_ups: list[_FollowUpShape]
    core_scored: list[str]
    full_screening: list[str]
    category_floor: dict[Literal["A", "B", "C"], list[str]]


class _CategoryShape(_Shape):
    id: str
    emoji: str
    lead: list[str] = Field(min_length=1)
    either: bool = False
    also: list[str] = []
    law: str = ""


class _CategoriesShape(_Shape):
    tags: list[str]
    category: list[_CategoryShape]


@cache
def load_screening(source: Path | str | None = None) -> Screening:
    """The questionnaire in a file (`Path`), in a text (`str`), or the one shipped.

    Raises `BadScreeningError`, which names the file, the question and the key, for anything that
    is not JSON of the known shape or does not hold together; `OSError` for an unreadable file.
    """
    name, text = _read(source, SHIPPED)
    try:
        raw = json.loads(text, object_pairs_hook=_once)
    except ValueError as error:
        raise BadScreeningError(name, "", f"not JSON: {error}") from None
    shape = _checked(name, raw, _ScreeningShape)
    screening = _screening(shape, load_categories())
    floor = {str(level): categories for level, categories in shape.category_floor.items()}
    screening_checks.check(name, screening, floor)
    return screening


@cache
def load_categories(source: Path | str | None = None) -> tuple[Category, ...]:
    """The categories of a complaint, in the order in which they are offered; errors as above."""
    name, text = _read(source, SHIPPED_CATEGORIES)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadScreeningError(name, "", f"not TOML: {error}") from None
    shape = _checked(name, raw, _CategoriesShape)
    categories = tuple(
        Category(each.id, each.emoji, tuple(each.lead), each.either, tuple(each.also), each.law)
        for each in shape.category
    )
    screening_checks.check_ids(name, "category", [each.id for each in categories])
    return categories


def _read(source: Path | str | None, shipped: str) -> tuple[str, str]:
    if isinstance(source, Path):
        return source.name, source.read_text("utf-8")
    if source is not None:
        return shipped, source
    return shipped, files("bot.data").joinpath(shipped).read_text("utf-8")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object, refused where a key stands in it twice: the first would be lost silently."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f'the key "{twice}" stands twice in "{found.get("id", "one object")}"')
    return found


_AnyShape = TypeVar("_AnyShape", bound=_Shape)


def _checked(name: str, raw: object, shape: type[_AnyShape]) -> _AnyShape:
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadScreeningError(name, _place(raw, first["loc"]), first["msg"]) from None


def _place(raw: object, location: tuple[int | str, ...]) -> str:
    """`questions.papers_kept.after`: the id instead of the number, where there is one."""
    words: list[str] = []
    here: Any = raw
    for step in location:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        named = isinstance(step, int) and isinstance(here, dict) and "id" in here
        words.append(str(here["id"] if named else step))
    return ".".join(words)


def _screening(shape: _ScreeningShape, categories: tuple[Category, ...]) -> Screening:
    return Screening(
        version=shape.version,
        gates=tuple(Gate(QuestionId(each.id), tuple(each.values)) for each in shape.gates),
        questions=tuple(_question(each, tuple(shape.answers)) for each in shape.questions),
        follow_ups=tuple(_follow_up(each) for each in shape.follow_ups),
        categories=categories,
        core_scored=frozenset(QuestionId(each) for each in shape.core_scored),
        full_screening=frozenset(shape.full_screening),
        category_floor={
            category: Level(floor)
            for floor in sorted(shape.category_floor, reverse=True)  # the graver one wins
            for category in shape.category_floor[floor]
        },
    )


def _question(shape: _QuestionShape, values: tuple[str, ...]) -> ScreeningQuestion:
    urgent_if = shape.urgent_if
    marks = shape.model_dump(
        include={"indicator", "dimension", "involuntariness", "penalty", "legal", "core"}
        | {"deepen", "sensitive", "ror_bor_1_item"}
    )
    return ScreeningQuestion(
        id=QuestionId(shape.id),
        values=values,
        weight_adult=WEIGHTS[shape.weight_adult],
        weight_child=WEIGHTS[shape.weight_child],
        ilo=tuple(shape.ilo),
        categories=frozenset(shape.categories),
        after=tuple(QuestionId(each) for each in shape.after),
        only_if={QuestionId(each): frozenset(on) for each, on in shape.only_if.items()},
        urgent_if=None
        if urgent_if is None
        else {QuestionId(each): frozenset(on) for each, on in urgent_if.items()},
        first_for=frozenset(shape.first_for),
        **marks,
    )


def _follow_up(shape: _FollowUpShape) -> FollowUp:
    ((parent, on),) = shape.only_if.items()
    return FollowUp(QuestionId(shape.id), tuple(shape.values), QuestionId(parent), frozenset(on))
