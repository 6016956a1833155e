"""The models: annotation, sentence vectors, the language of a text, how common words are."""
