"""All HTTP: guarded and limited requests, with address checks, decompression, rate limits and robots.txt."""
