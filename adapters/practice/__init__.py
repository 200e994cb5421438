"""The practice room: a chat of our own in the browser."""
