"""The application: what the quarterback does."""
