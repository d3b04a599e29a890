"""Side modules: each reads the event log by its own cursor and knows no other."""
