"""他 and 她 for a name that was just said, where nobody else can be meant."""

from __future__ import annotations

from collections.abc import Iterable

from scriptgen.story.people import Person
from scriptgen.story.pieces import Part, Piece

_APART = 2  # lines of talk after which a name is said again


def use_pronouns(parts: Iterable[Part], people: Iterable[Person]) -> None:
    """Put a pronoun, in place, where a picture goes on about the one whom the last was about.

    A line keeps its name when someone else of the same sex is in the line, in the one before, or
    spoke between; and when it opens a scene.
    """
    known = sorted(people, key=lambda person: -len(person.name))
    for part in parts:
        last: Person | None = None
        talk = 0
        for piece in part.pieces:
            if piece.speaker:
                talk += 1
                if last and piece.speaker != last.name and _alike(piece.speaker, last, known):
                    last = None
                continue
            if piece.type != "action":
                last = None
                continue
            named = [p for p in known if p.name in piece.text]
            about = named[0] if len(named) == 1 else None
            if about:
                _shorten(piece, about, again=about is last and talk <= _APART)
            last, talk = about, 0


def _alike(name: str, person: Person, known: list[Person]) -> bool:
    return any(one.name == name and one.woman == person.woman for one in known)


def _shorten(piece: Piece, person: Person, *, again: bool) -> None:
    word = "她" if person.woman else "他"
    if word in piece.text or person.documented:
        return
    if again and piece.text.startswith(person.name):
        piece.text = word + piece.text[len(person.name) :].replace(person.name, word)
        return
    at = piece.text.find(person.name)
    first = piece.text[: at + len(person.name)]
    piece.text = first + piece.text[at + len(person.name) :].replace(person.name, word)
