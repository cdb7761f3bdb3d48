"""How the site is built: `make docs`."""

from biennien import __version__

project = "Biennien"
author = "The Biennien authors"
project_copyright = "The Biennien authors"
release = version = __version__
language = "en"

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
highlight_language = "none"

html_theme = "furo"
html_title = "Biennien"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
_mono = {"font-stack--monospace": "'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, monospace"}
html_theme_options = {"light_css_variables": _mono, "dark_css_variables": _mono}
