"""What each student knows, skill by skill, and what should come next.

Bayesian knowledge tracing says whether a skill is known, a logistic tracer how the next answer
will turn out, `fsrs` when a known skill is due again, and the prerequisite graph which lesson
may follow. Only answers without help count.
"""
