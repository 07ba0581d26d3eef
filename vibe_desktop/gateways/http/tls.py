"""Trust as the operating system does: its certificate store, not a bundled one."""

import ssl
from functools import cache


@cache
def system_trust() -> ssl.SSLContext:
    """A client context over the system's certificates, made on first use and then shared.

    Making one costs tens of milliseconds, so it waits for the first request.
    """
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def no_trust() -> ssl.SSLContext:
    """A context that trusts nobody: for plain http to this computer, where no TLS takes place."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
