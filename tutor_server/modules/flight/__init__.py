"""Flight records of live sessions: kept by consent, sealed, for days; replayed and drawn."""
