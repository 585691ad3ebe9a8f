"""
Pilots: their reminders, their end, and their upgrade.
"""
