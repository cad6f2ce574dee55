"""Concept art by diffusion over a render's passes, which keep it from inventing architecture."""
