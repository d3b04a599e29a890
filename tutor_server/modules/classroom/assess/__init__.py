"""Grading free work against a rubric: by code first, by the language model only where no code
can tell, and never against the code."""
