"""Starts and stops the real servers and processes that the tutor server is made of."""
