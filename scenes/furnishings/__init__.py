"""Furniture and gear of rooms, drawn to measure: each piece stands on z = 0 and faces −y."""
