"""A client certificate in the place of the app's secret: a signed statement of who asks, good for a few minutes."""

import uuid
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_GOOD_FOR = 300  # seconds


@dataclass(frozen=True, slots=True)
class Certificate:
    """What Microsoft knows of it, until when it holds, and the key that only we have."""

    thumbprint: str
    ends: datetime
    key: RSAPrivateKey = field(repr=False)

    def assertion(self, app_id: str, audience: str, now: float) -> str:
        """That this app asks at `audience`. `now` is Unix time."""
        claims = {"aud": audience, "iss": app_id, "sub": app_id, "jti": str(uuid.uuid4())}
        times = {"iat": int(now), "nbf": int(now), "exp": int(now) + _GOOD_FOR}
        return jwt.encode(claims | times, self.key, "PS256", {"x5t#S256": self.thumbprint})


def read_certificate(pem: bytes) -> Certificate:
    """From a file that holds both, in either order. ValueError with a sentence where it is none that can be used."""
    try:
        shown = x509.load_pem_x509_certificate(pem)
        key = load_pem_private_key(pem, None)
    except TypeError:
        raise ValueError("its private key is locked by a password") from None
    except ValueError:
        raise ValueError("it does not hold a certificate and its private key as PEM") from None
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("its key is not RSA, and Microsoft takes no other")
    if key.public_key() != shown.public_key():
        raise ValueError("its private key is of another certificate")
    thumbprint = urlsafe_b64encode(shown.fingerprint(SHA256())).rstrip(b"=").decode()
    return Certificate(thumbprint, shown.not_valid_after_utc, key)
