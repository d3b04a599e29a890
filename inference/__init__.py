"""Models: hearing, thinking, speaking, safety. Knows no sockets to students."""
