"""
Payment providers: what we ask of them, and what their events say.
"""
