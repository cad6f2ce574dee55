"""Measured drawings: plan, elevations, sections and camera plan as SVG, PDF and DXF."""
