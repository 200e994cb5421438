"""Translation to and from the outside; nothing is decided here."""
