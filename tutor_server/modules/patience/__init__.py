"""How long a tutor waits in a student's pauses, as sessions have learned it."""
