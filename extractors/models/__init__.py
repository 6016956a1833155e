"""The models: annotation, sentence vectors, language detection and word frequencies."""
