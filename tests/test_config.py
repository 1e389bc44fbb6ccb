"""The configuration: what is read, from where, and how it says what is wrong."""

import tomllib
from pathlib import Path

import pytest
from bot.config import Config, ConfigError, load_config, written
from pydantic import ValidationError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def file_with(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def problems(folder: Path, text: str, **environ: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as raised:
        load_config(file_with(folder, text), environ)
    return raised.value.problems


def test_the_example_carries_every_key() -> None:
    example = tomllib.loads(EXAMPLE.read_text("utf-8"))
    config = load_config(EXAMPLE, {})
    known = {name: set(type(getattr(config, name)).model_fields) for name in Config.model_fields}
    assert {section: set(values) for section, values in example.items()} == known


def test_every_section_of_the_example_says_the_default_or_nothing(tmp_path: Path) -> None:
    path = file_with(tmp_path, EXAMPLE.read_text("utf-8"))
    example, default = load_config(path, {}), load_config(file_with(tmp_path, ""), {})
    public = {"public_url": example.service.public_url}
    assert example.service == default.service.model_copy(update=public)
    assert example.model_copy(update={"service": default.service}) == default


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    path = file_with(tmp_path, '[telegram]\nenabled = true\ntoken = "1:file"\n')
    environ = {"RONGTHUK_TELEGRAM__TOKEN": "2:environment", "RONGTHUK_LINE__RESERVE": "7"}
    config = load_config(path, environ)
    assert (config.telegram.token, config.line.reserve) == ("2:environment", 7)


def test_the_environment_alone_is_enough() -> None:
    environ = {"RONGTHUK_TELEGRAM__ENABLED": "true", "RONGTHUK_TELEGRAM__TOKEN": "1:x"}
    assert load_config(None, environ).telegram.enabled


def test_variables_of_others_are_left_alone() -> None:
    others = {"RONGTHUK_CONFIG": "x.toml", "PATH": "/bin", "A__B": "c"}
    assert load_config(None, others) == load_config(None, {})


def test_a_value_may_lie_in_a_file_and_is_stripped(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123:abc\n")
    path = file_with(tmp_path, '[telegram]\nenabled = true\ntoken = "file:token"\n')
    assert load_config(path, {}).telegram.token == "123:abc"
    elsewhere = {"RONGTHUK_TELEGRAM__TOKEN": f"file:{tmp_path / 'token'}"}
    assert load_config(None, elsewhere).telegram.token == "123:abc"


def test_a_file_that_cannot_be_read_is_named_and_nothing_else_is_complained_of(
    tmp_path: Path,
) -> None:
    assert problems(tmp_path, '[telegram]\nenabled = true\ntoken = "file:nowhere"\n') == (
        (
            f"config.toml: [telegram] token names the file {tmp_path / 'nowhere'},"
            " which cannot be read: No such file or directory."
        ),
    )


def test_relative_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    path = file_with(tmp_path, '[policy]\nfile = "own.toml"\n')
    config = load_config(path, {})
    assert config.service.data_dir == tmp_path / "var"
    assert config.keys.file == tmp_path / "keys" / "master.key"
    assert config.policy.file == tmp_path / "own.toml"
    assert config.storage.url == f"sqlite:///{tmp_path}/var/rongthuk.db"
    assert config.control_socket == tmp_path / "var" / "control.sock"


@pytest.mark.parametrize(
    "url", ["sqlite:////srv/rongthuk.db", "postgresql://rongthuk@localhost/rongthuk"]
)
def test_an_absolute_database_stays_where_it_is(tmp_path: Path, url: str) -> None:
    config = load_config(file_with(tmp_path, f'[storage]\nurl = "{url}"\n'), {})
    assert config.storage.url == url


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[line]\nenabled = true\nchannel_access_token = 'x'\n",
            (
                'config.toml: [line] channel_secret is missing. It is on the "Basic settings" tab'
                " of the LINE console."
            ),
        ),
        (
            "[line]\nenabled = true\nchannel_secret = 'x'\n",
            (
                'config.toml: [line] channel_access_token is missing. It is on the "Messaging API"'
                " tab of the LINE console."
            ),
        ),
        (
            "[telegram]\nenabled = true\n",
            "config.toml: [telegram] token is missing. @BotFather gives it: write /mybots to him.",
        ),
        (
            "[service]\nlissen = 'x'\n",
            (
                'config.toml: [service] lissen is not known. Is "listen" meant? There is: listen,'
                " public_url, timezone, data_dir, undertaking, officers_language."
            ),
        ),
        (
            "[tellegram]\ntoken = 'x'\n",
            (
                'config.toml: [tellegram] is not known. Is "telegram" meant? There is: service,'
                " keys, storage, telegram, line, policy, links, demo."
            ),
        ),
        ("[line]\nenabled = 'perhaps'\n", "config.toml: [line] enabled must be true or false."),
        ("[line]\nreserve = -1\n", "config.toml: [line] reserve must be at least 0."),
        ("[line]\nreserve = 'few'\n", "config.toml: [line] reserve must be a whole number."),
        ("[demo]\nport = 70000\n", "config.toml: [demo] port must be at most 65535."),
        ("[keys]\nfile = 3\n", "config.toml: [keys] file must be the name of a file or folder"),
        ("[telegram]\ntoken = 3\n", "config.toml: [telegram] token must be text in quotes."),
        ("telegram = 3\n", "config.toml: [telegram] must be a table"),
        (
            "[telegram]\nmode = 'pull'\n",
            "config.toml: [telegram] mode must be 'polling' or 'webhook'.",
        ),
        ("[service]\nlisten = '8080'\n", "config.toml: [service] listen must be a host and a port"),
        ("[service]\nlisten = 'x:99999'\n", "config.toml: [service] listen must be a host and a p"),
        ("[service]\ntimezone = 'Siam'\n", "config.toml: [service] timezone must be a time zone"),
        ("[service]\npublic_url = 'intake'\n", "config.toml: [service] public_url must be an addr"),
        (
            "[service]\npublic_url = 'http://intake.example.org'\n",
            'config.toml: [service] public_url must begin with "https://"',
        ),
        ("[storage]\nurl = 'mysql://x'\n", "config.toml: [storage] url must be like "),
        ("[storage]\nurl = 'sqlite:///:memory:'\n", "config.toml: [storage] url must be like "),
        ("[line]\nreserve =\n", "config.toml: is not TOML: see line 2, column 10."),
    ],
)
def test_what_is_wrong_is_named_with_file_key_and_cure(
    tmp_path: Path, text: str, problem: str
) -> None:
    (found,) = problems(tmp_path, text)
    assert found.removeprefix(f"{tmp_path}/").startswith(problem)


def test_a_wrong_variable_is_named_instead_of_the_file(tmp_path: Path) -> None:
    assert problems(tmp_path, "", RONGTHUK_LINE__RESERVE="few", RONGTHUK_TELEGRAMM__TOKEN="x") == (
        "RONGTHUK_LINE__RESERVE must be a whole number.",
        (
            'RONGTHUK_TELEGRAMM__TOKEN is not known. Is "telegram" meant? There is: service, keys,'
            " storage, telegram, line, policy, links, demo."
        ),
    )


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    text = "[line]\nenabled = true\n[telegram]\nenabled = true\nmode = 'webhook'\n"
    keys = [each.split()[2] for each in problems(tmp_path, text)]
    assert keys == [
        "token",
        "webhook_secret",
        "public_url",
        "channel_secret",
        "channel_access_token",
    ]


@pytest.mark.parametrize("secret", ["a b", "ä", "x" * 257, "a.b"])
def test_a_webhook_secret_that_telegram_would_refuse_is_refused(
    tmp_path: Path, secret: str
) -> None:
    text = f"[service]\npublic_url='https://a.b'\n[telegram]\nenabled=true\ntoken='1:a'\n\
mode='webhook'\nwebhook_secret='{secret}'\n"
    (found,) = problems(tmp_path, text)
    assert "[telegram] webhook_secret must be 1 to 256 letters" in found


def test_this_machine_may_be_reached_without_https(tmp_path: Path) -> None:
    path = file_with(tmp_path, "[service]\npublic_url = 'http://127.0.0.1:9000/'\n")
    assert load_config(path, {}).service.public_url == "http://127.0.0.1:9000"


def test_a_mark_that_editors_put_at_the_beginning_does_not_hurt(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[line]\nreserve = 7\n", "utf-8-sig")
    assert load_config(path, {}).line.reserve == 7


def test_where_a_key_was_read_is_a_variable_or_a_place_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert written("policy", "file", path, {}) == "config.toml: [policy] file"
    assert written("policy", "file", None, {}) == "RONGTHUK_POLICY__FILE"
    variable = {"RONGTHUK_POLICY__FILE": "x"}
    assert written("policy", "file", path, variable) == "RONGTHUK_POLICY__FILE"


def test_a_missing_file_says_where_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.example\.toml"):
        load_config(tmp_path / "nowhere.toml", {})


def test_a_short_token_is_a_warning_only() -> None:
    environ = {"RONGTHUK_TELEGRAM__ENABLED": "1", "RONGTHUK_TELEGRAM__TOKEN": "123:abc"}
    assert len(load_config(None, environ).warnings) == 1
    environ["RONGTHUK_TELEGRAM__TOKEN"] = "123456:" + "a" * 35
    assert load_config(None, environ).warnings == ()


def test_no_secret_stands_in_the_words_of_a_configuration_or_of_its_problems() -> None:
    secret = "s3cret-" + "x" * 20
    names = [
        "TELEGRAM__TOKEN",
        "TELEGRAM__WEBHOOK_SECRET",
        "LINE__CHANNEL_SECRET",
        "LINE__CHANNEL_ACCESS_TOKEN",
    ]
    environ = {f"RONGTHUK_{name}": secret for name in names}
    environ["RONGTHUK_STORAGE__URL"] = f"postgresql://a:{secret}@b/c"
    config = load_config(None, environ)
    assert config.storage.url == f"postgresql://a:{secret}@b/c"
    assert secret not in f"{config!r} {config}"
    for name in ("STORAGE__URL", "LINE__RESERVE", "TELEGRAM__MODE", "SERVICE__LISTEN", "X__Y"):
        with pytest.raises(ConfigError) as raised:
            load_config(None, {**environ, f"RONGTHUK_{name}": f"x{secret}"})
        assert secret not in str(raised.value)
    with pytest.raises(ConfigError) as raised:
        load_config(None, {f"RONGTHUK_{name}": "file:" + "y" for name in names[:1]})
    assert "RONGTHUK_TELEGRAM__TOKEN names the file" in str(raised.value)


def test_what_was_read_never_changes() -> None:
    config = load_config(None, {})
    with pytest.raises(ValidationError):
        config.service.listen = "0.0.0.0:1"
