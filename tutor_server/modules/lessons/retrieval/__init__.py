"""What our lessons say about a question: passages, found by meaning and by words."""
