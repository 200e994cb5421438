"""Opportunities, accounts, people and the process they move in."""
