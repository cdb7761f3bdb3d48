"""The record as one self-contained page: `render_page` puts text, style and script together, the other files prepare them."""

from biennien.export.html.folding import Day, fold_days
from biennien.export.html.page import render_page

__all__ = ["Day", "fold_days", "render_page"]
