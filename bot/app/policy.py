"""The policy of this installation: what is shipped, with the operator's own file laid over it."""

import tomllib
from pathlib import Path

from bot.data.policy import BadPolicyError, load_policy
from bot.domain.policy import Policy


def policy_at(file: Path | None) -> Policy:
    """The policy with this file laid over it, None for the shipped one alone.

    Raises `BadPolicyError`, which names the file, for one that cannot be read as well.
    """
    if file is None:
        return load_policy()
    try:
        # Some editors put an invisible mark at the beginning.
        tables = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadPolicyError(str(file), "", "", why) from None
    except (ValueError, RecursionError) as error:  # the parser refuses not all it cannot read
        raise BadPolicyError(str(file), "", "", f"not TOML: {error}") from None
    return load_policy(tables, str(file))
