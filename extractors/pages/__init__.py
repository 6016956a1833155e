"""Bytes of a page to its article."""
