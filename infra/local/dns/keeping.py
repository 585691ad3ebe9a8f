"""
Zones as JSON, written down whole after each change and read at the next start.
"""

from dataclasses import asdict

from infra.local.dns.faults import Planned
from infra.local.dns.records import Fault
from infra.local.dns.zones import SERVERS_ZONE, Zone, Zones
from infra.local.kept import Kept
from infra.local.playing import Json


def fresh() -> Json:
    """
    What is kept at first; see `Kept`.
    """
    return {"keys": {}, "settings": {"delay_seconds": 0.0}, "zones": [], "faults": []}


def told(zones: Zones) -> list[Json]:
    """
    All zones but that of the servers' own names.
    """
    return [asdict(zone) for apex, zone in sorted(zones.all.items()) if apex != SERVERS_ZONE]


def keep(zones: Zones, kept: Kept) -> None:
    """
    Write them down.
    """
    kept.all("zones")[:] = told(zones)
    kept.all("faults")[:] = [asdict(one) for one in zones.faults.planned]
    kept.settings["delay_seconds"] = zones.faults.delay_seconds
    kept.save()


def restore(zones: Zones, kept: Kept) -> None:
    """
    Take up what was written down, in place of what is there of the same zones.
    """
    for zone in kept.all("zones"):
        zones.all[zone["apex"]] = Zone(zone["apex"], tuple(zone["servers"]), zone["records"])
    for one in kept.all("faults"):
        zones.faults.planned.append(Planned(**{**one, "fault": Fault(one["fault"])}))
    zones.faults.delay_seconds = float(kept.settings["delay_seconds"])
