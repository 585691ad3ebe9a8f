"""
Hosts: under which names partners' customers find us, and whose look they see there.
"""
