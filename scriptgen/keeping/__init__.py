"""A project kept on disk: every accepted text stays, whoever writes and whatever breaks.

One SQLite file a project. Nothing is overwritten: each change is a revision, a restored version is
a new one, what is thrown away lies in the trash, and what two people wrote at once is kept twice.
"""
