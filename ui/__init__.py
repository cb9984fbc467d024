"""The web page: a chat beside the evidence for its answers."""
