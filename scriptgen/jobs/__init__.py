"""Long work that outlives the process that does it: a ledger of jobs, and hands that work it off.

A ledger is a folder with one SQLite file. A job is done in steps; what a finished step gave is in
the ledger, so that whoever takes the job over after a crash begins at the next one.
"""
