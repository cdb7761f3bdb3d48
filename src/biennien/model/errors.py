"""The errors that reach a user: each names the place and the remedy."""

from __future__ import annotations

from biennien.model.secrets import without_secrets


class BiennienError(Exception):
    """Base of all errors meant for a user; `exit_code` is what the command line ends with. No password and no key stands in one."""

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        self.message = without_secrets(message)
        self.where = without_secrets(where)
        self.remedy = without_secrets(remedy)
        super().__init__(self.message)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{remedy}"


class KnowledgeError(BiennienError):
    """A data file of the knowledge is wrong; `where` is ``file:line``."""


class InputError(BiennienError):
    """What was asked for cannot be read at all."""

    exit_code = 2


class NotFoundError(InputError):
    """There is nothing of the name that was asked for."""


class AmbiguousError(InputError):
    """There is more than one thing that what was asked for may mean."""


class GoneError(InputError):
    """What was asked for was there once; its words are in the record no more."""


class ConflictError(InputError):
    """What was asked for is done already, or cannot be done as things stand."""


class StoreError(BiennienError):
    """The record's file cannot be used."""

    exit_code = 2


class NoRecordError(StoreError):
    """There is no record yet, or an empty file."""


class RecordLockedError(StoreError):
    """Another program is writing to the record just now."""
