"""From the bytes of a file to the parts of documents: one module for each format."""
