"""Joins transports to live sessions: rooms, resume, pacing, ownership. Speaks no HTTP."""
