"""
A partner's own certificate is read: what is wrong with it, and that its key shows nowhere.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from tenantry.certificates.own import Material, read
from tenantry.errors import Invalid
from tests.acting import DAY, NOON, SECOND
from tests.certifying import (
    NAMES,
    PARTNER,
    Leaf,
    a_curve_key,
    a_leaf,
    a_signer,
    an_rsa_key,
    below,
    between,
    key_pem,
    root,
    stranger,
    with_rsa,
)

pytestmark = pytest.mark.requirement("R-WL-2")

SEC1 = PrivateFormat.TraditionalOpenSSL


@pytest.fixture(scope="module", autouse=True)
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    file: Path = tmp_path_factory.mktemp("roots") / "roots.pem"
    file.write_text(root().pem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TENANTRY_TRUSTED_ROOTS", str(file))
        yield


def refusal(material: Material, names: tuple[str, ...] = NAMES) -> str:
    with pytest.raises(Invalid) as refused:
        read(material, names, NOON)
    return str(refused.value)


def with_key(leaf: Leaf, text: str) -> Material:
    return Material(leaf.pem, leaf.chain_pem, text)


@pytest.mark.parametrize("signer", [between, with_rsa, root])
def test_a_certificate_with_its_chain_and_key_is_taken(signer: object) -> None:
    key = an_rsa_key() if signer is with_rsa else None
    leaf = a_leaf(key=key, signed_by=signer())  # type: ignore[operator]

    own = read(leaf.material, NAMES, NOON)

    assert (own.issued.serial, own.issued.not_after) == (leaf.serial, NOON + 90 * DAY)
    assert own.leaf.decode() == leaf.pem
    assert own.chain.decode() == leaf.chain_pem


def test_a_chain_of_two_and_the_root_itself_is_taken() -> None:
    leaf = a_leaf(signed_by=below())
    chain = below().pem + between().pem + root().pem

    own = read(Material(leaf.pem, chain, leaf.key_pem), NAMES, NOON)

    assert own.chain.count(b"BEGIN CERTIFICATE") == 3


def test_certificates_behind_the_first_are_the_chain() -> None:
    leaf = a_leaf()

    own = read(Material(leaf.pem + leaf.chain_pem, "", leaf.key_pem), NAMES, NOON)

    assert own.chain.decode() == between().pem


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "subject=CN = partner.example\n\n" + text + "\n\n",
    ],
    ids=["byte order mark", "CRLF", "CR", "words around it"],
)
def test_a_text_is_taken_as_people_copy_it(spoil: object) -> None:
    leaf = a_leaf()
    parts = (leaf.pem, leaf.chain_pem, leaf.key_pem)

    own = read(Material(*(spoil(part) for part in parts)), NAMES, NOON)  # type: ignore[operator]

    assert own.issued.serial == leaf.serial


@pytest.mark.parametrize("form", ["PKCS#8", "PKCS#1", "SEC1", "SEC1 behind its parameters"])
def test_a_key_is_taken_in_each_of_its_forms_and_goes_on_as_pkcs8(form: str) -> None:
    is_rsa = form == "PKCS#1"
    leaf = a_leaf(key=an_rsa_key(), signed_by=with_rsa()) if is_rsa else a_leaf()
    text = leaf.key_pem if form == "PKCS#8" else key_pem(leaf.key, SEC1)
    if form.endswith("parameters"):
        text = (
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + text
        )

    own = read(with_key(leaf, text), NAMES, NOON)

    assert own.key.decode() == leaf.key_pem


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: a_leaf([PARTNER]), "*.partner.example is not among its names"),
        (lambda: a_leaf([NAMES[1]]), "; partner.example is not among"),
        (lambda: a_leaf(["other.example", "*.other.example"]), "is not among its names"),
        (lambda: a_leaf([]), "is not among its names"),
        (lambda: a_leaf(begins=NOON + SECOND), "is not valid yet: it begins at 2026-11-21 12:00"),
        (lambda: a_leaf(ends=NOON), "has ended at 2026-11-21 12:00 UTC"),
        (lambda: a_leaf(key=an_rsa_key(1_024), signed_by=with_rsa()), "RSA of 1024 bits"),
        (lambda: a_leaf(key=a_curve_key(ec.SECP384R1())), "the curve secp384r1"),
        (lambda: a_leaf(is_authority=True), "of an authority"),
        (lambda: a_leaf(uses=[ExtendedKeyUsageOID.CLIENT_AUTH]), "must be for servers"),
    ],
)
def test_a_certificate_that_nobody_could_be_served_with_is_refused(make: object, rule: str) -> None:
    leaf: Leaf = make()  # type: ignore[operator]

    told = refusal(leaf.material)

    assert told.startswith("certificate: ")
    assert rule in told


def test_a_certificate_is_taken_from_its_first_second_to_its_last() -> None:
    leaf = a_leaf(begins=NOON, ends=NOON + SECOND)

    own = read(leaf.material, NAMES, NOON)

    assert own.issued.not_before == NOON


@pytest.mark.parametrize(
    ("chain", "rule"),
    [
        (lambda: between().pem + below().pem, "must be in order"),
        (lambda: below().pem + root().pem + between().pem, "must be in order"),
        (lambda: "", "the certificate of CN=Lower Authority of Tests is missing"),
        (lambda: below().pem, "the certificate of CN=Authority of Tests is missing"),
        (lambda: below().pem + between().pem + stranger().pem, "at place 3 certifies none"),
        (lambda: stranger().pem, "the certificate of CN=Lower Authority of Tests is missing"),
        (lambda: "no certificate", "must be a certificate in PEM form"),
        (lambda: below().pem + key_pem(below().key), "holds a private key"),
        (lambda: below().pem * 11, "at most 10"),
    ],
)
def test_a_chain_that_does_not_lead_to_a_root_step_by_step_is_refused(
    chain: object, rule: str
) -> None:
    leaf = a_leaf(signed_by=below())

    told = refusal(Material(leaf.pem, chain(), leaf.key_pem))  # type: ignore[operator]

    assert told.startswith("chain: ")
    assert rule in told


def test_a_chain_to_a_root_that_nobody_knows_is_refused() -> None:
    leaf = a_leaf(signed_by=stranger())

    told = refusal(leaf.material)

    assert told == "chain: ends at CN=Stranger, which browsers do not know"


def test_a_chain_with_a_certificate_that_has_ended_is_refused() -> None:
    ended = a_signer("Ended", root(), ends=NOON)
    leaf = a_leaf(signed_by=ended)

    told = refusal(leaf.material)

    assert told == "chain: the certificate at place 1 is not valid now (CN=Ended)"


def test_a_forged_signature_of_a_known_authority_is_refused() -> None:
    forger = a_signer("Authority of Tests", None)
    leaf = a_leaf(signed_by=forger)

    told = refusal(Material(leaf.pem, between().pem, leaf.key_pem))

    assert told == "chain: is not complete: the certificate of CN=Authority of Tests is missing"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (lambda _: a_leaf().key_pem, "is the key of another certificate"),
        (lambda _: key_pem(an_rsa_key()), "is the key of another certificate"),
        (lambda leaf: key_pem(leaf.key, password=b"secret"), "is encrypted"),
        (lambda leaf: key_pem(leaf.key, SEC1, b"secret"), "is encrypted"),
        (lambda leaf: leaf.key_pem[:80] + "\n-----END PRIVATE KEY-----", "must be a whole"),
        (lambda leaf: leaf.key_pem * 2, "must be one private key"),
        (lambda leaf: leaf.pem, "must be one private key"),
        (lambda _: "", "must be one private key"),
        (lambda _: "x" * 5_121, "must have at most 5120 bytes"),
    ],
)
def test_a_key_that_is_not_the_certificates_is_refused_without_a_word_of_it(
    text: object, rule: str
) -> None:
    leaf = a_leaf()
    sent = text(leaf)  # type: ignore[operator]

    with pytest.raises(Invalid) as refused:
        read(with_key(leaf, sent), NAMES, NOON)

    told = f"{refused.value!r} {refused.value.context}"
    assert rule in told
    assert "private_key" in told
    assert refused.value.__context__ is None
    assert not any(line in told for line in sent.splitlines()[1:-1] if line)


@pytest.mark.parametrize(
    "garbage",
    [
        "x" * 1_000_000,
        "-----BEGIN CERTIFICATE-----\n" * 3_000,
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n\u0000\ud7ff\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n",
    ],
    ids=["a million letters", "beginnings", "too short", "strange letters", "a request"],
)
def test_garbage_is_refused_as_a_certificate(garbage: str) -> None:
    leaf = a_leaf()

    told = refusal(Material(garbage, "", leaf.key_pem))

    assert told.startswith("certificate: ")


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400))
def test_whatever_is_sent_is_refused_with_the_name_of_a_field(
    certificate: str, chain: str, key: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read(Material(certificate, chain, key), NAMES, NOON)

    assert refused.value.context["errors"][0]["field"] == "certificate"  # type: ignore[index]


def test_a_chain_that_is_sent_twice_is_refused() -> None:
    leaf = a_leaf()

    told = refusal(Material(leaf.pem + leaf.chain_pem, leaf.chain_pem, leaf.key_pem))

    assert told == "certificate: must hold one certificate when the chain is given apart"


def test_a_key_stands_in_no_representation() -> None:
    leaf = a_leaf(ends=NOON + timedelta(days=1))
    own = read(leaf.material, NAMES, NOON)

    shown = f"{own!r} {leaf.material!r}"

    assert not any(secret in shown for secret in leaf.secrets())
