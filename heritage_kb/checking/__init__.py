"""Checking: what the knowledge base says of each claim in a text."""
