"""Hand scoring: lap charts of several scorers, set against the loop crossing by crossing.

Pure functions of the evidence, in this order:

- `sheet` keeps what was tapped and decided, folded from the facts; `chart` is one scorer's chart;
- `field` knows the karts and the numbers, `slips` how numbers get mistyped, `loop` what the loop has;
- `offset` (charts with times) or `sequence` (without) places every tap on the track clock;
- `matching` finds the crossing of each tap by its number, `explain` the likely cause of what is left;
- `reading` does these for one chart and remembers what has not changed; `merging` takes the charts
  together, `transposing` compares orders, and the result is typed `disagreements` with `words`;
- `alone` scores without any loop;
- `overlay` turns verdicts into crossings credited, struck and moved, which the ordinary scoring code
  then scores; `score` puts it together and `report` says what changed.
"""
