"""What is said and shown, free of any platform."""
