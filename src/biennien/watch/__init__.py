"""Following feeds: what is new is fetched and added, and rules on the record tell who asked for it."""
