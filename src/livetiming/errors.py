"""The errors of this package; `livetiming_decoders.errors` has those of the decoders.

::

    LivetimingError         what livetiming itself refuses or cannot do; its text is one sentence for the user
    ├── StoreError          the store cannot be opened; nothing in it was changed
    │   ├── StoreTooNew     a newer livetiming wrote it
    │   ├── StoreCorrupt    it is damaged, or no store at all
    │   └── StoreBusy       another livetiming has it open
    ├── NotSaved            a commit failed (disk full, disk gone); nothing of the batch was kept
    ├── AddressInUse        another program listens there
    ├── BadUrl              a decoder's or listener's address that cannot be understood
    └── OfficialsError      see `livetiming.officials.errors`
        ├── NotLetIn        a wrong name, password or code
        ├── TooManyAttempts somebody must wait before the next attempt
        ├── NotPossible     a change of accounts that would lock everybody out
        └── NotFound        there is no such account, login or code

Each part derives its own from it and is added here. A bug is never one of these.
"""


class LivetimingError(Exception):
    """Base of all errors whose text a user can act upon; the command line shows it without a traceback."""


class StoreError(LivetimingError):
    """The store cannot be opened."""


class StoreTooNew(StoreError):
    """The store was written by a newer version of livetiming."""


class StoreCorrupt(StoreError):
    """The store is damaged or the file is no store."""


class StoreBusy(StoreError):
    """Another process writes to the store."""


class NotSaved(LivetimingError):
    """The journal could not be written; nothing of the batch was kept."""


class AddressInUse(LivetimingError):
    """Another program already listens at the address."""


class BadUrl(LivetimingError):
    """An address that cannot be understood."""
