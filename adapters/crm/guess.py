"""Guesses which column is what from the usual names in exports of Salesforce, HubSpot and Pipedrive, and plain ones."""

from collections.abc import Mapping, Sequence

from domain.sales.imports.cells import shown, squash
from domain.sales.imports.mapping import Columns, FieldMapping, ImportFault, Kind, RowSource, TableMapping

Usual = Mapping[str, tuple[str, ...]]

# By key, the best name first; letter case, spaces and signs aside, and without "Deal - " or "Opportunity" before it.
_OPPORTUNITIES: Usual = {
    "id": ("id", "opportunityid", "dealid", "recordid", "crmid", "oppid", "hsobjectid", "reference"),
    "name": ("name", "title", "opportunity", "deal"),
    "account": (
        "account",
        "accountname",
        "organization",
        "organisation",
        "company",
        "companyname",
        "customer",
        "customername",
        "associatedcompany",
        "associatedcompanyprimary",
        "client",
    ),
    "account_id": ("accountid", "companyid", "organizationid", "customerid", "associatedcompanyids"),
    "product": ("product", "productname", "products", "lineitem", "productcode"),
    "owner": ("owner", "ownername", "owneremail", "salesagent", "salesrep", "rep", "accountexecutive", "ownerid"),
    "stage": ("stage", "stagename", "salesstage", "dealstage", "pipelinestage"),
    "status": ("status",),
    "probability": ("probability", "probabilitypercent", "winprobability", "dealprobability", "chance"),
    "amount": ("amount", "value", "closevalue", "revenue", "dealvalue", "amountincompanycurrency", "totalamount"),
    "currency": ("currency", "currencyisocode", "amountcurrency", "currencyofvalue", "dealcurrencycode"),
    "close_date": ("closedate", "expectedclosedate", "estimatedclosedate", "closingdate", "expectedclose"),
    "forecast_category": ("forecastcategory", "forecastcategoryname"),
    "next_step": ("nextstep", "nextsteps"),
    "next_step_date": ("nextstepdate",),
    "competitor": ("competitor", "competitors", "maincompetitor", "maincompetitors"),
    "loss_reason": ("lossreason", "lostreason", "closedlostreason", "reasonlost"),
    "feedback": ("feedback", "customerfeedback"),
    "created": ("created", "createdate", "createddate", "creationdate", "dealcreated", "engagedate", "addtime"),
    "stage_since": (
        "stagesince",
        "laststagechange",
        "laststagechangedate",
        "lastchangeofstage",
        "dateenteredcurrentstage",
        "engagedate",
    ),
    "confirmed": ("lastmodifieddate", "lastmodified", "updatetime", "lastupdated", "modifieddate", "updated"),
}
_PEOPLE: Usual = {
    "name": ("name", "fullname", "salesagent", "salesrep", "rep", "person", "user", "username", "owner", "employee"),
    "email": ("email", "emailaddress", "workemail", "mail"),
    "role": ("role",),
    "team": ("team", "salesteam", "regionaloffice", "region", "territory", "office"),
    "manager": ("manager", "salesmanager", "managername", "manageremail", "reportsto"),
    "quota": ("quota", "quarterlyquota", "quarterquota"),
}
_PRODUCTS: Usual = {
    "name": ("name", "product", "productname"),
    "list_price": ("listprice", "salesprice", "price", "unitprice", "standardprice", "suggestedretailprice"),
}
_ACCOUNTS: Usual = {
    "id": ("id", "accountid", "companyid", "recordid", "organizationid", "customerid"),
    "name": ("name", "account", "accountname", "company", "companyname", "organization", "customer", "organisation"),
    "sector": ("sector", "industry", "segment", "vertical", "type"),
}
# What a kind must have to be that kind: one key of each group. In the order in which they are tried.
_NEEDS: tuple[tuple[Kind, Usual, tuple[tuple[str, ...], ...]], ...] = (
    (Kind.OPPORTUNITIES, _OPPORTUNITIES, (("id", "name"), ("stage", "status"), ("amount", "close_date"))),
    (Kind.PRODUCTS, _PRODUCTS, (("name",), ("list_price",))),
    # Not by e-mail addresses alone: a list of the customers' contacts must not become a list of reps.
    (Kind.PEOPLE, _PEOPLE, (("name",), ("manager", "role", "team", "quota"))),
    (Kind.ACCOUNTS, _ACCOUNTS, (("name",), ("id", "sector"))),
)
_PREFIXES = ("deal", "opportunity")


def guess_mapping(sources: Sequence[RowSource]) -> FieldMapping:
    """A mapping of all files whose columns are known, each named in it. Raises ImportFault where none is."""
    tables = [table for source in sources if (table := _table(source))]
    if not tables:
        raise ImportFault(*(_unknown(source) for source in sources))
    return FieldMapping(tuple(tables))


def _table(source: RowSource) -> TableMapping | None:
    for kind, usual, needs in _NEEDS:
        columns = _columns(source.columns, usual)
        if all(any(key in columns for key in group) for group in needs):
            if kind is Kind.OPPORTUNITIES:
                # Without an id the name must tell them apart; a status of won or lost is stage enough.
                columns = {"id": columns.get("id", columns.get("name", Columns(())))} | columns
                columns = {"stage": columns.get("stage", columns.get("status", Columns(())))} | columns
                columns = {key: columns[key] for key in usual if key in columns}
            return TableMapping(kind, columns, source.name)
    return None


def _columns(names: Sequence[str], usual: Usual) -> dict[str, Columns]:
    """The column of each key, where there is one."""
    by_word: dict[str, str] = {}
    for name in names:
        by_word.setdefault(squash(name), name)
    for name in names:
        by_word.setdefault(_bare(name), name)
    found = {key: next((by_word[word] for word in words if word in by_word), None) for key, words in usual.items()}
    return {key: Columns((name,)) for key, name in found.items() if name}


def _bare(name: str) -> str:
    """Pipedrive's "Deal - Value" and Salesforce's "Opportunity Owner" without what they belong to."""
    word = squash(name)
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix):
            return word.removeprefix(prefix)
    return word


def _unknown(source: RowSource) -> str:
    has = ", ".join(f"“{shown(column)}”" for column in source.columns[:20])
    return (
        f"{source.name}: its columns do not say what it holds ({has}); "
        "opportunities need an id or name, a stage, and an amount or close date: name them in a mapping"
    )
