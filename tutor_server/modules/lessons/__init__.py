"""The curriculum: lessons read and proved, answers checked by code, and each student's way."""
