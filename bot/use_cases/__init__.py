"""One function for each thing that can happen, reading like the sentence of what happens."""
