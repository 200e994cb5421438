"""Makes the books of one company for Tryton, from nothing: run by tests/peers/install.sh in the peer's own Python."""

import sys
from datetime import date

from proteus import config
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear
from trytond.modules.account_invoice.tests.tools import set_fiscalyear_invoice_sequences
from trytond.modules.company.tests.tools import create_company, get_company


def main(settings: str, database: str) -> None:
    """A company in dollars with a chart of accounts and a fiscal year around today."""
    config.set_trytond(database, config_file=settings)
    create_company(currency="USD")
    create_chart(get_company())
    year = set_fiscalyear_invoice_sequences(create_fiscalyear(get_company(), date.today()))  # noqa: DTZ011 - its own day
    year.click("create_period")


main(*sys.argv[1:])
