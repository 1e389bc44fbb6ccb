"""How well misspelt employers and boats are linked: `python -m benchmarks.linked_names`.

Beside it the same pairs by the letters alone (case, spaces and legal forms left out), which is what
a single keyed hash of the normalised name finds.
"""

import time
from collections.abc import Callable, Sequence

from bot.domain.linked_names import forms
from tests.mistyped_names import pairs, strangers

COUNT = 4000
Pairs = Sequence[tuple[str, str]]


def plain(name: str) -> frozenset[str]:
    """The one form without any bridge."""
    whole = [form for form in forms(name) if form.startswith("w:")]
    return frozenset({max(whole, key=len)} if whole else ())


def share(of: Pairs, form: Callable[[str], frozenset[str]]) -> float:
    """The share of the pairs that have a form in common."""
    return sum(bool(form(one) & form(other)) for one, other in of) / len(of)


def main() -> None:
    """Measure both on the same names."""
    same, other = pairs(COUNT), strangers(COUNT)
    begun = time.perf_counter()
    many = [len(forms(name)) for pair in same for name in pair]
    took = (time.perf_counter() - begun) / len(many)
    for name, form in (("several forms", forms), ("one form", plain)):
        right, wrong = share(same, form), share(other, form)
        precision = right / (right + wrong)
        print(f"{name:14} recall {right:.3f}  strangers linked {wrong:.4f}", end="  ")
        print(f"precision {precision:.4f} (as many strangers as pairs)")
    print(f"{sum(many) / len(many):.1f} forms a name, {took * 1e6:.0f} µs a name")


if __name__ == "__main__":
    main()
