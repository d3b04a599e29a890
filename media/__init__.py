"""Voice and screen transport. The only package that imports aiortc and av."""
