"""Report → Reading: what one report says, in its own words."""

from biennien.read.reader import read_report

__all__ = ["read_report"]
