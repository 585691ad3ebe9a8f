"""
Branding: pictures that partners upload, colours that can be read, and how both will look.
"""
