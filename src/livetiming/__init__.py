"""Live timing and scoring for kart clubs."""

__version__ = "0.1.0"
