"""Revising a draft: every operation proposes; a person decides, line by line.

``operations.revise`` proposes, ``applying.apply`` takes, ``merging.merge`` picks among alternatives,
``adapting`` makes a brief and an outline of a chapter or a news story.
"""
