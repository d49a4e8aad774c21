"""What a sentence says of the facts of a case. Pure functions of normalised text; `extractor.py` is Rasa's side."""
