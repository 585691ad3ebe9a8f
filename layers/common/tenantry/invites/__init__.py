"""
Magic-link invitations.
"""
