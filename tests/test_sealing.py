"""Sealing: what is sealed opens in its own place only, with its own key, unchanged."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage.master_keys import KeyFileError, MasterKeys, create_key_file
from storage.sealing import Keyring, SealBrokenError, Sealer

SEALER = Sealer(b"k" * 32)
PLACE = ("conversations", "abc", "sealed")


@given(plain=st.binary(max_size=2000))
def test_a_sealed_value_opens_as_it_was(plain: bytes) -> None:
    assert SEALER.open(SEALER.seal(plain, *PLACE), *PLACE) == plain


def test_a_value_sealed_twice_looks_different_each_time() -> None:
    assert SEALER.seal(b"x", *PLACE) != SEALER.seal(b"x", *PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [("cases", "abc", "sealed"), ("conversations", "abd", "sealed"), ("conversations", "abc", "x")],
)
def test_a_sealed_value_does_not_open_in_another_place(elsewhere: tuple[str, str, str]) -> None:
    with pytest.raises(SealBrokenError):
        SEALER.open(SEALER.seal(b"secret", *PLACE), *elsewhere)


@given(plain=st.binary(min_size=1, max_size=50), at=st.integers(0, 10_000))
def test_a_changed_byte_anywhere_breaks_the_seal(plain: bytes, at: int) -> None:
    sealed = bytearray(SEALER.seal(plain, *PLACE))
    sealed[at % len(sealed)] ^= 1
    with pytest.raises(SealBrokenError):
        SEALER.open(bytes(sealed), *PLACE)


def test_a_shortened_value_breaks_the_seal() -> None:
    sealed = SEALER.seal(b"secret", *PLACE)
    for length in range(len(sealed)):
        with pytest.raises(SealBrokenError):
            SEALER.open(sealed[:length], *PLACE)


def test_another_key_opens_nothing_and_the_message_tells_nothing_of_the_value() -> None:
    with pytest.raises(SealBrokenError, match="another key") as raised:
        Sealer(b"j" * 32).open(SEALER.seal(b"secret", *PLACE), *PLACE)
    assert "secret" not in str(raised.value)


def test_a_wrapped_data_key_opens_for_its_own_conversation_only() -> None:
    keyring = Keyring(b"m" * 32)
    wrapped = keyring.new_key("one")
    sealed = keyring.sealer("one", wrapped).seal(b"x", *PLACE)
    assert keyring.sealer("one", wrapped).open(sealed, *PLACE) == b"x"
    with pytest.raises(SealBrokenError):
        keyring.sealer("two", wrapped)
    with pytest.raises(SealBrokenError):
        Keyring(b"n" * 32).sealer("one", wrapped)


def test_each_conversation_and_each_service_has_a_key_of_its_own() -> None:
    keyring = Keyring(b"m" * 32)
    sealers = [
        keyring.sealer("one", keyring.new_key("one")),
        keyring.sealer("one", keyring.new_key("one")),
        keyring.service("inbox"),
        keyring.service("outbox"),
    ]
    for sealer in sealers:
        for other in sealers:
            if other is not sealer:
                with pytest.raises(SealBrokenError):
                    other.open(sealer.seal(b"x", *PLACE), *PLACE)


def test_lookup_hashes_depend_on_the_key_the_purpose_and_every_part() -> None:
    one, two = Keyring(b"m" * 32), Keyring(b"n" * 32)
    digests = [
        one.digest("account", "line", "U1"),
        two.digest("account", "line", "U1"),
        one.digest("chat", "line", "U1"),
        one.digest("account", "lineU", "1"),
        one.digest("account", "line", "U2"),
    ]
    assert len(set(digests)) == len(digests)
    assert one.digest("account", "line", "U1") == digests[0]


def test_the_chain_of_the_log_hangs_on_the_key_and_on_everything_before() -> None:
    one, two = Keyring(b"m" * 32), Keyring(b"n" * 32)
    links = [
        one.chained("audit", b"before", b"entry"),
        two.chained("audit", b"before", b"entry"),
        one.chained("audit.head", b"before", b"entry"),
        one.chained("audit", b"other", b"entry"),
        one.chained("audit", b"before", b"other"),
    ]
    assert len(set(links)) == len(links)


def test_a_key_file_is_made_for_its_owner_only_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(MasterKeys(path).read()[0]) == 32


def test_a_key_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key_file(path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        create_key_file(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    create_key_file(path)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match=rf"{path} is open to others \(mode {mode:04o}\)"):
        MasterKeys(path).read()


@pytest.mark.parametrize("text", ["", "short", "*" * 44, "QUJD", "ä"])
def test_a_file_without_a_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key-file"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="key-file") as raised:
        MasterKeys(path).read()
    assert not text or text not in str(raised.value).replace(str(path), "").split()


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="nowhere") as raised:
        MasterKeys(tmp_path / "nowhere").read()
    assert str(raised.value).count("nowhere") == 1


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring(os.urandom(16))
