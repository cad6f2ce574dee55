"""Finding: from a query in anyone's words to entries with their best passage."""
