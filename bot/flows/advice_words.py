"""The messages of advice whose keys come from the facts of the law and the help lines."""

from collections.abc import Iterable, Iterator

from bot.domain.rights import Fact
from bot.domain.wording import Key
from bot.flows.advice import CATEGORIES, HOURS

_SHOWN = "Advice to the worker, who may have no case."
_EXACT = "Keep amounts, periods and who must do what exactly; promise nothing."


def advice_keys(facts: Iterable[Fact], help_lines: Iterable[str]) -> Iterator[Key]:
    """All of them; `help_lines` are the lines' keys. Unconfirmed facts have no words."""
    for category in CATEGORIES:
        about = f"{_SHOWN} What to do first about {category}: only safe and simple steps."
        yield Key(f"advice.first.{category}", about)
    told = tuple(fact for fact in facts if not fact.check)
    for fact in told:
        about = f"{_SHOWN} What the law says ({fact.source}), category {fact.category}. {_EXACT}"
        yield Key(f"rights.{fact.id}", about)
    for condition in sorted({fact.condition for fact in told if fact.condition}):
        about = f"{_SHOWN} Stands before a fact of the law that holds on this condition only."
        yield Key(f"rights.condition.{condition}", about)
    for sector in sorted({each for fact in told for each in fact.not_for}):
        yield Key(f"rights.sector.{sector}", f"{_SHOWN} A kind of work, in rights.other_rules.")
    for name in dict.fromkeys(help_lines):
        yield Key(f"hotline.what.{name}", f"{_SHOWN} What a telephone number is for.")
    for hours in HOURS:
        about = f"{_SHOWN} A telephone number: what it is for, its languages; hours {hours}."
        yield Key(f"hotline.line.{hours}", about)
