"""Seals what must not be read in the database, with keys that live in the environment only."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class WrongKey(Exception):
    """Sealed with none of the keys at hand, or too old. `str()` says how to mend it."""


class Seal:
    """The first key seals, every key opens: to replace a key, put the new one before the old one.

    A key is 32 random bytes in URL-safe base64, as `new_key` gives. ValueError for anything else.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def close(self, text: str, now: float = 0) -> str:
        """Sealed at `now` (Unix time), which only `open` with `oldest` looks at."""
        return self._fernet.encrypt_at_time(text.encode(), int(now)).decode()

    def open(self, sealed: str, now: float = 0, oldest: int | None = None) -> str:
        """The text; WrongKey where no key opens it, or where it was sealed more than `oldest` seconds before `now`."""
        try:
            if oldest is None:
                return self._fernet.decrypt(sealed).decode()
            return self._fernet.decrypt_at_time(sealed, oldest, int(now)).decode()
        except (InvalidToken, ValueError):
            raise WrongKey(
                "What was stored was sealed with another key: put that key back, behind the new one."
            ) from None

    def renew(self, sealed: str) -> str:
        """The same, sealed with the first key."""
        try:
            return self._fernet.rotate(sealed).decode()
        except InvalidToken:
            raise WrongKey(
                "What was stored was sealed with another key: put that key back, behind the new one."
            ) from None


def new_key() -> str:
    """A key that nobody else has."""
    return Fernet.generate_key().decode()
