"""Judged sets and the arms that are compared on them."""
