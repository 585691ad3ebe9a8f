"""
A reseller's consented, time-boxed access into a customer's workspace.
"""
