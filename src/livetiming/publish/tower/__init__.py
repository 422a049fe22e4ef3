"""The officials' live state: what it says (`messages`), what differs between two of it (`changes`), and how
it is made from evidence (`builder` and the modules it uses).
"""
