"""What is taught and how: lessons as values, and the pure policy that decides each move."""
