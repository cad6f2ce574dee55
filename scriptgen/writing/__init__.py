"""Writing with a model: a scene is asked for, its answer checked line by line, mended, or kept open.

``by_model(model)`` makes the writer that ``scriptgen.draft(…, writer=…)`` takes.
"""

from scriptgen.writing.writer import ModelWriter, by_model

__all__ = ["ModelWriter", "by_model"]
