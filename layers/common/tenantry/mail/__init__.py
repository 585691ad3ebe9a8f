"""
Mail as people see it: words in five languages, and how they are laid out. Nothing here sends.
"""
