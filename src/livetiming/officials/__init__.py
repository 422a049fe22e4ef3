"""Who may do what: accounts, the devices that are logged in, and the roles they act in.

`roles` is the table of who may command what; `account` has the values; `desk` is the door with its locks,
and `tables` keeps what must outlive the server, in tables of the store beside the journal.
"""
