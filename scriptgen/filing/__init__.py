"""Filing (备案): which class a work is of."""
