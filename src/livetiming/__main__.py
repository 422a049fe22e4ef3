"""`python -m livetiming`: the command line."""

from livetiming.cli.main import main

main(prog_name="livetiming")
