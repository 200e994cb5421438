"""What the reader makes of words."""
