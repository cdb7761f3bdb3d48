"""Other open software on the same reports in the same run: how well, and how fast."""
