"""Views of the record: record → rows as in the documented JSON (`tell_meetings`, `tell_statements`, `tell_reports`), used by the app."""
