"""From a chapter of a novel or a news story to a brief and an outline that quote it word for word."""
