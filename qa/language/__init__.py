"""The English grammar that finding a speaker needs."""
