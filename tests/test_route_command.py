"""`rongthuk route`: a place in, a centre out, and bad input refused by its place."""

import json
from pathlib import Path

import pytest
from bot.cli.route import route
from click.testing import CliRunner, Result


def run(*arguments: str) -> Result:
    return CliRunner().invoke(route, arguments)


def from_file(folder: Path, text: str | bytes, *options: str) -> Result:
    points = folder / "points.csv"
    points.write_bytes(text.encode() if isinstance(text, str) else text)
    return run("--file", str(points), *options)


def test_one_place_prints_one_object() -> None:
    result = run("--province", "TH-71", "--district", "7108", "--json")
    assert result.exit_code == 0
    assert json.loads(result.output) == {
        "centre": "samut-sakhon",
        "second": "tak",
        "distance_km": 264.9,
        "second_km": 173.2,
        "province": "TH-71",
        "reason": "district_override",
    }


def test_without_json_it_reads_as_lines() -> None:
    result = run("--lat", "13.81", "--lon", "102.07")
    assert result.exit_code == 0
    assert "straight line, about 128 km" in result.output
    assert "show both" in result.output
    assert run().output.startswith("centre: national (the national duty group)\n")


def test_an_unwanted_centre_is_left_out() -> None:
    result = run("--province", "TH-63", "--unwanted", "tak", "--unwanted", "chiang-mai", "--json")
    told = json.loads(result.output)
    assert not {"tak", "chiang-mai"} & {told["centre"], told["second"]}


def test_a_file_gives_a_list_in_the_order_of_its_rows(tmp_path: Path) -> None:
    text = "\ufeffname, lat ,LON\na,13.5,100.2\nb,18.8,98.9\n"
    result = from_file(tmp_path, text)
    assert [each["centre"] for each in json.loads(result.output)] == ["samut-sakhon", "chiang-mai"]
    assert json.loads(from_file(tmp_path, "lat,lon\n").output) == []
    away = json.loads(from_file(tmp_path, text, "--unwanted", "chiang-mai").output)
    assert [each["centre"] for each in away] == ["samut-sakhon", "tak"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--lat", "91", "--lon", "100"), "--lat"),
        (("--lat", "nan", "--lon", "100"), "--lat"),
        (("--lat", "13", "--lon", "181"), "--lon"),
        (("--lat", "north", "--lon", "100"), "--lat"),
        (("--lat", "13"), "--lon"),
        (("--province", "TH-99"), "TH-99"),
        (("--province", ""), "--province"),
        (("--province", "TH-10", "--district", "7108"), "7108 is in TH-71"),
        (("--district", "9999"), "--district"),
        (("--unwanted", "moon"), "'moon' is none of"),
        (("--lat", "13", "--lon", "100", "--province", "TH-10"), "only one"),
        (("--file", "no-such.csv"), "no-such.csv"),
    ],
)
def test_bad_options_are_refused_by_name(arguments: tuple[str, ...], named: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert named in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "column lat"),
        ("lat,lng\n13,100\n", "column lon"),
        ("lat,lon\n13,100\n13,east\n", "row 3, column lon: 'east'"),
        ("lat,lon\n13\n", "row 2, column lon: ''"),
        ("lat,lon\n95,100\n", "row 2, column lat: '95'"),
        ("lat,lon\nnan,100\n", "row 2, column lat: 'nan'"),
        (b"lat,lon\n\xff\xfe,100\n", "UTF-8"),
    ],
)
def test_bad_rows_are_refused_by_file_row_and_column(
    tmp_path: Path, text: str | bytes, named: str
) -> None:
    result = from_file(tmp_path, text)
    assert result.exit_code == 2
    assert "points.csv" in result.output
    assert named in result.output
    assert "[" not in result.stdout
