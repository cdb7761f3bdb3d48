"""How the server runs: each setting has a name, a default, and the reason for it; a file and the environment may set them."""

from __future__ import annotations

import dataclasses
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

from biennien.addresses import StoreAddress, address_of
from biennien.model.errors import InputError
from biennien.settings import FILE, PREFIX, table_of
from biennien.words import LANGUAGES

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def _means(words: str) -> dict[str, str]:
    """What a setting means, where it stands."""
    return {"meaning": words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the server is started with; each setting says itself what it means."""

    store: StoreAddress = field(
        default=Path("biennien.sqlite"),
        metadata=_means("The record: a file, or `postgresql://user@host/database`."),
    )
    host: str = field(
        default="127.0.0.1",
        metadata=_means(
            "The address it listens on. One that other machines can reach needs keys: `biennien keys add`."
        ),
    )
    port: int = field(default=8321, metadata=_means("The port; 0 takes a free one."))
    hosts: tuple[str, ...] = field(
        default=LOOPBACK,
        metadata=_means(
            "The names by which it may be asked for (the header `Host`) beside the address it listens on. Others are refused, so that no "
            "page from elsewhere reaches it under a name of its own. A name that is not loopback's needs keys."
        ),
    )
    lang: str = field(
        default="vi", metadata=_means("The language of a reader who has not chosen one: `vi` or `en`.")
    )
    read_only: bool = field(default=False, metadata=_means("Refuses whatever would change the record."))
    require_keys: bool = field(
        default=False,
        metadata=_means("Asks for keys on loopback too: where others have accounts on this machine."),
    )
    behind_proxy: bool = field(
        default=False,
        metadata=_means(
            "Believes what a proxy on this machine says of the address and the scheme (`X-Forwarded-…`). Needs keys, and the name under which the proxy is asked in `hosts`."
        ),
    )
    tls_certificate: Path | None = field(
        default=None, metadata=_means("A certificate (PEM), for https without a proxy.")
    )
    tls_key: Path | None = field(default=None, metadata=_means("Its key (PEM)."))
    upload_bytes: int = field(
        default=64_000_000, metadata=_means("The most that is added at once, in bytes.")
    )
    body_bytes: int = field(default=8_000_000, metadata=_means("The most of any other request, in bytes."))
    body_seconds: float = field(default=60.0, metadata=_means("How long a request may take to arrive."))
    files: int = field(default=1_000, metadata=_means("How many files come at once."))
    concurrency: int = field(
        default=64, metadata=_means("How many requests may be under way; more are told to come again.")
    )
    waiting_jobs: int = field(
        default=16,
        metadata=_means("How many additions may wait for their turn; more are told to come again."),
    )
    event_streams: int = field(default=32, metadata=_means("How many may listen for changes."))
    watch_seconds: float = field(
        default=1.0,
        metadata=_means(
            "How often the file is looked at for what another program added, while somebody listens."
        ),
    )
    session_hours: float = field(
        default=12.0, metadata=_means("How long a sign-in lasts. A new start of the server ends all.")
    )
    wrong_keys: int = field(
        default=10, metadata=_means("How many wrong keys of one address are answered in a minute.")
    )

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def keyed(self) -> bool:
        """Whether nobody gets in without a key: always where the server can be reached from elsewhere, by its address, by another name or through a proxy."""
        elsewhere = self.behind_proxy or not self.on_loopback or bool({*self.hosts} - {*LOOPBACK})
        return self.require_keys or elsewhere

    @property
    def names(self) -> frozenset[str]:
        """The names by which the server may be asked for, without the port."""
        own = () if self.host in ("0.0.0.0", "::") else (_bracketed(self.host),)
        return frozenset(name.lower() for name in (*self.hosts, *own))


def is_loopback(host: str) -> bool:
    """Whether an address, or the name ``localhost``, is that of this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load_settings(environment: Mapping[str, str], folder: Path, **given: Any) -> Settings:
    """The settings: those `given` that are not None, else ``BIENNIEN_NAME`` of the environment, else ``biennien.toml`` of the folder.

    Raises InputError for one that is unknown or has no such value.
    """
    values = {**_in_file(folder / FILE), **_in_environment(environment)}
    values |= {name: value for name, value in given.items() if value is not None}
    return Settings(**values)


def _in_file(path: Path) -> dict[str, Any]:
    """The table ``[serve]`` of a file that need not be there."""
    table = table_of(path, "serve")
    known = {one.name for one in dataclasses.fields(Settings)}
    for name in table:
        if name not in known:
            raise InputError(
                f"there is no setting {name!r}.",
                where=str(path),
                remedy=f"The settings: {', '.join(sorted(known))}",
            )
    return {name: _value(name, value, f"{path}: {name}") for name, value in table.items()}


def _in_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """What the environment sets; BIENNIEN_LANG holds for the pages too."""
    found = {}
    for one in dataclasses.fields(Settings):
        name = f"{PREFIX}{one.name.upper()}"
        if environment.get(name):
            found[one.name] = _value(one.name, environment[name], name)
    return found


def _value(name: str, given: object, where: str) -> Any:
    """A value of a setting's type; in the environment it is text, a list with commas between."""
    kind = get_type_hints(Settings)[name]
    kinds = get_args(kind) or (kind,)
    try:
        if kind is bool:
            return _truth(given)
        if name == "store":
            return address_of(str(given))
        if name == "hosts":
            parts = given.split(",") if isinstance(given, str) else list(given)  # type: ignore[call-overload]
            return tuple(str(part).strip() for part in parts if str(part).strip())
        value = kinds[0](given)
    except (TypeError, ValueError):
        raise InputError(
            f"{given!r} is no value for it.", where=where, remedy="See docs/reference/settings.md"
        ) from None
    if name == "lang" and value not in LANGUAGES:
        raise InputError(
            f"{value!r} is no language.", where=where, remedy=f"Write one of {', '.join(LANGUAGES)}."
        )
    if kinds[0] in (int, float) and value < 0:
        raise InputError(
            f"{given!r} is no value for it.", where=where, remedy="See docs/reference/settings.md"
        )
    return value


def _truth(given: object) -> bool:
    if isinstance(given, bool):
        return given
    if str(given).strip().lower() in _YES:
        return True
    if str(given).strip().lower() in _NO:
        return False
    raise ValueError(given)


def _bracketed(host: str) -> str:
    """An address as it stands in a URL."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
