"""Which faults there are: of each kind and work so many that all come to about 500.

All chance of a fault is drawn from its name, so that one that did not hold can be met again; only faults "at a moment" go by the clock.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.faults import campaign, postgresql, surroundings, tracing
from tests.faults.campaign import WORKS, Fault, Ground
from tests.faults.checks import Lost
from tests.faults.postgresql import SERVED as SERVED

# The calls of a child can be seen on some machines only; the clock runs on all.
NEED_SIGHT = ("kill -9 at a call", "full disk", "failing disk", "disk turned read-only", "power cut")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a fault comes, the works that it hits, and how many of it come of 500."""

    meet: Callable[[Ground, Fault, Random], int]
    works: tuple[str, ...]
    of_500: int


_ALL = tuple(WORKS)
KINDS = {
    "kill -9 at a call": Kind(meet=campaign.killed_at_a_call, works=_ALL, of_500=108),
    "kill -9 at a moment": Kind(meet=campaign.killed_at_a_moment, works=_ALL, of_500=48),
    "kill -9 of a command": Kind(
        meet=surroundings.killed_as_it_is, works=("add", "update 1", "backup", "restore"), of_500=16
    ),
    "full disk": Kind(meet=campaign.full_disk, works=_ALL, of_500=48),
    "small disk": Kind(
        meet=surroundings.small_disk,
        works=("add", "large", "decide", "backup", "restore", "watch"),
        of_500=24,
    ),
    "failing disk": Kind(meet=campaign.failing_disk, works=_ALL, of_500=36),
    "disk turned read-only": Kind(meet=campaign.read_only_disk, works=_ALL, of_500=24),
    "no right to write": Kind(meet=surroundings.no_rights, works=("backup",), of_500=4),
    "power cut": Kind(meet=campaign.power_cut, works=_ALL, of_500=132),
    "several at once": Kind(meet=surroundings.several, works=("add", "shared"), of_500=30),
}

if postgresql.AVAILABLE:
    KINDS |= {
        "kill -9 of a client": Kind(meet=surroundings.client_killed, works=(SERVED,), of_500=12),
        "several at a server": Kind(meet=surroundings.several, works=(SERVED,), of_500=6),
        "kill -9 of the server": Kind(meet=surroundings.server_killed, works=(SERVED,), of_500=12),
    }


def planned(seed: int, times: int) -> list[Fault]:
    """So many faults, in an order in which every part of them has all kinds; those that this machine cannot make are left out."""
    kinds = [name for name in KINDS if tracing.AVAILABLE or name not in NEED_SIGHT]
    shares = [(number / KINDS[name].of_500, name) for name in kinds for number in range(KINDS[name].of_500)]
    order = [name for _, name in sorted(shares)]
    works = {name: _in_turn(seed, name) for name in kinds}
    return [next(works[name]) for name in itertools.islice(itertools.cycle(order), times)]


def _in_turn(seed: int, kind: str) -> Iterator[Fault]:
    for number in itertools.count():
        for work in KINDS[kind].works:
            yield Fault(seed, kind, work, number)


def named(words: str) -> Fault:
    """A fault by its name. Raises ValueError where there is none such."""
    seed, kind, work, number = words.split("/")
    if kind not in KINDS or work not in KINDS[kind].works:
        raise ValueError(f"there is no fault {words!r}")
    return Fault(int(seed), kind, work, int(number))


def meet(ground: Ground, fault: Fault) -> int:
    """Lets a fault come and checks what is left; returns how many citations were held against their texts. Raises Lost with the fault's name."""
    try:
        return KINDS[fault.kind].meet(ground, fault, Random(str(fault)))
    except Lost as lost:
        raise Lost(f"{fault}: {lost}") from lost
    except Exception as error:
        raise Lost(f"{fault}: {type(error).__name__}: {error}") from error
