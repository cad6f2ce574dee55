"""Language models: which are plugged in, how they are asked, what asking costs."""
