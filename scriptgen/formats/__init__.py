"""Script files in and out: every layout of the trade read verbatim, every format written."""
