from inference.safety.rules import first_broken, rule

RULES = (rule("a", r"\bbomb\b", r"\bhistory\b"), rule("b", r"bomb\sshell", alert=True))


def test_the_first_broken_rule_counts_in_any_reading():
    assert first_broken(RULES, ["nothing", "a bomb"]) is RULES[0]
    assert first_broken(RULES, ["history of the bomb shell"]) is RULES[1]
    assert first_broken(RULES, ["peace"]) is None
