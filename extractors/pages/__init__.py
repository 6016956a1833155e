"""Extract the article of a web page."""
