"""How likely the quarter is, what moved it, and how good people's forecasts were: pure functions on arrays."""
