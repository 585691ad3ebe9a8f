"""
Addresses that are not mailed any more, because mail to them came back or was complained about.
"""
