"""
Exchange rates: stored once per day, converted with exactly, and never guessed.
"""
