"""Clients of language models: one for every OpenAI-compatible server, and its wrappers.

Imports no torch, so that the web process can use it.
"""
