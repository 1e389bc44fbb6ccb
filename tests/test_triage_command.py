"""`rongthuk triage`: records in, levels out, and bad input refused by its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from bot.cli.triage import triage
from bot.data.screening import load_screening
from click.testing import CliRunner, Result

EXAMPLES_FILE = Path(__file__).parent / "data" / "triage_examples.json"
EXAMPLES: list[dict[str, Any]] = json.loads(EXAMPLES_FILE.read_text("utf-8"))


def run(given_text: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(triage, ["-", *options], input=given_text)


def test_the_command_judges_the_file_of_examples() -> None:
    result = CliRunner().invoke(triage, [str(EXAMPLES_FILE), "--json"])
    assert result.exit_code == 0
    outcomes = json.loads(result.output)
    assert set(outcomes[0]) == {"level", "urgent", "positive", "reasons", "asked"}
    for outcome, example in zip(outcomes, EXAMPLES, strict=True):
        assert {key: outcome[key] for key in ("level", "urgent", "positive", "asked")} == {
            key: example[key] for key in ("level", "urgent", "positive", "asked")
        }


def test_one_record_gives_one_outcome_with_plain_reasons() -> None:
    record = {
        "categories": ["violence"],
        "answers": {"hit_or_hurt": "yes", "recent_violence": "yes"},
    }
    outcome = json.loads(run(json.dumps(record), "--json").output)
    assert (outcome["level"], outcome["urgent"]) == ("B", True)
    assert outcome["reasons"][0] == {
        "rule": "adult_b_coercion_strong",
        "dimension": "D5",
        "indicator": "viol",
        "weight": "strong",
        "category": None,
        "answers": {"hit_or_hurt": "yes"},
    }
    assert outcome["reasons"][-1]["rule"] == "urgent"


def test_without_json_the_command_prints_lines_to_read() -> None:
    result = CliRunner().invoke(triage, [str(EXAMPLES_FILE)])
    assert "[4] B, urgent; 22 questions asked\n" in result.output
    assert "    adult_b_coercion_strong D5 docs (strong): papers_refused=yes\n" in result.output
    assert "    category_floor locked_in\n" in result.output


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "stdin: not JSON: "),
        (b"\xff", "stdin: not JSON: "),
        ("[" * 100_000, "stdin: not JSON: "),
        ("3", 'stdin: must be an object with "categories" and "answers"'),
        ('[{"categories": [], "answers": {}}, 3]', "stdin: [1]: must be an object"),
        ('{"answers": {}}', "stdin: categories: must be a list"),
        ('{"categories": "pay", "answers": {}}', "stdin: categories: must be a list"),
        ('{"categories": []}', "stdin: answers: must be an object"),
        ('[{"categories": [3], "answers": {}}]', "stdin: [0].categories[0]: 3 is not a word"),
        ('{"categories": [[]], "answers": {}}', "stdin: categories[0]: "),
        ('{"categories": [], "answers": {"papers_kept": ["yes"]}}', "stdin: answers.papers_kept: "),
        (
            '[{"categories": [], "answers": {"papers_kept": "maybe"}}]',
            'stdin: [0].answers.papers_kept: "maybe" is not one of yes, no, not_sure, skip',
        ),
        (
            r'{"categories": ["\ud800\n"], "answers": {}}',
            r'stdin: categories[0]: "\ud800\n" is not a category',
        ),
        (
            '{"categories": [], "answers": {"passport": "yes"}}',
            "stdin: answers.passport: is not a question",
        ),
    ],
)
def test_bad_input_is_refused_with_one_line_that_names_the_place(
    text: str | bytes, line: str
) -> None:
    result = run(text, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1


def test_a_category_there_is_not_is_answered_with_those_there_are() -> None:
    result = run('{"categories": ["wages"], "answers": {}}')
    known = ", ".join(each.id for each in load_screening().categories)
    assert result.stderr == f'stdin: categories[0]: "wages" is not a category: there is: {known}\n'


def test_a_missing_file_is_refused_by_name() -> None:
    result = CliRunner().invoke(triage, ["nowhere.json"])
    assert (result.exit_code, result.stderr) == (2, "nowhere.json: No such file or directory\n")
