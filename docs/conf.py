"""How the site is built: `make docs`. Nothing is fetched: no fonts, no scripts, no inventories of other sites."""

from biennien import __version__

project = "Biennien"
author = "The Biennien authors"
project_copyright = "The Biennien authors"
release = version = __version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
highlight_language = "none"
suppress_warnings = ["misc.highlighting_failure"]  # answers are shown in part: `…` is no JSON

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
add_module_names = False
default_role = "literal"

html_theme = "furo"
html_title = "Biennien"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
_fonts = {
    "font-stack": "'Noto Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif",
    "font-stack--headings": "'Noto Serif', 'New York', Cambria, 'Palatino Linotype', 'Times New Roman', serif",
    "font-stack--monospace": "'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, monospace",
}
_light = {
    "color-brand-primary": "#0a5c50",
    "color-brand-content": "#0a5c50",
    "color-brand-visited": "#57389a",
    "color-background-primary": "#fdfcf9",
    "color-background-secondary": "#f5f2eb",
    "color-foreground-primary": "#1c1b19",
    "color-foreground-secondary": "#5a554d",
    "color-foreground-muted": "#5b564e",
    "color-background-border": "#d8d2c6",
    "color-inline-code-background": "#f5f2eb",
    "color-api-name": "#0a5c50",
    "color-api-pre-name": "#5a554d",
}
_dark = {
    "color-brand-primary": "#6fcdbb",
    "color-brand-content": "#6fcdbb",
    "color-brand-visited": "#c3abf5",
    "color-background-primary": "#171614",
    "color-background-secondary": "#211f1c",
    "color-foreground-primary": "#ece8df",
    "color-foreground-secondary": "#aca69a",
    "color-foreground-muted": "#b2aca0",
    "color-background-border": "#3a3732",
    "color-inline-code-background": "#211f1c",
    "color-api-name": "#6fcdbb",
    "color-api-pre-name": "#aca69a",
}
html_theme_options = {
    "light_css_variables": _fonts | _light,
    "dark_css_variables": _fonts | _dark,
    "sidebar_hide_name": False,
}
