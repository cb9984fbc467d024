"""Documents, passages and hybrid retrieval over a FAISS and a full-text index."""
