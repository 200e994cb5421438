"""The small words of sales talk, by what they do in a sentence: link, stand for the opportunity, open a statement."""

from domain.reading.shorthand import and_shorthand


def listed(words: str) -> frozenset[str]:
    """The words of a page of words, which is easier to read and to extend than a list of literals."""
    return and_shorthand(frozenset(words.split()))


# Words that lead from what is spoken of to the value: "it is *now at about* 60". Hedges and tenses are weighed apart.
LINKS = listed(
    """
    is are am be been being was were 's 're 'm s has had have having isn't now still currently presently only just
    even already again roughly about around approximately approx circa ca ~ nearly almost prob probably probly prolly
    possibly perhaps maybe potentially likely hopefully honestly actually basically really pretty much more less like
    closer near exactly somewhere something either between at to in into on by of for as from up down back over under
    above below least most than out off the a an might may could would should will 'll gonna going shall must can 'd
    looks look looking feels feel feeling seems seem sits sitting sit stands standing stand stays stay staying stayed
    remains remain goes go went gone moved moves moving move dropped drops drop dropping fell fallen falls climbed
    climbs rose risen rises jumped jumps came come comes coming become becomes became got gets get getting landed
    lands landing slipped slips slipping slid bumped raised lowered increased decreased reduced changed changes change
    updated update set put shrank shrunk grew grown crept cut taken brought bring hit reached settled adjusted
    expected expecting expect estimated targeting targeted target aiming shooting tracking trending all until till til
    pegged kept leave left keep sometime some or not before after both later sooner earlier raise raises lower lowers
    reduce reduces increase increases slash slashed trim trimmed boost boosted bump bumps upgrade upgraded downgrade
    downgraded forward jump climb rise fall shoot inch creep tick edge sink bout abt arnd aprox slide slides
    """
)

# What the speaker may call the opportunity without naming it.
SUBJECTS = listed(
    """
    it it's its it'd it'll itll this this's that that's thats that'll these one ones deal deals opp opportunity
    account project thing we we're we'll weve we've i i'm im id i'd i'll ill ive i've they they're theyre they'll
    theyll he she there's theres which whole overall everything's ours mine
    """
)

# Words after which a statement starts afresh, as it does where a clause opens.
OPENERS = listed(
    """
    say says saying think thinking thinks guess guessing reckon figure believe assume estimate suppose ok okay k so
    yeah yes yea yep yup ya no nah nope well um uh uhm er hmm hm hey hi hello sorry oh ah anyway fine sure cool great
    good alright right also plus then today fyi btw tbh imo imho lol haha wait mean meant correction rather typo
    thanks thx please pls plz update status latest answer short quick honest if kidding say: and or but because since
    though while ugh oops scratch hazard gut god willing reality dont don't honestly frankly personally basically
    apparently unfortunately sadly luckily finally
    """
)

# What may follow a value and leave it as it is; unlike NEUTRAL no verb: "Q1 was great".
TRAILERS = listed(
    """
    now currently presently still just only even already again honestly actually basically really probably prob probly
    prolly hopefully possibly perhaps maybe i i'd id i'm im think guess reckon say would believe hope suppose figure
    expect tbh imo imho for sure certain rn atm right at the this that moment point latest earliest please pls thx
    thanks ok okay lol or so ish about roughly thereabouts give take fingers crossed finally then it it's its by of in
    on to and but no not yet though tho honest being if with luck realistically conservatively instead too as per plan
    planned before after me we they wait sorry max tops min ago from here today more less like is'nt best worst case
    all going well there guys folks bust depends one deal sadly unfortunately regrettably alas luckily fortunately
    thankfully annoyingly ugh
    """
)

CHANCE_WORDS = listed(
    "prob prob. probability probabilty probablity probabilities chance chances odds likelihood likeliness confidence"
    " confident percentage percent pct % certainty"
)

AMOUNT_WORDS = listed(
    "amount amt value worth price total totals tcv acv arr size contract order number figure sum piece portion slice"
    " valued offer quote quotation po"
)

CLOSE_WORDS = listed(
    "close closes closing closed closure cls clse clses clsoes"
    " closng clsing date dates sign signs signed signing"
    " signature land lands wrap wraps finalize finalise pushed push pushing slip slips slipped slipping slid"
    " sliding delayed delay moved postponed pull pulled pulling shift shifted"
)

# Around a value these add nothing to what it is a value of.
NEUTRAL = (
    LINKS
    | SUBJECTS
    | OPENERS
    | CHANCE_WORDS
    | listed(
        """
        you your guy my our feeling gut best bet way let's lets us them there would'nt not don't dont know with do
        does make makes mark number forecast ish odd give take max tops min rn atm currently these days far too very
        bit little thereabouts roughly speaking me being nice honest ask asked exact per cent percent points point pts
        latest tho though lmao sure yet later soon finally end outside inside i'm confident happy comfortable hope
        hopes ballpark realistic realistically conservative conservatively optimistic optimistically pessimistic
        """
    )
)
