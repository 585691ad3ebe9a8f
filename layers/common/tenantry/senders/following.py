"""
How senders follow domains: keys are asked for once a domain is proven, and given up with it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tenantry import settings
from tenantry.acts import Act
from tenantry.domains import store as domains
from tenantry.domains.findings import CheckName
from tenantry.domains.following import Follower, Found, Wanted
from tenantry.domains.model import Domain, DomainNotHeld, Holder, State
from tenantry.errors import Unavailable
from tenantry.observability import counted, log
from tenantry.senders import commands, identities, rules, store
from tenantry.senders.model import Identity, Look, Requirement, Sender, Status
from tenantry.senders.model import State as SenderState
from tenantry.transactions import Writes

SOON = timedelta(minutes=1)
"""When DNS is looked at again after SES has named records that nobody could set before."""

LATER = timedelta(minutes=15)
"""When SES is asked again, where it is SES that everything waits for."""

_OF_SES = {Requirement.IDENTITY, Requirement.SIGNING, Requirement.ENVELOPE, Requirement.ACCEPTED}


def wants(domain: Domain) -> Wanted:
    """
    The records that mail from a domain needs; those of DKIM once SES has said them.
    """
    sender = store.get_sender(domain.reseller_id, domain.name)
    if sender is None or not sender.tokens:
        return Wanted()
    return Wanted(sender.dkim_records, sender.mail_from_records(settings.spf_include()))


def joins(writes: Writes, before: Domain | None, after: Domain) -> None:
    """
    Let no mail leave from a domain in the instant in which it stops being served.
    """
    if before is None or after.is_served:
        return
    sender = store.get_sender(after.reseller_id, after.name)
    if sender is not None and sender.state is SenderState.READY:
        since = after.suspended_at or sender.since
        shut = rules.judged(sender, {Requirement.DOMAIN: Look.FAILED}, since)
        store.save(writes, sender, shut)


def follows(domain: Domain, found: Found, act: Act) -> datetime | None:
    """
    Shape 3. Bring the sender to what SES and the domain's looks say; answer when to look again.

    The sender is written before SES is asked for keys, and what SES says after: a pass that died
    between is finished by the next one, which asks what SES has.

    Raises:
        DomainNotHeld: The domain was lost since the pass began.
        Conflict: The sender was changed at the same moment; the pass comes again.
    """
    del found
    before = store.get_sender(domain.reseller_id, domain.name)
    if domain.state in {State.CLAIMED, State.RELEASED}:
        _let_go(domain, before, act)
        return None
    if before is None:
        if not domain.is_served:
            return None
        before = commands.move(None, commands.new(domain), act, domain)
    identity, is_new = _followed_identity(domain, before)
    seen = rules.looks_at_domain(domain) | rules.looks_at_identity(identity, before, act.now)
    after = rules.judged(_with_keys(before, identity), seen, act.now)
    if after != before or after.state is not after.told:
        after = commands.move(before, after, act, domain)
    return _next_look(after, act.now, is_new=is_new)


def _followed_identity(domain: Domain, sender: Sender) -> tuple[Identity | None, bool]:
    """
    The domain as SES has it, and whether SES was asked for it just now; None when it is silent.
    """
    if not domain.is_served:
        return None, False
    try:
        identity = identities.read(domain.name)
        # One that somebody made by hand is taken as it is, and never deleted.
        is_new = identity is None or identity.owner not in {None, domain.reseller_id}
        if is_new:
            _check_held(domain)
            if identity is not None:
                # Of who had the domain before: whoever has it now begins with keys of its own.
                identities.delete(domain.name)
            identities.create(domain.name, domain.reseller_id)
            identities.set_mail_from(domain.name, sender.mail_from)
        elif identity is not None and not _mend(domain, sender, identity):
            return identity, False
        return identities.read(domain.name), is_new
    except Unavailable as error:
        counted("sender.ses_silent")
        log.warning("SES was not asked about a sender", extra={"code": error.code, **error.context})
        return None, False


def _check_held(domain: Domain) -> None:
    """
    Refuse to take an identity from the partner that has the domain since this pass began.
    """
    holder = domains.get_holder(domain.name)
    if holder != Holder(domain.name, domain.reseller_id, domain.claimed_at):
        message = f"{domain.name} is not this partner's at this moment"
        raise DomainNotHeld(message)


def _mend(domain: Domain, sender: Sender, identity: Identity) -> bool:
    """
    Let SES look for records again that it had given up on and that are there now; whether it must.
    """
    gave_up_keys = identity.signing is Status.FAILED and domain.has_passed(CheckName.DKIM)
    if gave_up_keys:
        identities.look_again(domain.name)
    gave_up_records = identity.envelope is Status.FAILED and domain.has_passed(CheckName.MAIL_FROM)
    is_another = identity.mail_from != sender.mail_from
    if gave_up_records or is_another:
        identities.set_mail_from(domain.name, sender.mail_from)
    return gave_up_keys or gave_up_records or is_another


def _with_keys(sender: Sender, identity: Identity | None) -> Sender:
    if identity is None or (identity.tokens, identity.zone) == (sender.tokens, sender.zone):
        return sender
    return replace(sender, tokens=identity.tokens, zone=identity.zone)


def _next_look(sender: Sender, now: datetime, *, is_new: bool) -> datetime | None:
    if is_new:
        return now + SOON
    # What DNS lacks is looked at by the domain's own schedule.
    waits_for_ses = sender.missing and set(sender.missing) <= _OF_SES
    return now + LATER if waits_for_ses else None


def _let_go(domain: Domain, sender: Sender | None, act: Act) -> None:
    """
    Leave nothing of this partner's at SES, and forget what was chosen once the claim is over.

    Raises:
        Unavailable: SES did not answer; the pass comes again.
    """
    if sender is None:
        return
    if sender.tokens or domain.state is State.RELEASED:
        identity = identities.read(domain.name)
        # The next holder's may stand there already.
        if identity is not None and identity.owner == domain.reseller_id:
            identities.delete(domain.name)
    if domain.state is State.RELEASED:
        commands.remove(sender, act)
    elif sender.tokens:
        commands.move(sender, replace(sender, tokens=(), zone="", looks={}), act)


FOLLOWER = Follower("senders", wants=wants, joins=joins, follows=follows)
