"""A PDF with words where they are put, as programs write one: a font of its own codes, and the table that says which letters they are."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Words at a place in points from the lower left corner, in letters of a size."""

    text: str
    left: float
    bottom: float
    size: float = 11.0


def made(
    pages: Sequence[Sequence[Words]], *, packed: bytes | None = None, filters: str = "/FlateDecode"
) -> bytes:
    """The bytes of a PDF. `packed` is the content of the first page, packed already, by these `filters`."""
    letters = sorted({letter for page in pages for words in page for letter in words.text})
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    table = "\n".join(f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"{len(codes)} beginbfchar\n{table}\nendbfchar endcmap end end"
    )
    first = 6
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{first + 2 * n} 0 R' for n in range(len(pages)))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /Arial /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>",
        _stream(cmap.encode(), ""),
    ]
    for number, page in enumerate(pages):
        content = "\n".join(_shown(words, codes) for words in page).encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {first + 2 * number + 1} 0 R >>".encode()
        )
        plain = zlib.compress(content)
        objects.append(
            _stream(
                packed if packed is not None and number == 0 else plain,
                filters if packed is not None and number == 0 else "/FlateDecode",
            )
        )
    return _file(objects)


def _shown(words: Words, codes: dict[str, int]) -> str:
    return f"BT /F {words.size} Tf 1 0 0 1 {words.left} {words.bottom} Tm <{''.join(f'{codes[letter]:04x}' for letter in words.text)}> Tj ET"


def _stream(data: bytes, filters: str) -> bytes:
    how = f"/Filter {filters} " if filters else ""
    return f"<< {how}/Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    found, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(found))
        found += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(found)
    found += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    found += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return (
        bytes(found)
        + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )
