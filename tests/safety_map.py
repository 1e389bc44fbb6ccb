"""Which test shows that each safety rule holds: writes docs/safety.md from the tests' marks."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "safety.md"
RULES = {
    1: "The language is asked first, and every later message is in it.",
    2: "The first message: free, the Ministry of Labour, not the police, no papers, stop or skip.",
    3: "No screening before a yes, which is kept with its time, words and version.",
    4: "Keeping, passing on, counting and each later referral are agreed to one by one.",
    5: "Stop works in every state; withdrawing a grave case is confirmed by an officer.",
    6: "A skip is accepted and not asked again.",
    7: "“Can you talk safely?” comes first, and again after half an hour of silence.",
    8: "Nothing with content is pushed to who is not safe or has not allowed it.",
    9: "Where there is a code-word, nothing is shown before it.",
    10: "The first 40 characters of what is pushed tell nothing.",
    11: "The chat can be cleared; names and menus are neutral.",
    12: "Employer, agent and embassy are never contacted.",
    13: "No blame, no verdict, no hard words; short sentences.",
    14: "After a painful yes one sentence of thanks, then the next question.",
    15: "Details of an assault are left to a trained officer.",
    16: "No result, money, rescue or visa is promised.",
    17: "Questions on sexual violence can be skipped and offer a female officer.",
    18: "A child is asked no detail of violence, and no parent's consent.",
    19: "Danger and the word for help interrupt everything; ending one's life has its own script.",
    20: "An urgent alert leaves at the tap and is tried over every way there is.",
    21: "A place in words is enough.",
    22: "A group's card holds what is needed to go, and nothing of the person.",
    23: "Only named officers open a case, and every look is written down.",
    24: "A group that is gone receives nothing more, and the operator is told.",
    25: "Photos and voices are sealed, stripped, never in a group, and open by a one-time link.",
    26: "Sexual violence, health and papers stand behind one more tap.",
    27: "What is over its time is erased.",
    28: "Statistics hide small numbers.",
    29: "No field for passport number, status or birth date; a draft goes on refusal.",
    30: "Logs hold ids, never text.",
    31: "A message to a worker needs a second tap; a note never becomes one.",
    32: "A case one does not hold gives always the same answer, in the same time.",
    33: "Nothing is asked for immigration or goes there; the Department's word on it is asked for.",
    34: "Every nationality has the same questions; every text is in every language.",
    35: "“Not sure” is never a no.",
    36: "The bot never closes a case and no word stops its clock.",
    37: "Where nobody answered, the worker is told so in time.",
    38: "Facts of law carry date and source, and are not shown once expired.",
    39: "“This did not help” becomes an officer's task.",
    40: "What is taken back is erased from the case too.",
    41: "Who may be a child is asked nothing sensitive, but who is near and where they sleep.",
    42: "An interpreter declares first, and sees one item.",
    43: "What protects confirmed victims only is shown with that condition.",
    44: "Repeated urgents are one case; no officer alone can block a worker.",
}
OPEN: dict[int, str] = {}
"""What is not built or not tested yet, by rule; the page names it."""


@cache
def marked() -> tuple[tuple[int, str, str], ...]:
    """Each mark of a test: the rule, the file and the name."""
    texts = ((path.name, path.read_text("utf-8")) for path in sorted(TESTS.glob("test_*.py")))
    return tuple(
        (rule, name, node.name)
        for name, text in texts
        if "mark.safety(" in text
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for rule in _rules(node)
    )


def _rules(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[int]:
    for each in node.decorator_list:
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "pytest.mark.safety":
            yield from (ast.literal_eval(value) for value in each.args)


def by_rule() -> dict[int, list[str]]:
    """The tests of each rule, and of numbers that are none."""
    found: dict[int, list[str]] = {rule: [] for rule in RULES}
    for rule, file, name in marked():
        found.setdefault(rule, []).append(f"{file}::{name}")
    return found


def page() -> str:
    """The page as it should stand in docs."""
    rows = []
    for rule, tests in by_rule().items():
        names = "<br>".join(f"`{each}`" for each in tests) or "none"
        result = f"open: {OPEN[rule]}" if rule in OPEN else "passes"
        rows.append(f"| {rule} | {RULES.get(rule, '?')} | {names} | {result} |")
    return HEAD.format(rules=len(RULES), tests=len(set(marked())), open=len(OPEN)) + "\n".join(
        (*rows, "")
    )


HEAD = """# The safety rules, and the tests that hold them

Written by `python -m tests.safety_map` from the marks of the tests (`@pytest.mark.safety(rule)`).
`./run check` runs every test named here and fails where one fails, where a rule has none, and where
this page is not what the tests say. “Passes” therefore means: passed in the last `./run check`.

{rules} rules, {tests} marks, {open} rules with something still open.

| rule | in short | tests | result |
|---|---|---|---|
"""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
