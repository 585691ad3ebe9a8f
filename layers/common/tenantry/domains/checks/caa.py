"""
Whether our certification authority may issue for the domain and all names below it (RFC 8659).
"""

from tenantry.domains.checks.policies import finding
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import Finding
from tenantry.mail_policy.caa import report


def look(scene: Scene) -> Finding:
    """
    Find the records that decide; most domains have none, and let anybody issue.
    """
    found = report.look(scene.lookups, scene.root)
    rules = [
        f'{one.found_at} {128 if rule.is_critical else 0} {rule.tag} "{rule.value}"'
        for one in found.permissions
        if one.found_at is not None
        for rule in one.properties
    ]
    return finding(
        scene,
        found.remarks,
        passed=f"Nothing keeps certificates for {scene.root} from being issued.",
        seen=dict.fromkeys(rules),
        to_set=found.to_set,
    )
