"""What the officials' server is told."""

import ssl
from collections.abc import Sequence
from pathlib import Path

import msgspec

from livetiming.errors import LivetimingError
from livetiming.http.public.pages import STATIC


class TowerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`hosts` are names by which officials reach this machine beside those that it knows itself.

    With `certificate` and `key`, PEM files, it speaks TLS; the key may be in the certificate's file.
    """

    hosts: Sequence[str] = ()
    certificate: Path | None = None
    key: Path | None = None
    pages: Path = STATIC

    def check(self) -> None:
        """See that certificate and key can be used. Raises `LivetimingError`."""
        if self.certificate is None:
            if self.key is not None:
                raise LivetimingError("A TLS key needs its certificate; give both.")
            return
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.certificate, self.key)
        except OSError as error:
            raise LivetimingError(f"{self.certificate} cannot be used for TLS ({error}).") from error
