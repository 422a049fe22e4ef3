"""Rulebooks as data: what a club's printed book says, in files that the club can read and change.

`schema` is the shape of a file, `reading` makes one of a text, `lint` explains what is wrong with it,
`shipped` has those that come with livetiming, `applying` and `ladder` say what follows for a session
and for an offence. GUIDE.md in this folder is for those who write one. Only files here know clubs.
"""
