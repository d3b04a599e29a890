"""XP, levels, streaks and achievements, from what a student did; every award exactly once."""
