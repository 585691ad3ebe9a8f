"""
A stand-in for the edge on this machine: AWS Certificate Manager, Amazon CloudFront, and its door.

Each module says what AWS does and it does not.
"""
