"""What each student knows, skill by skill, and what should come next.

Bayesian knowledge tracing says whether a skill is known: its number can be explained to a
teacher. The logistic tracer says how the next answer will turn out: of the two it foresees
better (`evaluate`). `fsrs` says when a known skill is due again, and the prerequisite graph which
lesson may follow. Only answers without help count.
"""
