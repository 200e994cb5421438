"""Sales, language and asking as values and pure functions: no I/O, no clock, no logging."""
