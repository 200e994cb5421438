"""Where finance and support tell us of holds and tickets: signed webhooks in, polls out, files dropped."""
