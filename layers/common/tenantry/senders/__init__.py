"""
Where a partner's mail leaves from: its own domain once everything passes, else ours (R-WL-4).
"""
