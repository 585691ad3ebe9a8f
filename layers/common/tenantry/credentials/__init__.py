"""
API keys, sign-in links and sessions.
"""
