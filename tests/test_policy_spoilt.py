"""A policy spoilt at any place: it holds and can be frozen, or is refused by file and table."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from bot.app.policy import policy_at
from bot.data.policy import BadPolicyError, as_json, from_json, load_policy
from bot.domain.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing.held import held
from tests.fuzzing.target import ROOT
from tests.made_toml import NAMES, ODD, paths, put, toml

SHIPPED = tomllib.loads((ROOT / "bot/data/policy.toml").read_text("utf-8"))
UNITS = {"tak": {"mon": ["08:30-12:00", "13:00-16:30"], "sat": [], "days_off": ["2026-12-31"]}}
WHOLE: Mapping[str, object] = {**SHIPPED, "units": UNITS}
PLACES = paths(WHOLE, 4)
WORDS = st.one_of(
    st.from_regex(
        r"[0-9]{1,5} (s|min|h|working_days)", fullmatch=True, alphabet=st.characters(codec="ascii")
    ),
    st.from_regex(r"[0-2][0-9]:[0-5][0-9](-[0-2][0-9]:[0-5][0-9])?", fullmatch=True),
    st.sampled_from(("never", "day_and_night", "unit_hours", "office_hours", "UTC", "Asia", "")),
    st.lists(
        st.sampled_from(("15 min", "1 h", "4 h", "08:30-16:30", "22:00-24:00", "mon")), max_size=3
    ),
)
"""What may stand somewhere in it, perhaps not there."""


def _read(raw: bytes) -> tuple[Policy | None, str]:
    try:
        return policy_at(held("policy.toml", raw)), ""
    except BadPolicyError as error:
        return None, str(error)


def _holds(policy: Policy) -> None:
    """It goes into a database and comes out the same."""
    assert from_json(json.loads(json.dumps(as_json(policy)))) == policy


def _names(said: str, path: tuple[str, ...]) -> None:
    """The table is named where there is one, else the key; what is wrong with a row is its own."""
    deep = path[:2] if path[0] in {"levels", "taken", "agency", "units"} else path[:1]
    table = ".".join(deep)
    assert said.startswith("policy.toml: "), said
    assert (
        f"[{table}]" in said or f"[{deep[0]}]" in said or said.startswith(f"policy.toml: {path[0]}")
    ), said


@given(st.sampled_from(PLACES), st.one_of(WORDS, WORDS, ODD))
def test_one_thing_otherwise_holds_or_is_refused_by_its_table(
    path: tuple[str, ...], value: object
) -> None:
    for tables in (put({}, path, value), put(WHOLE, path, value)):
        policy, said = _read(toml(tables).encode())
        if policy is None:
            _names(said, path)
        else:
            _holds(policy)


@given(st.sampled_from(PLACES), NAMES, ODD)
def test_a_name_that_nobody_knows_is_refused_by_its_table(
    path: tuple[str, ...], name: str, value: object
) -> None:
    *above, _ = path
    if any(other[:-1] == tuple(above) and other[-1] == name for other in PLACES):
        return
    policy, said = _read(toml(put(WHOLE, (*above, name), value)).encode())
    assert policy is None or above == ["units"], name
    if policy is None:
        _names(said, (*above, name))
        assert name in said


@given(st.data())
def test_a_file_that_is_no_toml_is_refused_by_its_name(data: st.DataObject) -> None:
    raw = bytearray(toml(UNITS["tak"]).encode(data.draw(st.sampled_from(("utf-8", "utf-16")))))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 9))] = data.draw(
            st.one_of(st.binary(max_size=4), st.sampled_from((b"[" * 2000, b"9" * 5000, b'"""')))
        )
    policy, said = _read(bytes(raw))
    assert policy == load_policy() or said.startswith("policy.toml: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('timezone = "Asia"', "policy.toml: timezone: 'Asia' is no time zone"),
        (f'timezone = "{"x" * 300}"', "is no time zone"),
        ("[hours]\ndays_off = [2026-04-16T08:00:00]", "policy.toml: [hours] days_off.0: "),
    ],
)
def test_a_part_of_the_world_is_no_time_zone_and_a_moment_is_no_day(
    tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(text)
    with pytest.raises(BadPolicyError) as refused:
        policy_at(file)
    assert said in str(refused.value)
