"""The keys of a record: kept beside it as hashes, in a file that only its owner may read; a key itself is shown once.

A key is ``bn_ID_SECRET``: ID finds it, SECRET holds 256 random bits, so that a plain SHA-256 of it is as strong as the key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from biennien.addresses import StoreAddress, beside
from biennien.durable import sync_folder
from biennien.model.errors import InputError, StoreError

SCOPES = ("read", "write", "decide")  # look at the record; add reports; take decisions
_KEY = re.compile(r"bn_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What is kept of a key: everything but the key. `expires_on` is its last day (UTC), or None."""

    id: str
    name: str
    scopes: tuple[str, ...]
    sha256: str
    made_at: str
    expires_on: str | None = None

    def is_past(self, now: datetime) -> bool:
        """Whether it has expired."""
        return self.expires_on is not None and now.astimezone(UTC).date().isoformat() > self.expires_on


def key_file(store: StoreAddress) -> Path:
    """Where the keys of a record are kept: beside its file, those of a database in the user's folder."""
    return beside(store, ".keys")


class KeyRing:
    """The keys in a file; read again whenever the file has changed, so that a revoked key is refused at once."""

    def __init__(self, file: Path) -> None:
        """Names the file, which need not be there."""
        self.file = file
        self._seen: tuple[int, ...] | None = None
        self._keys: dict[str, Key] = {}

    def keys(self) -> tuple[Key, ...]:
        """All keys, the oldest first. Raises StoreError where others may write the file, or it is damaged."""
        self._read()
        return tuple(self._keys.values())

    def key_of(self, secret: str, now: datetime | None = None) -> Key | None:
        """The key that was shown as `secret`, if it is one of these and has not expired."""
        self._read()
        found = _KEY.fullmatch(secret)
        kept = self._keys.get(found[1]) if found else None
        told = kept.sha256 if kept else "0" * 64  # compared all the same, so that time tells nothing
        if not hmac.compare_digest(_digest(secret), told) or kept is None:
            return None
        return None if kept.is_past(now or datetime.now(UTC)) else kept

    def standing(self, key_id: str, now: datetime | None = None) -> Key | None:
        """The key with an id, unless it was revoked or has expired."""
        self._read()
        kept = self._keys.get(key_id)
        return None if kept is None or kept.is_past(now or datetime.now(UTC)) else kept

    def add(
        self,
        name: str,
        scopes: Collection[str],
        *,
        expires_on: str | None = None,
        now: datetime | None = None,
    ) -> tuple[Key, str]:
        """A new key, and the secret that is shown this once; every key reads. Raises InputError where the name or a scope is none, or the name is taken."""
        name = " ".join(name.split())
        if not _NAME.fullmatch(name):
            raise InputError(
                "a key has a name of one to 80 characters.", where="NAME", remedy="Say whose it is."
            )
        if wrong := [scope for scope in scopes if scope not in SCOPES]:
            raise InputError(
                f"{wrong[0]!r} is no scope.", where="--scope", remedy=f"Write one of {', '.join(SCOPES)}."
            )
        if expires_on is not None and not _is_day(expires_on):
            raise InputError(
                f"{expires_on!r} is no day.", where="--expires", remedy="Write it like 2027-01-31."
            )
        today = (now or datetime.now(UTC)).date().isoformat()
        if expires_on is not None and expires_on < today:
            raise InputError(
                f"{expires_on} is over: the key would let nobody in.",
                where="--expires",
                remedy="Name its last day, today or later.",
            )
        key_id = secrets.token_hex(4)
        secret = f"bn_{key_id}_{secrets.token_urlsafe(32)}"
        key = Key(
            id=key_id,
            name=name,
            scopes=tuple(scope for scope in SCOPES if scope in {"read", *scopes}),
            sha256=_digest(secret),
            made_at=(now or datetime.now(UTC)).isoformat(timespec="seconds"),
            expires_on=expires_on,
        )
        with self._alone() as new:
            if any(other.name == name for other in self._keys.values()):
                raise InputError(
                    f"there is a key named {name!r} already.",
                    where="NAME",
                    remedy="Take another name, or revoke that key first: biennien keys revoke NAME",
                )
            self._write(new, [*self._keys.values(), key])
        return key, secret

    def revoke(self, words: str) -> Key:
        """Takes a key out, by its name or its id. Raises InputError where there is none."""
        with self._alone() as new:
            key = next((key for key in self._keys.values() if words in (key.name, key.id)), None)
            if key is None:
                raise InputError(
                    "there is no such key.", where=words or "''", remedy="biennien keys list shows them."
                )
            self._write(new, [other for other in self._keys.values() if other is not key])
        return key

    def _read(self) -> None:
        try:
            found = self.file.stat()
        except FileNotFoundError:
            self._seen, self._keys = None, {}
            return
        except OSError as error:
            raise self._unusable(f"the keys cannot be read: {error.strerror or error}.") from error
        seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        if seen == self._seen:
            return
        if os.name == "posix" and found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise self._unusable("others may write the file of the keys.")
        try:
            rows = json.loads(self.file.read_text("utf-8"))["keys"]
            keys = [Key(**{**row, "scopes": tuple(row["scopes"])}) for row in rows]
        except OSError as error:
            raise self._unusable(f"the keys cannot be read: {error.strerror or error}.") from error
        except (ValueError, TypeError, KeyError) as error:
            raise self._unusable("the file of the keys is damaged.") from error
        self._seen, self._keys = seen, {key.id: key for key in keys}

    @contextmanager
    def _alone(self) -> Iterator[int]:
        """Reads the keys, and gives the file beside theirs that will take its place; nobody else changes them meanwhile.

        A program that was stopped halfway holds nobody up: its lock ends with it.
        """
        try:
            handle = os.open(self._new, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise self._unusable(f"the keys cannot be written: {error.strerror or error}.") from error
        try:
            if not _locked(handle, self._new):
                raise StoreError(
                    "another program is at the keys just now.", where=str(self.file), remedy="Try again."
                )
            self._read()
            try:
                yield handle
            except BaseException:
                with suppress(OSError):
                    self._new.unlink(missing_ok=True)
                raise
        finally:
            os.close(handle)

    @property
    def _new(self) -> Path:
        return self.file.with_name(f".{self.file.name}.new")

    def _write(self, handle: int, keys: Collection[Key]) -> None:
        """Into the file beside first, then in the place of the keys; when this returns, it outlasts a power cut."""
        content = json.dumps({"keys": [asdict(key) for key in keys]}, ensure_ascii=False, indent=1)
        try:
            os.fchmod(handle, 0o600)
            os.ftruncate(handle, 0)
            with os.fdopen(handle, "w", encoding="utf-8", closefd=False) as file:
                file.write(content + "\n")
                file.flush()
                os.fsync(file.fileno())
            self._new.replace(self.file)
            sync_folder(self.file.absolute().parent)
        except OSError as error:
            raise self._unusable(f"the keys cannot be written: {error.strerror or error}.") from error
        self._read()

    def _unusable(self, message: str) -> StoreError:
        return StoreError(message, where=str(self.file), remedy=f"Only you may use it: chmod 600 {self.file}")


def _locked(handle: int, path: Path) -> bool:
    """Whether an open file is locked for us now, and still the one of that name."""
    import fcntl  # POSIX only: elsewhere keys can be looked at, not changed

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _is_day(words: str) -> bool:
    try:
        return datetime.strptime(words, "%Y-%m-%d").date().isoformat() == words
    except ValueError:
        return False
