"""The service is locked in where it is installed, and what it is made of can be listed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UNIT = ROOT / "deploy" / "rongthuk.service"
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text("utf-8")


def ran(*words: str) -> str:
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_systemd_finds_the_unit_hardly_exposed() -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze here")
    ran(analyze, "security", "--offline=true", "--threshold=20", str(UNIT))


@pytest.mark.parametrize(
    "line",
    [
        *("User=rongthuk", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "AmbientCapabilities="),
        *("ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes"),
        *("UMask=0077", "StateDirectoryMode=0700", "LimitCORE=0", "MemoryDenyWriteExecute=yes"),
        *("RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "SystemCallFilter=@system-service"),
        "SystemCallFilter=~@privileged @resources",
    ],
)
def test_the_unit_gives_no_more_than_it_needs(line: str) -> None:
    assert line in UNIT.read_text("utf-8").splitlines()


def test_the_container_is_not_root_and_installs_only_what_is_pinned() -> None:
    lines = CONTAINER.splitlines()
    assert lines.index("USER rongthuk") < next(
        number for number, line in enumerate(lines) if line.startswith("ENTRYPOINT")
    )
    assert "--require-hashes" in CONTAINER
    assert "--only-binary :all:" in CONTAINER
    assert "install -d -m 0700 -o rongthuk" in CONTAINER


def test_the_bill_of_materials_names_every_pinned_package() -> None:
    asked = ("requirements", "--no-validate", "requirements.lock")  # ./run sbom validates it
    made = ran(sys.executable, "-m", "cyclonedx_py", *asked)
    named = {(part["name"], part["version"]) for part in json.loads(made)["components"]}
    lock = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pinned = {
        tuple(line.split(" ")[0].split("=="))
        for line in lock
        if line[:1].isalnum() and "==" in line
    }
    assert named == pinned
    assert len(named) > 30
