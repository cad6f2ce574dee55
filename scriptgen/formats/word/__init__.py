"""Word files: anybody's read without loss, edited in place, annotated; ours as crews print them."""

from scriptgen.formats.word.annotating import annotate
from scriptgen.formats.word.editing import edit_word
from scriptgen.formats.word.printing import write_word
from scriptgen.formats.word.reading import read_word

__all__ = ["annotate", "edit_word", "read_word", "write_word"]
