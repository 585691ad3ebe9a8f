"""
What there is on the internet before anybody sets a record: the platform, and who mails for it.
"""

EDGE_HOST = "edge.tenantry.example"
"""What partners point their hosts at."""

DKIM_KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAz6ENJ3v2S0fH1dZ5wCV1PiFsyZuFz8vFpWx1"
    "W8Bf+t/B8hcyhyyoAPZyslpiZzsyBjbVJfTYVXYRD4UxVS1SybKJ9lEIxCluOKu93+3SZJo33IWgAomA"
    "sdWknesiCn4gz9pXgMmv6cczG0hmXDHAPkvk/FRdmJxP/Kb6KMA0Nrsr8nQTdqG4xaT4Ix3Qvtkq1JgO"
    "dInLvb9ivrCogO3Rk2UtyNPovDRpdOF1rYPzM2Q29zRLIfdDTijTI8VZ+WL6XzXJ1fSC6RRT27cHN+E2"
    "AV3pM8t6uIR+Bu3dvzqA31QBdOLH7VTWAHrmoL+DYvwzH7KBT7/jjS4bLXagjqFzVwIDAQAB"
)
"""A sample, whose private part nobody has: no mail is signed here."""

RECORDS: dict[str, dict[str, list[str]]] = {
    EDGE_HOST: {"A": ["127.0.0.1"]},
    "tenantry.example": {
        "A": ["127.0.0.1"],
        "TXT": ["v=spf1 include:amazonses.com -all"],
    },
    "_dmarc.tenantry.example": {"TXT": ["v=DMARC1; p=reject"]},
    # A sample of the right form; Amazon's own record names its real networks.
    "amazonses.com": {"TXT": ["v=spf1 ip4:192.0.2.0/24 -all"]},
    # SES has a key of its own behind each of its names.
    "*.dkim.amazonses.com": {"TXT": [f"v=DKIM1; k=rsa; p={DKIM_KEY}"]},
    "feedback-smtp.eu-west-1.amazonses.com": {"A": ["192.0.2.25"]},
}
