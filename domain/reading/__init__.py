"""From plain words to a reading that touches nothing."""
