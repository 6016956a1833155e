"""The desk: the pages that an editor works in."""
