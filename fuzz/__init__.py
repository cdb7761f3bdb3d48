"""Fuzzing: every parser of what comes from outside, and the reader, on bytes that nobody would send in good faith (`make fuzz`)."""
