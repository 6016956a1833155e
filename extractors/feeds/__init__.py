"""Parse feeds into entries: RSS, Atom and JSON Feed."""
