"""Vector stores by settings: the embedded one, Qdrant, PostgreSQL with pgvector, Milvus."""
