"""Languages: a table of them, and which one a text is in. Knows text; knows no models.

Values and pure functions only, so that sessions and the server may use it as they use contracts.
"""
