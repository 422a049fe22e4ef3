"""Builders that tests of the core share: clocks moved by hand, journals that fail, a race day to tell."""
