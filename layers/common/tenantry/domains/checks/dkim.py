"""
Whether the records of the sender's DKIM keys are there (RFC 6376).
"""

from tenantry.domains.checks.policies import awaits_sender, finding, to_set_of
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import Finding
from tenantry.mail_policy.dkim import report


def look(scene: Scene) -> Finding:
    """
    Look for each record that the sender wants; until it has said which, nothing is to be set.
    """
    wanted = scene.wanted.dkim
    if wanted is None:
        return awaits_sender("keys")
    found = [report.look(scene.lookups, scene.root, to_set_of(record)) for record in wanted]
    return finding(
        scene,
        [remark for one in found for remark in one.remarks],
        passed=f"The DKIM records of {scene.root} lead to our keys.",
        seen=[f"{one.name} {value}" for one in found for value in (*one.chain, *one.seen)],
        to_set=[one.to_set for one in found],
    )
