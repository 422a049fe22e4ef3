"""The errors of this package.

::

    DecoderError
    └── CannotWrite   the protocol has no form for this event, or a field does not fit its width

Input never raises: bad bytes become `livetiming_decoders.events.Malformed`.
"""


class DecoderError(Exception):
    """Base of all errors of this package."""


class CannotWrite(DecoderError):
    """The caller asked a protocol to write what it cannot carry."""
