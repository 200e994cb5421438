"""A token is had by a certificate as Microsoft describes it, and what is no certificate is named."""

import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from adapters.teams.certificate import ASSERTION_TYPE, read_certificate
from adapters.teams.clouds import CLOUDS, Registration
from adapters.teams.sender_token import Tokens
from bot.faults import Faults
from bot.settings import Settings
from bot.teams_side import registration_of
from tests.adapters.teams.out.fake_teams import FakeTeams
from tests.adapters.teams.out.hand_set import Clock

NOW = 1_795_000_000
KEY = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 2048)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def certified(key: Key = KEY, ends: datetime | None = None) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "quarterback.example.com")])
    ends = ends or datetime.now(UTC) + timedelta(days=400)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(ends - timedelta(days=800)).not_valid_after(ends)
    return made.sign(key, SHA256())


def pem(ends: datetime | None = None) -> bytes:
    """A certificate and its key, as a file holds them."""
    return certified(ends=ends).public_bytes(Encoding.PEM) + _spelt(KEY)


def _spelt(key: Key, lock: KeySerializationEncryption | None = None) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock or NoEncryption())


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    made = FakeTeams(time.monotonic)
    yield made
    made.close()


@pytest.mark.parametrize("key_first", [False, True])
def test_a_token_is_asked_for_with_a_statement_signed_by_the_key(teams: FakeTeams, key_first: bool) -> None:
    shown, spelt = certified(), _spelt(KEY)
    der = shown.public_bytes(Encoding.PEM)
    certificate = read_certificate(spelt + der if key_first else der + spelt)
    cloud = replace(CLOUDS["public"], login=teams.url + "/")
    registration = Registration("app-1", "", "tenant-1", "SingleTenant", cloud, certificate)
    tokens = Tokens(registration, {}, Clock(), lambda: NOW)
    assert tokens() == "t1"
    tokens.close()

    [asked] = teams.tokens
    assert "client_secret" not in asked
    assert (asked["client_id"], asked["client_assertion_type"]) == ("app-1", ASSERTION_TYPE)
    said = asked["client_assertion"]
    assert jwt.get_unverified_header(said) == {
        "alg": "PS256",
        "typ": "JWT",
        "x5t#S256": urlsafe_b64encode(shown.fingerprint(SHA256())).rstrip(b"=").decode(),
    }
    unchecked = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
    audience = f"{teams.url}/tenant-1/oauth2/v2.0/token"
    claims = jwt.decode(said, KEY.public_key(), ["PS256"], unchecked, audience=audience)
    assert (claims["iss"], claims["sub"], claims["nbf"], claims["exp"]) == ("app-1", "app-1", NOW, NOW + 300)
    assert "key" not in repr(registration)


_SHOWN = certified().public_bytes(Encoding.PEM)
_CURVE = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (b"", "does not hold"),
        (b"\xff\xfe nonsense", "does not hold"),
        (_SHOWN, "does not hold"),
        (_spelt(KEY), "does not hold"),
        (_SHOWN + _spelt(OTHER), "of another certificate"),
        (_SHOWN + _spelt(KEY, BestAvailableEncryption(b"locked")), "locked by a password"),
        (certified(_CURVE).public_bytes(Encoding.PEM) + _spelt(_CURVE), "not RSA"),
    ],
)
def test_what_is_no_certificate_is_named_with_the_setting(tmp_path: Path, held: bytes, why: str) -> None:
    path = tmp_path / "app.pem"
    path.write_bytes(held)
    with pytest.raises(Faults) as named:
        registration_of(Settings(teams_app_id="app-1", teams_certificate=path))
    (fault,) = named.value.faults
    assert fault.key == "QUARTERBACK_TEAMS_CERTIFICATE"
    assert why in fault.what
    assert fault.mend


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Faults) as named:
        registration_of(Settings(teams_app_id="app-1", teams_certificate=tmp_path / "none.pem"))
    assert "cannot be read" in named.value.faults[0].what
