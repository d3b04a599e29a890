"""Hearing: voice activity, segments, end of turn, speech to text. Knows no sockets."""
