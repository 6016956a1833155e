"""One guarded, limited GET: addresses, connections, encodings, turns, robots.txt. The only HTTP of the house."""
