"""The errors of this package; `livetiming_decoders.errors` has those of the decoders.

::

    LivetimingError   what livetiming itself refuses or cannot do; its text is one sentence for the user

Each part derives its own from it and is added here. A bug is never one of these.
"""


class LivetimingError(Exception):
    """Base of all errors whose text a user can act upon; the command line shows it without a traceback."""
