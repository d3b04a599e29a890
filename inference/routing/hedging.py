"""How often a second replica may be asked for the same reply. Pure.

Source: Dean and Barroso, The Tail at Scale: hedge only a small share, so that load stays bounded.
"""

from typing import Final

_MOST: Final = 3.0
"""Hedges that a quiet time may save up."""


class HedgeBudget:
    """Every request earns a share of a hedge."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._left = min(1.0, share * 20)

    def request(self) -> None:
        """A request was made."""
        self._left = min(_MOST, self._left + self._share)

    def spend(self) -> bool:
        """Take one hedge; False when none is left."""
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
