"""Which question is worth asking, when, and what it gives."""
