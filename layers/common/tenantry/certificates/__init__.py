"""
Certificates of partners' domains: the platform's or their own, watched until they end (R-WL-2).
"""
