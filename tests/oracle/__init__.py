"""An independent scorer, written from the rule texts alone, to hold the engine's results against."""
