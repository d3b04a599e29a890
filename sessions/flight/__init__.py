"""The flight record: what a session's reducer was given, so that it can decide again."""
