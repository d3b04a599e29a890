"""Votes between two explanations: a ranking of their sources, and examples to learn from."""
