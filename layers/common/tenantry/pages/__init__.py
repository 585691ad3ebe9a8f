"""
The pages that people see in a browser, without scripts, in five languages and the reseller's look.
"""
