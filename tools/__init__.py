"""What the Makefile runs beside Biennien itself."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
