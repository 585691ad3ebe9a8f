"""
What stands around the product: the local stack and the build of the shared layer. Nothing of it is deployed.
"""
