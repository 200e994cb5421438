"""Business that nobody has entered yet, as often and as large as it came lately.

Each opportunity made in the last WINDOW days is taken to come again, evenly spread over the days ahead, and to be won
as fast as fresh ones were (the chain-ladder's incurred-but-not-reported claims, Mack 1993, with the win curve of the
chain for its development).
"""

from math import ceil

import numpy as np

from domain.forecast.ageing import Chain, fresh_wins
from domain.forecast.book import Floats

WINDOW = 90


def arrivals(chain: Chain | None, amounts: Floats, first: int, last: int) -> tuple[Floats, Floats]:
    """Amounts and chances of what will come and be won between `first` and `last` days from now.

    `amounts` are those of the last WINDOW days, oldest first. Without stage history nothing is known of it.
    """
    if chain is None or not amounts.size or last <= 0:
        return np.zeros(0), np.zeros(0)
    times = ceil(last / WINDOW)
    again = np.tile(amounts, times)
    comes = (np.arange(again.size) + 0.5) * last / again.size
    wins = fresh_wins(chain, last)
    by_last = wins[np.clip(np.round(last - comes), 0, last).astype(np.int64)]
    by_first = wins[np.clip(np.round(first - comes), 0, last).astype(np.int64)]
    return again, np.maximum(by_last - by_first, 0.0) * (last / (times * WINDOW))
