"""The engine process: one local language model behind an OpenAI-compatible HTTP API.

The only package (with training) that imports torch; web never imports anything from here.
"""
