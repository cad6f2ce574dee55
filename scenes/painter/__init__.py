"""Concept art by diffusion over a rendered set: the picture changes, the building does not."""
