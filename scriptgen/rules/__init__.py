"""Review rules, one module a concern; each function takes the script and its context."""
