"""Every safety rule has a test that holds it, and the page that says so is true."""

from tests.safety_map import OPEN, PAGE, RULES, by_rule, page


def test_every_safety_rule_has_a_test_and_every_mark_is_a_rule() -> None:
    assert list(RULES) == list(range(1, 45))
    assert set(by_rule()) == set(RULES)
    assert [rule for rule, tests in by_rule().items() if not tests and rule not in OPEN] == []


def test_the_page_of_the_safety_rules_is_what_the_tests_say() -> None:
    assert PAGE.read_text("utf-8") == page()


def test_what_is_not_there_yet_is_named_on_the_page() -> None:
    told = PAGE.read_text("utf-8")
    assert OPEN.keys() <= RULES.keys()
    assert [rule for rule, missing in OPEN.items() if missing not in told] == []
