"""Which lesson format, and which help after a failed task, works for which student.

A table of Q-values and a Bayesian bandit learn from every decision whose outcome is known, by
what the student could do alone afterwards. Every choice is drawn by known probabilities, and
logged with them.
"""
