"""Bytes of a feed to entries: RSS, Atom and JSON Feed."""
