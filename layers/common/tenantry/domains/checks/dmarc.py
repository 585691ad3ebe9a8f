"""
Whether a DMARC policy holds for the domain (RFC 9989).
"""

from tenantry.domains.checks.policies import finding
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import Finding
from tenantry.mail_policy.dmarc import report


def look(scene: Scene) -> Finding:
    """
    Find the policy; one that only watches is enough, with a warning.
    """
    found = report.look(scene.lookups, scene.root)
    return finding(
        scene,
        found.remarks,
        passed=f"A DMARC policy holds for {scene.root}.",
        seen=found.records,
        to_set=[found.to_set],
    )
