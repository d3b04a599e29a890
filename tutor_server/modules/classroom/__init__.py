"""The teacher's side: where each student is, what was said with consent, pausing, assessing."""
