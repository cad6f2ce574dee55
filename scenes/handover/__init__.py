"""What a set is handed over with: to an LED stage, to a camera crew, to a set builder."""
