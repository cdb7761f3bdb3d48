"""Getting pages from the web, politely and within bounds; nothing here knows what a report is."""

from biennien.fetch.client import Answer as Answer
from biennien.fetch.client import Client as Client
from biennien.fetch.client import FetchError as FetchError
from biennien.fetch.limits import Limits as Limits
