"""Microsoft Teams: what people do there comes in, what is said goes out."""
