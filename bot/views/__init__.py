"""What is shown: results turned into platform-neutral messages."""
