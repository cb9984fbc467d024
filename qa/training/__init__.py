"""Training of every model that ships, from public data to the shipped file."""
