"""How much a student did on each day: turns, replies, seconds of voice heard."""
