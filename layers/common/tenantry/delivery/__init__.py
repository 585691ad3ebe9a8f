"""
Mails on their way: composed from events, sent once, and written down.
"""
