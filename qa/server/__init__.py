"""The answer endpoint over HTTP."""
