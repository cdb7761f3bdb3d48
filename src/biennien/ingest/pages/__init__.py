"""A web page → the fields of a report: what the page itself says of it, and its words without the page around them."""

from biennien.ingest.pages.page import read_page as read_page
