"""What lets somebody in does not stand in what is told: passwords and keys in addresses, keys to a record, passwords of databases."""

from __future__ import annotations

import re

HIDDEN = "…"
# One slash is what a path makes of two; a drive has one letter.
_ADDRESS = re.compile(r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]{1,20})(:/+)([^\s\"'<>“”‘’`]+)")
_WEB = re.compile(r"(https?://)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_DATABASE = re.compile(r"(?:postgres(?:ql)?|mysql|redis|amqp)s?(?:\+\w+)?", re.IGNORECASE)
_PARAMETER = re.compile(r"([?&;#])([^=&;#?]{1,80})=([^&;#]*)")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_BETWEEN = re.compile(r"([&;])")
_PATH_KEY = re.compile(r";([^=;/?#]{1,80})=([^;/?#]*)")  # a parameter of the path: `/page;token=…`
_TELLS = re.compile(
    r"token|secret|passw|passphrase|pwd|credential|signature|api[-_]?key|access[-_]?key|jwt|bearer",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"key|sig|auth|pass|sid|session|hmac|authorization|(?:php|j)?sess(?:ion)?[-_]?id|sslkey", re.IGNORECASE
)
_KEY = re.compile(r"(?=[^?&]*\d)(?=[^?&]*[A-Za-z])[A-Za-z0-9_%+~-]{20,}")
_SEGMENT = re.compile(r"(?<=/)(?=[^/?#]*\d)(?=[^/?#]*[A-Za-z])[A-Za-z0-9_]{20,}(?=[/?#:;,.)]|$)")
_OURS = re.compile(r"\bbn_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")
_SAID = re.compile(r"\b(password|passwd|sslpassword)(\s*=\s*)('[^']*'|\"[^\"]*\"|[^\s'\"&]+)", re.IGNORECASE)
_HEADER = re.compile(r"\b(bearer|basic)\s+(?=\S*\d)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE)


def without_secrets(words: str) -> str:
    """Words in which ``…`` stands for whatever lets somebody in, as far as it can be told from its place or its look.

    In addresses: a name and password before the host, the value of a parameter that is called a key or looks like one, a part of the path
    that looks like one. Besides: keys to a record, passwords of a database, what stands behind ``Bearer``.
    """
    if ":/" in words:
        words = _ADDRESS.sub(_told, words)
    if "bn_" in words:
        words = _OURS.sub(f"bn_{HIDDEN}", words)
    words = _SAID.sub(rf"\1\2{HIDDEN}", words) if "=" in words else words
    return _HEADER.sub(rf"\1 {HIDDEN}", words)


def public_address(address: str) -> str:
    """An address of the web as it may be kept and passed on: without a name and password, and without parameters that are called a key."""
    if (found := _WEB.fullmatch(address)) is None:
        return address
    scheme, host, path, query, rest = found.groups(default="")
    kept, told = _without_keys(query[1:]), _without_keys(rest[1:])
    query = "?" if kept or query == "?" else ""
    return f"{scheme}{host.rpartition('@')[2]}{_PATH_KEY.sub(_left_out, path)}{query}{kept}{'#' if told else ''}{told}"


def _without_keys(words: str) -> str:
    """The parameters of a query or of a fragment without those that are called a key."""
    parts = _BETWEEN.split(words)
    kept = [
        (mark, row)
        for mark, row in zip(["", *parts[1::2]], parts[::2], strict=True)
        if not ("=" in row and _is_secret(*row.partition("=")[::2]))
    ]
    return "".join(mark + row for mark, row in kept).removeprefix("&").removeprefix(";")


def _left_out(found: re.Match[str]) -> str:
    return "" if _is_secret(found[1], found[2]) else found[0]


def _told(found: re.Match[str]) -> str:
    scheme, mark, rest = found.groups()
    rest = _before_host(scheme, rest)
    rest = _PARAMETER.sub(_parameter, rest)
    path, begin, query = rest.partition("?")
    return f"{scheme}{mark}{_SEGMENT.sub(HIDDEN, path)}{begin}{query}"


def _before_host(scheme: str, rest: str) -> str:
    """What stands behind the slashes, without a password. In that of a database there may be slashes and more."""
    database = _DATABASE.fullmatch(scheme)
    where = rest if database else re.split(r"[/?#]", rest, maxsplit=1)[0]
    who, at, _ = where.rpartition("@")
    if not at:
        return rest
    name, colon, _ = who.partition(":")
    shown = (f"{name}:{HIDDEN}" if colon else name) if database else HIDDEN
    return f"{shown}@{rest[len(who) + 1 :]}"


def _parameter(found: re.Match[str]) -> str:
    mark, name, value = found.groups()
    secret = bool(value) and (_is_secret(name, value) or _KEY.fullmatch(value) is not None)
    return f"{mark}{name}={HIDDEN}" if secret else found[0]


def _is_secret(name: str, value: str) -> bool:
    """Whether a parameter lets somebody in: by a name that says so, or by one that may and a value that is no number and not short."""
    name = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)
    if _TELLS.search(name):
        return True
    return _MAY.fullmatch(name) is not None and len(value) >= 8 and not value.isdecimal()
