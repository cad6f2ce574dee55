"""What a series has told so far, from its accepted text alone, for whoever writes the next episode.

``remember(series)`` → ``Memory`` → ``told_for(memory, about)``: a text within a budget.
``breaks(series)``: where the text contradicts itself, both places shown.
"""

from scriptgen.memory.breaks import breaks
from scriptgen.memory.gather import remember, remember_project
from scriptgen.memory.memory import Memory
from scriptgen.memory.telling import told_for

__all__ = ["Memory", "breaks", "remember", "remember_project", "told_for"]
