"""The server: binds its port, says where it is, and ends streams and jobs when it is told to stop."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import logging
import socket
import ssl
from collections.abc import Callable
from types import FrameType

import uvicorn

from biennien.model import Limits
from biennien.model.errors import BiennienError, InputError
from biennien.model.secrets import without_secrets
from biennien.web.app import create_app
from biennien.web.settings import Settings, is_loopback

_GRACE = 5  # seconds in which answers under way may end


class ServerError(BiennienError):
    """The server cannot listen where it was told to."""

    exit_code = 2


class _Server(uvicorn.Server):
    """Ends the streams of events at once when it is told to stop: they would not end by themselves."""

    def __init__(self, config: uvicorn.Config, close: Callable[[], None]) -> None:
        super().__init__(config)
        self._close = close

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._close()
        super().handle_exit(sig, frame)


def serve(settings: Settings, ready: Callable[[str], None], limits: Limits | None = None) -> None:
    """Serves until it is stopped; `ready` is told the address. Raises ServerError where it cannot listen there."""
    _check_certificate(settings)
    _log()
    with _bound(settings) as bound:
        settings = dataclasses.replace(settings, port=bound.getsockname()[1])
        app = create_app(settings, limits)
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=settings.behind_proxy,
            forwarded_allow_ips="127.0.0.1,::1" if settings.behind_proxy else None,
            timeout_graceful_shutdown=_GRACE,
            ssl_certfile=settings.tls_certificate,
            ssl_keyfile=settings.tls_key,
        )
        ready(address_of(settings))
        with contextlib.suppress(KeyboardInterrupt):  # that is how it is stopped
            _Server(config, app.state.events.close).run(sockets=[bound])


class _Shown(logging.Formatter):
    """A line of the log, failures with where in the code; no password and no key stands in it."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def _log() -> None:
    """Lets the log of the server, and that of the library that serves, go to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Shown("%(asctime)s %(levelname)s %(message)s"))
    for name in ("biennien.web", "uvicorn"):
        if not (log := logging.getLogger(name)).handlers:
            log.addHandler(handler)


def _check_certificate(settings: Settings) -> None:
    """Raises InputError where it cannot be used; the library would ask for a passphrase, or say nothing of the file."""
    certificate, key = settings.tls_certificate, settings.tls_key
    if bool(certificate) is not bool(key):
        raise InputError(
            "a certificate and its key belong together.",
            where="tls_certificate, tls_key",
            remedy="Set both, or none.",
        )
    if certificate is None or key is None:
        return
    for file in (certificate, key):
        try:
            file.read_bytes()
        except OSError as error:
            raise InputError(
                f"it cannot be read: {error.strerror or error}.", where=str(file), remedy="Check the path."
            ) from error
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            certificate, key, password=lambda: ""
        )
    except (ssl.SSLError, ValueError) as error:
        raise InputError(
            "this certificate and this key do not work together.",
            where=f"{certificate}, {key}",
            remedy="Give a certificate in PEM and its own key, without a passphrase.",
        ) from error


def address_of(settings: Settings) -> str:
    """Where a browser on this machine finds it."""
    scheme = "https" if settings.tls_certificate else "http"
    host = settings.host if settings.host not in ("0.0.0.0", "::", "") else "localhost"
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"{scheme}://{shown}:{settings.port}/"


def _bound(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say."""
    host = settings.host.strip("[]")
    try:
        family = socket.getaddrinfo(host, settings.port, type=socket.SOCK_STREAM)[0][0]
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((host, settings.port))
            made.listen(
                socket.SOMAXCONN
            )  # whoever opens the address before the first answer is ready waits for it
        except OSError:
            made.close()
            raise
    except OSError as error:
        raise _refused(settings, error) from error
    return made


def _refused(settings: Settings, error: OSError) -> ServerError:
    where = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        return ServerError(
            "another program listens there already.",
            where=where,
            remedy="Take another port: --port 0 finds a free one.",
        )
    if error.errno == errno.EACCES:
        return ServerError(
            "you may not listen there.", where=where, remedy="Take a port above 1023: --port 8321"
        )
    if is_loopback(settings.host):
        return ServerError(f"it cannot listen there: {error.strerror or error}.", where=where)
    return ServerError(
        "this machine has no such address.",
        where=where,
        remedy="Take 127.0.0.1, or an address of this machine.",
    )
