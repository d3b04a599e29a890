"""What is worth remembering of a talk, and how it fits into a prompt. Pure but for one wrapper."""
