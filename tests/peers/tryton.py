"""Tryton with its credit limits: started on books of its own, and what an accountant does in it."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from tests.peers.local_slack import free_port, wait_until_open

HOME = Path(__file__).parents[2] / "var/peers/tryton"
BOOKS = HOME / "books/sales.sqlite"
MISSING = "Tryton is not installed: run tests/peers/install.sh"
USER, PASSWORD, DATABASE = "admin", "admin", "sales"
_PATIENCE = 30.0  # seconds


class Tryton:
    """The running peer, logged in as an accountant."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._client = httpx.Client(base_url=self.address, timeout=_PATIENCE)
        user, session, *_ = self.call("common.db.login", USER, {"password": PASSWORD})
        key = base64.b64encode(f"{USER}:{user}:{session}".encode()).decode()
        self._client.headers["Authorization"] = f"Session {key}"

    def call(self, method: str, *params: Any) -> Any:
        answer = self._client.post(f"/{DATABASE}/rpc/", json={"id": 1, "method": method, "params": params})
        answer.raise_for_status()
        said = answer.json()
        assert "error" not in said, said
        return said["result"]

    def customer(self, name: str, limit: str, website: str = "") -> int:
        """A customer with that credit limit; the id."""
        contact = [["create", [{"type": "website", "value": website}]]] if website else []
        made = {"name": name, "contact_mechanisms": contact}
        party: int = self.call("model.party.party.create", [made], {"company": 1})[0]
        self.call("model.party.party.write", [party], {"credit_limit_amount": _money(limit)}, {"company": 1})
        return party

    def owes(self, party: int, amount: str) -> None:
        """A posted invoice's worth of debt."""
        self._book(party, debit=amount)

    def pays(self, party: int, amount: str) -> None:
        self._book(party, credit=amount)

    def close(self) -> None:
        self._client.close()

    def _book(self, party: int, debit: str = "0", credit: str = "0") -> None:
        """A move between what the customer owes and what was earned."""
        lines = [
            {"account": self._account("receivable"), "party": party, "debit": _money(debit), "credit": _money(credit)},
            {"account": self._account("revenue"), "debit": _money(credit), "credit": _money(debit)},
        ]
        today = date.today()  # noqa: DTZ011 - of the peer's own machine, this one
        day = {"__class__": "date", "year": today.year, "month": today.month, "day": today.day}
        period = self._first("account.period", [["start_date", "<=", day], ["end_date", ">=", day]])
        move = {
            "journal": self._first("account.journal", []),
            "period": period,
            "date": day,
            "lines": [["create", lines]],
        }
        made = self.call("model.account.move.create", [move], {"company": 1})
        self.call("model.account.move.post", made, {"company": 1})

    def _account(self, kind: str) -> int:
        return self._first("account.account", [[f"type.{kind}", "=", True], ["closed", "!=", True]])

    def _first(self, model: str, where: list[Any]) -> int:
        found: list[int] = self.call(f"model.{model}.search", where, 0, 1, None, {"company": 1})
        return found[0]


@contextmanager
def running(folder: Path) -> Iterator[Tryton]:
    """The peer on a free port, on a copy of the books."""
    shutil.copy(BOOKS, folder / "sales.sqlite")
    settings, port = folder / "trytond.conf", free_port()
    settings.write_text(
        f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n", encoding="utf-8"
    )
    command = [HOME / "venv/bin/trytond", "-c", settings, "-d", DATABASE]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            wait_until_open(port)
            peer = Tryton(port)
            try:
                yield peer
            finally:
                peer.close()
        finally:
            process.terminate()


def _money(amount: str) -> dict[str, str]:
    return {"__class__": "Decimal", "decimal": amount}
