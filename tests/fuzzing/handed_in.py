"""What an operator hands in: configuration, policy, rosters, agencies."""

import json
from contextlib import suppress
from random import Random
from typing import Final

from bot.app.policy import policy_at
from bot.cli.agencies import rows_of
from bot.cli.errand import Refusal
from bot.config import ConfigError, load_config
from bot.data.agencies import BadAgencyError, agency_of
from bot.data.policy import BadPolicyError
from bot.ports import WrongArgument
from bot.usecases.set_duty import read_roster, weekly_hours

from tests.fuzzing.held import held
from tests.fuzzing.target import ROOT, Spoil, Target
from tests.fuzzing.text_pieces import TextSpoiler

_TOML: Final = r"\n| = |[\[\]{}\",.#:-]| "
_TOML_ODD: Final = (
    *("", '"', "'''", '"""', "[", "]", "[[", "{", "}", "=", "\0", "\\u0000", "\\ud800", "-", "_"),
    *("true", "nan", "-inf", "1e400", "0x_", "9" * 4400, "2026-02-30", "24:61", "1979-05-27T07:32"),
    *(
        "file:",
        "file:\\u0000",
        "file:/",
        "file:\\uFFFF",
        "http://[",
        "https://a\\u0000b",
        "::",
        "🦀",
    ),
    *("[" * 1500, "{a=" * 400, "a." * 1200, "never", "1 working_day", "99999 h", "0 s", "-1 min"),
    *(
        "127.0.0.1:" + "9" * 20,
        "[::1]:80",
        "http://x:99999999",
        "../../etc/localtime",
        "UTC\\u0000",
    ),
)
_CELLS: Final = (
    *(
        "",
        '"',
        '""',
        "\0",
        "\r",
        "x" * 140_000,
        "=1+1",
        "@",
        "ก" * 60,
        "-",
        "TH-74",
        "TH-99",
        "nan",
    ),
    *("mon-fri", "sun-", "daily", "25:99-00:00", "0001-01-01T00:00", "9999-12-31T23:59:59-14:00"),
    *("unit", "officer", "key", "translation", "id", "kind", "embassy", "2026-11-23T16:30+99:99"),
    *("{time}", "{other}", "{", "\u00ad", "\u202e", "choice.yes", "urgent.told", "numbers", "▪ "),
)
_ROSTER: Final = b"""unit,officer,days,hours,from,until
samut-sakhon,77,mon-fri,08:30-16:30,,
tak,Khun Dao,,,2026-11-23T16:30,2026-11-24T08:30
"""
_AGENCIES: Final = b"""id,kind,name_th,name_en,provinces,categories,reach,phone,address
ssk-police,police,\xe0\xb8\x95\xe0\xb8\xb3\xe0\xb8\xa3\xe0\xb8\xa7\xe0\xb8\x88,Police,TH-74,pay,phone,,
"""
_AGENCIES_TOML: Final = (
    b'[[agency]]\nid = "ssk"\nkind = "police"\nname_th = "x"\nprovinces = ["TH-74"]\n'
)
_POLICY: Final = b"""timezone = "Asia/Bangkok"
[hours]
mon = ["08:30-12:00", "13:00-16:30"]
days_off = [2026-04-16]
[levels.A]
answer_by = "4 h"
remind = ["15 min", "1 h"]
afterwards = { every = "1 h" }
[taken.B]
counts = "unit_hours"
[digest]
at = "08:30"
[retention]
A = 10
wish_waits = "48 h"
[units.tak]
sat = ["08:30-12:00"]
days_off = ["2026-12-31"]
"""


def configuration(raw: bytes) -> None:
    """The operator's file."""
    with suppress(ConfigError):
        load_config(held("config.toml", raw), {})


def policy(raw: bytes) -> None:
    """The operator's own times, laid over ours."""
    with suppress(BadPolicyError):
        policy_at(held("policy.toml", raw))


def tables(raw: bytes) -> None:
    """Rosters and agencies; the first byte says which, and in which form."""
    kind, rest = raw[:1], raw[1:]
    if kind <= b"0":
        with suppress(WrongArgument, UnicodeDecodeError):
            for row in read_roster(rest.decode("utf-8-sig")):
                with suppress(ValueError, KeyError):
                    weekly_hours(row["days"], row["hours"])
        return
    with suppress(Refusal):
        for each in rows_of(held("table.toml" if kind == b"2" else "table.csv", rest)):
            json.dumps(each)  # it goes through the control socket
            with suppress(BadAgencyError):
                agency_of(each)


def of_cells(begin: list[bytes], dice: Random) -> Spoil:
    """Spoils a table by its cells."""
    return TextSpoiler(begin, r'[,"\n]|\t', _CELLS, dice).spoilt


def _of_toml(begin: list[bytes], dice: Random) -> Spoil:
    return TextSpoiler(begin, _TOML, _TOML_ODD, dice).spoilt


def _configured() -> list[bytes]:
    """As shipped, and with everything switched on."""
    whole = (ROOT / "config.example.toml").read_bytes()
    token = b'"1:' + b"a" * 35 + b'"'
    on = whole.replace(b"enabled = false", b"enabled = true").replace(
        b'token = ""', b"token = " + token
    )
    bare = b"\n".join(line for line in on.splitlines() if not line.startswith(b"#"))
    return [bare, bare.replace(b'secret = ""', b'secret = "s"'), b"[service]\nlisten = 5\n"]


TARGETS: Final = {
    "configuration": Target(configuration, _configured, _of_toml),
    "policy": Target(
        policy, lambda: [_POLICY, (ROOT / "bot/data/policy.toml").read_bytes()], _of_toml
    ),
    "tables": Target(
        tables, lambda: [b"0" + _ROSTER, b"1" + _AGENCIES, b"2" + _AGENCIES_TOML], of_cells
    ),
}
