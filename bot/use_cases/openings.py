"""New opportunities in words: asked once for what is missing, made after a yes, taken back with one tap."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from difflib import get_close_matches

from bot.scene import Scene
from bot.use_cases.forms import typed_amount, typed_day
from bot.use_cases.record import make_statement
from bot.views import openings as view
from bot.views import quick, update
from domain.reading.fold import fold
from domain.reading.openings import Found, labelled_in, new_one, values_in
from domain.reading.values import yes_no
from domain.sales.change import opened
from domain.sales.openings import Opening, OpeningState
from domain.sales.opportunity import Account, Opportunity
from domain.sales.people import Role

_FRESH = timedelta(hours=1)  # how long words may answer what was asked
_MENTIONS = re.compile(
    r"\b(?:opening|prospect|lead (?:at|with)|interest(?:ed)? (?:at|in|from)|new (?:opportunity|deal) (?:at|with)"
    r"|asked (?:about|for)|could use|looking for)\b|\bnew (?:one|opportunity|opp|deal|opening|lead) *[:–-]",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:it|its|it's|is|the|an?|about|around|amount|worth|value|close[sd]?|closing|date|by|in|on|for|and|of|end|with"
    r"|product|account|probably|roughly|say|some|yes|ok|at|to|us|them|they)\b|[\s,.;:'’-]+"
)


def mentions_one(said: str) -> bool:
    """Whether some words may speak of an opening, seen at a glance."""
    return _MENTIONS.search(said) is not None


def open_new(scene: Scene, said: str, said_for: str = "") -> None:
    """ "New one: Hooli, product A, about 80k, spring": made at once where it is complete and its account known."""
    found = new_one(said, scene.local_now, scene.company.process, _products(scene))
    opening = _stored(scene, found, said_for)
    around = _around(scene, opening)
    if opening.missing or around.owners or around.account is None or around.already:
        scene.reply(view.shall_i_open(opening, around, mentioned=False), view.OPENING, opening.id)
    else:
        open_it(scene, opening)


def propose_labelled(scene: Scene, said: str) -> None:
    """What an ordinary reply announces beside what it answers: "60 %. New one: Hooli, product A, about 80k"."""
    if mentions_one(said):
        for found in labelled_in(said, scene.local_now, scene.company.process, _products(scene)):
            propose(scene, found, "")


def propose(scene: Scene, found: Found, said_for: str) -> None:
    """An opening that was mentioned: asked before anything is made."""
    opening = _stored(scene, found, said_for)
    scene.reply(view.shall_i_open(opening, _around(scene, opening), mentioned=True), view.OPENING, opening.id)


def answer(scene: Scene, said: str) -> bool:
    """Take words as the answer to what was asked here of an opening; False, and nothing done, where they are none."""
    opening = _asked_here(scene)
    if opening is None:
        return False
    yes = yes_no(said) if len(said.split()) <= 4 and not any(letter.isdigit() for letter in said) else None
    if yes is False:
        decline(scene, opening)
        return True
    completed = opening if yes else _completed(scene, opening, said)
    if completed is None:
        return False
    opening = scene.uow.openings.save(completed)
    if opening.complete and opening.owner:
        open_it(scene, opening)
    else:
        scene.reply(view.shall_i_open(opening, _around(scene, opening), mentioned=False), view.OPENING, opening.id)
    return True


def waiting(scene: Scene) -> bool:
    """Whether an opening was asked about here."""
    return bool(scene.uow.openings.asked_of(scene.person.id, scene.thread.id if scene.thread else None))


def open_it(scene: Scene, opening: Opening) -> None:
    """Make the opportunity, and the account where it is new; the log tells it as changes from nothing."""
    account = _account(scene, opening.account)
    known = account or Account(_slug(scene, opening.account), opening.account)
    if account is None:
        scene.uow.accounts.upsert([known])
    statement = make_statement(scene, opening.owner)
    stage = scene.company.process.open_stages[0]
    opportunity = Opportunity(
        id=f"QB-{statement.id}",
        name=opening.product,
        account=known.name,
        product=opening.product,
        stage=stage.name,
        probability=stage.probability,
        amount=opening.amount,
        currency=scene.company.process.currency,
        close_date=opening.close_date,
        owner=opening.owner,
        account_id=known.id,
        created=scene.today,
        stage_since=scene.today,
        confirmed=scene.now,
    )
    scene.uow.opportunities.upsert([opportunity])
    scene.uow.changes.append(opened(opportunity, statement, opening.quote[:200]))
    done = replace(opening, state=OpeningState.OPENED, opportunity=opportunity.id, account=known.name)
    _settle(scene, done, f"opened by {scene.person.name}")
    whom = "" if opening.owner == scene.person.id else scene.directory.name(opening.owner)
    card = view.opened(opportunity, whom, account is None, statement.id, opening.quote)
    scene.reply(card, update.STATEMENT, statement.id)


def decline(scene: Scene, opening: Opening) -> None:
    _settle(scene, replace(opening, state=OpeningState.DECLINED), "not opened")
    scene.reply(quick.say("All right, nothing was opened."))


def fill(scene: Scene, opening: Opening) -> None:
    scene.reply(view.opening_form(opening, _products(scene), scene.company.process.currency))


def save(scene: Scene, opening: Opening, typed: Mapping[str, str]) -> None:
    """What was filled in: made at once where account and product are there."""
    faults: list[str] = []
    amount, day = opening.amount, opening.close_date
    try:
        amount = typed_amount(scene, typed["amount"].strip()) if typed.get("amount", "").strip() else amount
    except ValueError as fault:
        faults.append(f"Amount: {fault}")
    try:
        day = typed_day(scene, typed["close_date"].strip()) if typed.get("close_date", "").strip() else day
    except ValueError as fault:
        faults.append(f"Close date: {fault}")
    account = typed.get("account", opening.account).strip()[:100]
    product = typed.get("product", opening.product).strip()[:100]
    if not account or not product:
        faults.append("A new opportunity needs an account and a product.")
    if faults:
        scene.reply(quick.faults(faults))
        return
    quoted = opening.quote or f"{account}, {product} (form)"
    filled = replace(opening, account=account, product=product, amount=amount, close_date=day, quote=quoted)
    if filled.owner:
        open_it(scene, scene.uow.openings.save(filled))
    else:
        ask_again(scene, filled)


def ask_again(scene: Scene, opening: Opening) -> None:
    """The same question with what is known by now."""
    scene.uow.openings.save(opening)
    card = view.shall_i_open(opening, _around(scene, opening), mentioned=False)
    scene.redraw(view.OPENING, opening.id, card)


def _stored(scene: Scene, found: Found, said_for: str) -> Opening:
    amount = found.amount.quantize(Decimal("0.01")) if found.amount else None
    thread = scene.thread.id if scene.thread else None
    owner = said_for or _only_owner(scene)
    account = _account(scene, found.account)
    return scene.uow.openings.add(
        Opening(
            scene.person.id,
            owner,
            account.name if account else found.account,
            found.product,
            found.evidence[:500],
            scene.now,
            amount,
            found.close_date,
            thread,
        )
    )


def _only_owner(scene: Scene) -> str:
    """Whose a new opportunity is where nobody said: a rep's own, or that of the only rep one speaks for."""
    if scene.person.role is Role.REP:
        return scene.person.id
    reps = _reps(scene)
    return reps[0][0] if len(reps) == 1 else ""


def _reps(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Those who sell for whom this person may open something: id and name."""
    people = (scene.directory.get(owner) for owner in scene.directory.updates_for(scene.person))
    return tuple((p.id, p.name) for p in people if p and p.role is Role.REP)


def _around(scene: Scene, opening: Opening) -> view.Surroundings:
    account = _account(scene, opening.account)
    own = scene.uow.opportunities.of_owners((opening.owner,)) if opening.owner else ()
    name = account.name if account else opening.account
    same = (o for o in own if (fold(o.account), fold(o.product)) == (fold(name), fold(opening.product)))
    whose = "" if opening.owner in ("", scene.person.id) else scene.directory.name(opening.owner)
    return view.Surroundings(
        scene.company.process.open_stages[0],
        scene.company.process.currency,
        account,
        () if account else _alike(scene, opening.account),
        next(same, None),
        whose,
        () if opening.owner else _reps(scene),
    )


def _account(scene: Scene, name: str) -> Account | None:
    """The account of that name, or the only one whose name starts with it."""
    wanted = fold(name).strip()
    if not wanted:
        return None
    accounts = scene.uow.accounts.all()
    exact = [a for a in accounts if fold(a.name) == wanted]
    fitting = exact or [a for a in accounts if fold(a.name).startswith(f"{wanted} ")]
    return fitting[0] if len(fitting) == 1 else None


def _alike(scene: Scene, name: str) -> tuple[Account, ...]:
    """Accounts one sells to whose names are near: a slip of the keyboard must not make a second account."""
    own = {o.account: Account(o.account_id, o.account) for o in scene.open_opportunities() if o.account_id}
    near = get_close_matches(fold(name), [fold(account) for account in own], 3, 0.75)
    starts = [fold(account) for account in own if name and fold(account).split()[:1] == fold(name).split()[:1]]
    return tuple(account for key, account in own.items() if fold(key) in {*near, *starts})


def _asked_here(scene: Scene) -> Opening | None:
    """The opening about which this person was asked here last, just now, unless something else is asked here too."""
    thread = scene.thread.id if scene.thread else None
    asked = [o for o in scene.uow.openings.asked_of(scene.person.id, thread) if scene.now - o.at <= _FRESH]
    several = len(asked) > 1 and asked[0].at == asked[1].at  # mentioned in one message: which one is for a tap to say
    if not asked or several or scene.uow.offers.open_for(scene.person.id, thread):
        return None
    return asked[0] if asked[0].owner in ("", *scene.directory.updates_for(scene.person)) else None


def _completed(scene: Scene, opening: Opening, said: str) -> Opening | None:
    """The opening with what was missing, where the words say that and nothing else."""
    amount, day, left = values_in(said, scene.local_now, scene.company.process)
    products = {fold(product): product for product in _products(scene)}
    product = next((p for key, p in products.items() if not opening.product and key in fold(left)), "")
    left = re.sub(re.escape(product), " ", left, flags=re.IGNORECASE) if product else left
    name = _FILLER.sub(" ", left).strip()
    account = name if not opening.account and 0 < len(name.split()) <= 4 else ""
    if name and not account:
        return None
    filled = replace(
        opening,
        account=opening.account or account,
        product=opening.product or product,
        amount=opening.amount or (amount.quantize(Decimal("0.01")) if amount else None),
        close_date=opening.close_date or day,
        quote=f"{opening.quote}; {said.strip()}"[:500],
    )
    return filled if len(filled.missing) < len(opening.missing) else None


def _products(scene: Scene) -> tuple[str, ...]:
    """What is sold here, by the opportunities this person may see."""
    seen = scene.uow.opportunities.of_owners(scene.owners, open_only=False)
    return tuple(dict.fromkeys(o.product for o in seen if o.product))


def _slug(scene: Scene, name: str) -> str:
    """An id for a new account that no other has."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "account"
    number, slug = 1, base
    while scene.uow.accounts.get(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _settle(scene: Scene, opening: Opening, words: str) -> None:
    scene.uow.openings.save(opening)
    scene.redraw(view.OPENING, opening.id, view.settled(opening, words))
