"""Where it stands which cases name the same employer, boat or broker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.ids import CaseState, Reference, UnitId


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another case with the same name in it: only what stands in the clear."""

    kind: str
    reference: Reference
    unit: UnitId
    state: CaseState


class Links(Protocol):
    """Names that stand in cases, as keyed hashes of their forms (`domain/linked_names.py`)."""

    def keep(self, reference: Reference, names: Iterable[tuple[str, str]]) -> None:
        """Bring what is kept of a case in step with its names: pairs of kind and form.

        It goes when the case's conversation is forgotten.
        """

    def others(self, reference: Reference) -> Sequence[LinkedCase]:
        """Cases that share a name with this one, by number; erased ones are not among them."""
