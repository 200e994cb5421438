"""Alerts: what happened to an account that those who sell to it should know, who is told, and when."""
