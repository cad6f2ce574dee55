"""Training sets of our own renders: labelled, free of others' rights, the same again by seed."""
