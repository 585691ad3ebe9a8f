"""
What a partner sees of its money: what is owed, what is payable, and why the rest is not yet.
"""
