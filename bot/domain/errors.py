"""What may go wrong on purpose."""

import re
from datetime import timedelta
from typing import ClassVar


class Refused(Exception):  # noqa: N818  it is an answer, not a failure
    """It makes no sense now: the docstring is for the log, `prompt` is what the person sees."""

    prompt: ClassVar[str] = "refused"


class TryLater(Exception):  # noqa: N818  a delivery's outcome
    """The platform cannot take it now; try again after `after`.

    `quota` marks a spent monthly allowance rather than haste.
    """

    def __init__(self, after: timedelta, *, quota: bool = False) -> None:
        """Keep how long to wait."""
        super().__init__(after)
        self.after = after
        self.quota = quota


_CODE = re.compile("[a-z_]{1,32}")


class Unreachable(Exception):  # noqa: N818  a delivery's outcome
    """The target cannot be reached this way: blocked, removed, deleted, or moved to `moved_to`."""

    def __init__(self, reason: str, *, moved_to: str = "") -> None:
        """Keep why, in a short code, and the new address where there is one.

        Anything but a code, such as a platform's own words, may name somebody: it becomes "other".
        """
        code = reason if _CODE.fullmatch(reason) else "other"
        super().__init__(code)
        self.reason = code
        self.moved_to = moved_to
