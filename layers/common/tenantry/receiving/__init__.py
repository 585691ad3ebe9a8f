"""
What providers tell: believed or asked about, and taken to what it is about.
"""
