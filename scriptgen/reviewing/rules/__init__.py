"""Review rules, one module a concern: ``check(review)`` yields findings.

A rule's data (code, severity, limit, source, dates) stands in ``data/rules``; here is only how it
is measured. A new module is named in ``CONCERNS``.
"""

CONCERNS = (
    "structure", "season", "anachronism", "heritage", "places", "content", "titles", "adlaw", "heroes",
    "language", "continuity",
)  # fmt: skip
