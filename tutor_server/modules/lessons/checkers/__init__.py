"""One file for each kind of answer: pure functions `check(item, text) -> Outcome` that never raise
and always say the same about the same answer."""
