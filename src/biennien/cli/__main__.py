"""`python -m biennien.cli`."""

from __future__ import annotations

import sys

from biennien.cli import main

sys.exit(main())
