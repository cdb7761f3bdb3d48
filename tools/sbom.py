"""What a release is made of: the packages that `biennien[all]` runs with and the files of others inside it, as CycloneDX 1.6 JSON.

Versions, markers and hashes are those of `locks/all.txt`, licences those of the packages' own metadata. The same tree gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.version import Version

from tools.locked import Pin, pins_of
from tools.locks import PROJECT, ROOT, lock_of

_CALLED = {
    "Apache 2.0": "Apache-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
# Of packages that do not say it in a field of their metadata, or that only other systems have.
_KNOWN = {
    "colorama": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "pywin32": "PSF-2.0",
    "tzdata": "Apache-2.0",
}
_NAMESPACE = uuid.UUID("5c0f5b0e-7d0c-5a52-9a3e-2f6a5f0b1e77")  # of the serial numbers of our bills


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A file of others inside the package."""

    name: str
    version: str
    licence: str
    file: str


BUNDLED = (
    Bundled(name="htmx", version="4.0.1", licence="0BSD", file="src/biennien/web/static/htmx.min.js"),
    Bundled(
        name="unicode-cldr",
        version="48",
        licence="Unicode-3.0",
        file="src/biennien/knowledge/world/countries.tsv",
    ),
)


def licence_of(name: str) -> str:
    """The licence of a package as an SPDX expression. Raises LookupError where neither the package nor the table above tells it."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        told = None
    said = ((told.get("License-Expression") or told.get("License") or "") if told else "").strip()
    said = _CALLED.get(said, said) or _KNOWN.get(name, "")
    if not re.fullmatch(
        r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*|\(.+\)(?: (?:AND|OR) .+)*", said
    ):
        raise LookupError(f"{name}: its licence is not known ({said[:60]!r}): add it to tools/sbom.py")
    return said


def bill(version: str, *, made_at: int) -> dict[str, Any]:
    """The bill of materials of a version; `made_at` are the seconds of SOURCE_DATE_EPOCH."""
    pins = list(pins_of(lock_of("all")))
    names = {pin.name: _purl(pin) for pin in _newest(pins)}
    asked = {pin.name: _asked(pin.name, names) for pin in pins}
    needed = _reached(_direct(("",)), asked)
    parts = [_package(pin, needed=pin.name in needed) for pin in pins] + [_bundled(one) for one in BUNDLED]
    root = f"pkg:pypi/biennien@{version}"
    direct = {names[name] for name in _direct(_runtime_extras()) if name in names}
    inside = {part["bom-ref"] for part in parts if "purl" not in part}
    edges = [{"ref": root, "dependsOn": sorted(direct | inside)}]
    edges += [{"ref": _purl(pin), "dependsOn": sorted(names[n] for n in asked[pin.name])} for pin in pins]
    made: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(made_at, UTC).isoformat().replace("+00:00", "Z"),
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "biennien",
                "version": version,
                "purl": root,
                "licenses": [{"expression": _project()["license"]}],
            },
        },
        "components": parts,
        "dependencies": edges,
    }
    digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()
    return {**made, "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest)}"}


def _package(pin: Pin, *, needed: bool) -> dict[str, Any]:
    """A locked package; `needed`: without any extra too. The lock allows several files of it, one of which is installed."""
    files = {"type": "distribution", "url": _purl(pin), "comment": "one of these files"}
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(pin),
        "name": pin.name,
        "version": pin.version,
        "purl": _purl(pin),
        "scope": "required" if needed else "optional",
        "licenses": [_licence(licence_of(pin.name))],
        "externalReferences": [{**files, "hashes": [{"alg": "SHA-256", "content": h} for h in pin.hashes]}],
    }
    marker = [{"name": "biennien:lock:marker", "value": pin.marker}]
    return made | ({"properties": marker} if pin.marker else {})


def _bundled(one: Bundled) -> dict[str, Any]:
    digest = hashlib.sha256((ROOT / one.file).read_bytes()).hexdigest()
    return {
        "type": "library" if one.file.endswith(".js") else "data",
        "bom-ref": f"bundled:{one.name}@{one.version}",
        "name": one.name,
        "version": one.version,
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [_licence(one.licence)],
        "properties": [{"name": "biennien:bundled:file", "value": one.file}],
    }


def _licence(expression: str) -> dict[str, Any]:
    single = re.fullmatch(r"[A-Za-z0-9.+-]+", expression)
    return {"license": {"id": expression}} if single else {"expression": expression}


def _purl(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def _newest(pins: list[Pin]) -> list[Pin]:
    """Each name once, where the lock has several versions for several Pythons."""
    return sorted(pins, key=lambda pin: (pin.name, Version(pin.version)))


def _asked(name: str, names: Mapping[str, str]) -> set[str]:
    """What a package asks for by itself, of what is in the lock; none where it is not installed here."""
    try:
        rows = [Requirement(row) for row in requires(name) or ()]
    except PackageNotFoundError:
        return set()
    return {_name(row) for row in rows if "extra" not in str(row.marker)} & set(names) - {name}


def _project() -> dict[str, Any]:
    made: dict[str, Any] = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    return made


def _runtime_extras() -> tuple[str, ...]:
    """The extras that `biennien[all]` means, and none."""
    found = Requirement(_project()["optional-dependencies"]["all"][0]).extras
    return ("", *sorted(found))


def _direct(extras: Iterable[str]) -> set[str]:
    """The packages that Biennien asks for itself with some extras; "" for none."""
    project = _project()
    of = {**project["optional-dependencies"], "": project["dependencies"]}
    return {_name(Requirement(row)) for extra in extras for row in of[extra]}


def _reached(start: set[str], asked: Mapping[str, set[str]]) -> set[str]:
    found, left = set[str](), list(start)
    while left:
        if (name := left.pop()) not in found:
            found.add(name)
            left += asked.get(name, ())
    return found


def _name(row: Requirement) -> str:
    return re.sub(r"[-_.]+", "-", row.name).lower()


def written(version: str, *, made_at: int) -> bytes:
    """The bill as the bytes of its file, valid by the standard's schema. Raises ValueError where it is not."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = json.dumps(bill(version, made_at=made_at), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if (wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)) is not None:
        raise ValueError(f"the bill of materials is not valid: {wrong}")
    return text.encode()


def write(path: Path, version: str, *, made_at: int) -> None:
    """Writes the bill into a file."""
    path.write_bytes(written(version, made_at=made_at))
