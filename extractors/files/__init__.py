"""The user's files: seeds and lists of feeds."""
