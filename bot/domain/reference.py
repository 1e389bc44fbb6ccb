"""Case numbers: digits only, grouped, unguessable, with a check digit."""

from bot.domain.ids import Reference

DIGITS = 10
"""Random digits before the check digit."""
GROUPS = (2, 4, 4, 1)


def reference(digits: str) -> Reference:
    """The case number of ten random digits, e.g. `48-2093-7716-5`."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
        message = f"a case number is made of {DIGITS} digits"
        raise ValueError(message)
    every = digits + check_digit(digits)
    parts = []
    for size in GROUPS:
        parts.append(every[:size])
        every = every[size:]
    return Reference("-".join(parts))


def check_digit(digits: str) -> str:
    """The Luhn check digit (ISO/IEC 7812-1, annex B): finds every single wrong digit."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * 2 if place % 2 == 0 else int(digit)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004  the digits' sum
    return str(-total % 10)


def read_reference(text: str) -> Reference | None:
    """The case number somebody typed, with or without its hyphens; None where it is none."""
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdecimal())
    if len(digits) != DIGITS + 1 or check_digit(digits[:-1]) != digits[-1]:
        return None
    return reference(digits[:-1])
