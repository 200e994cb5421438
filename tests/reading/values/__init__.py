"""What words about numbers, money and time come to."""
