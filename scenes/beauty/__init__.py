"""The path-traced picture: Blender's Cycles in a process of its own (extra ``beauty``)."""
