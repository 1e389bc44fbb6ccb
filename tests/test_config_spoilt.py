"""A configuration spoilt at any place: used as written, or refused by file, section and key."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from bot.config import Config, ConfigError, load_config
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing.held import held
from tests.made_toml import NAMES, ODD, paths, put, toml

SECRET = "QX71secret"
WHOLE: Mapping[str, Mapping[str, object]] = {
    "service": {
        "listen": "127.0.0.1:8080",
        "public_url": "https://intake.example.org",
        "timezone": "Asia/Bangkok",
        "data_dir": "/srv/var",
        "undertaking": "letter 5",
        "officers_language": "en",
    },
    "keys": {"file": "/srv/master.key", "key": SECRET, "command": "ask"},
    "storage": {"url": f"postgresql://u:{SECRET}@db/rongthuk"},
    "telegram": {
        "enabled": True,
        "token": f"1:{SECRET}{'a' * 30}",
        "mode": "webhook",
        "webhook_secret": SECRET,
        "api_base_url": "https://api.example.org",
        "poll_timeout": 30,
    },
    "line": {
        "enabled": True,
        "channel_secret": SECRET,
        "channel_access_token": SECRET,
        "api_base_url": "https://api.example.org",
        "data_api_base_url": "https://data.example.org",
        "reserve": 7,
    },
    "policy": {"file": "/srv/policy.toml"},
    "links": {"minutes": 12},
    "demo": {"port": 8081},
}
HIDDEN = st.sampled_from((SECRET, [SECRET], {"a": SECRET}))
PROBLEM = re.compile(r"config\.toml: \[([^\]]*)\](?: (\S+))? \S.*", re.DOTALL)
KEYS = [path for path in paths(WHOLE, 2) if len(path) == 2]


def _loaded(raw: bytes, **environ: str) -> tuple[Config | None, tuple[str, ...]]:
    try:
        return load_config(held("config.toml", raw), environ), ()
    except ConfigError as error:
        problems = error.problems
    assert problems
    assert SECRET not in "".join(problems), "what is wrong is told without what is secret"
    return None, problems


def _read(config: Config, section: str, key: str) -> object:
    value: object = getattr(getattr(config, section), key)
    return str(value) if isinstance(value, Path) else value


@given(st.sets(st.sampled_from(KEYS)), st.integers(1, 60), st.integers(0, 65535))
def test_what_is_written_is_what_counts(
    left_out: set[tuple[str, ...]], minutes: int, port: int
) -> None:
    tables: Mapping[str, object] = put(
        put(WHOLE, ("links", "minutes"), minutes), ("service", "listen"), f"[::1]:{port}"
    )
    needed = {"token", "webhook_secret", "public_url", "channel_secret", "channel_access_token"}
    left = {path for path in left_out if path[1] not in needed}
    for path in left:
        tables = put(tables, path, None)
    config, problems = _loaded(toml(tables).encode())
    assert config is not None, problems
    for section, key in KEYS:
        there = tables[section]
        assert isinstance(there, Mapping)
        if key in there:
            assert _read(config, section, key) == there[key]


@given(st.sampled_from(paths(WHOLE, 2)), st.one_of(ODD, st.none(), HIDDEN), st.booleans())
def test_one_thing_wrong_is_used_or_refused_by_its_section_and_key(
    path: tuple[str, ...],
    value: object,
    by_variable: bool,  # noqa: FBT001  Hypothesis gives it
) -> None:
    by_variable = by_variable and len(path) == 2 and isinstance(value, str)
    name = "__".join(("RONGTHUK", *path)).upper()
    environ = {name: str(value)} if by_variable else {}
    tables = WHOLE if by_variable else put(WHOLE, path, value)
    config, problems = _loaded(toml(tables).encode(), **environ)
    assert (config is None) == bool(problems)
    for problem in problems:
        if by_variable:
            assert problem.startswith(f"{name} "), problem
            continue
        found = PROBLEM.fullmatch(problem)
        assert found is not None, problem
        assert found[1] == path[0], problem
        assert len(path) == 1 or found[2] == path[1], problem


@given(st.sampled_from([*paths(WHOLE, 2), ()]), NAMES, ODD)
def test_what_nobody_knows_is_refused_by_its_name(
    path: tuple[str, ...], name: str, value: object
) -> None:
    path = path[:1]
    if name in (WHOLE[path[0]] if path else WHOLE):
        return
    _, problems = _loaded(toml(put(WHOLE, (*path, name), value)).encode())
    told = f"[{path[0]}] {name} is not known." if path else f"[{name}] is not known."
    assert any(problem.startswith(f"config.toml: {told}") for problem in problems), problems


@given(st.data())
def test_a_file_that_is_no_toml_is_refused_by_its_name(data: st.DataObject) -> None:
    raw = bytearray(
        toml(WHOLE).encode(data.draw(st.sampled_from(("utf-8", "utf-16", "utf-8-sig"))))
    )
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 9))] = data.draw(
            st.one_of(st.binary(max_size=4), st.sampled_from((b"[" * 2000, b"9" * 5000, b'"""')))
        )
    config, problems = _loaded(bytes(raw))
    assert config is not None or all(each.startswith("config.toml: ") for each in problems)


@pytest.mark.parametrize("encoding", ["utf-16", "cp874", "utf-32"])
def test_a_file_in_another_encoding_is_told_so(encoding: str) -> None:
    raw = toml(put(WHOLE, ("service", "undertaking"), "หนังสือ")).encode(encoding)
    _, problems = _loaded(raw)
    assert problems == ("config.toml: is not TOML: it is not UTF-8 text.",) or (
        len(problems) == 1 and problems[0].startswith("config.toml: is not TOML: see ")
    )
