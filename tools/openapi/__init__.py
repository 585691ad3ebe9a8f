"""
The API's document, OpenAPI 3.1, and its readable page, both made from the code.
"""
