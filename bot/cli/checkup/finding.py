"""What one check found."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How bad it is; with one `fail` a worker would find out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what is the matter, and what to do about it."""

    check: str
    verdict: Verdict
    says: str
    cure: str = ""


def ok(check: str, says: str) -> Finding:
    """All is well."""
    return Finding(check, Verdict.OK, says)


def warn(check: str, says: str, cure: str) -> Finding:
    """It runs, but somebody should look at it."""
    return Finding(check, Verdict.WARN, says, cure)


def fail(check: str, says: str, cure: str) -> Finding:
    """Workers must not be sent here like this."""
    return Finding(check, Verdict.FAIL, says, cure)
