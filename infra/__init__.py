"""
What stands around the product: the local stack and the build of the layer. None of it is deployed.
"""
