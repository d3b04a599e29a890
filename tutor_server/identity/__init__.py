"""Who is asking: signing keys, tokens, login links, and what a role may do."""
