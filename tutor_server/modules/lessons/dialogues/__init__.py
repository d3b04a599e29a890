"""Training conversations for a nano model that answers from the passage it is given."""
