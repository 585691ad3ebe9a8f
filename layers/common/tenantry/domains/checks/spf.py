"""
Whether the domain's SPF record lets our mail through (RFC 7208).
"""

from tenantry.domains.checks.policies import finding
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import Finding
from tenantry.mail_policy.spf import report


def look(scene: Scene) -> Finding:
    """
    Walk the record to where our sender stands, within the limits that receivers keep to.
    """
    include = scene.wanted.spf_include or scene.platform.spf_include
    found = report.look(scene.lookups, scene.root, include)
    return finding(
        scene,
        found.remarks,
        passed=f"The SPF record of {scene.root} lets our mail through.",
        seen=found.records,
        to_set=[found.to_set],
    )
