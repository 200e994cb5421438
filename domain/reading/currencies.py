"""Currencies by symbol, code and name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_SYMBOLS = (
    "$ USD CAD AUD NZD SGD HKD MXN|€ EUR|£ GBP|¥ JPY CNY|₹ INR|₽ RUB|₩ KRW|₪ ILS|฿ THB|₫ VND|₴ UAH|₦ NGN|₱ PHP|₡ CRC|"
    "₿ BTC|₺ TRY|₸ KZT|₾ GEL|₵ GHS|₭ LAK|₮ MNT|₲ PYG|zł PLN|kč CZK|rs INR PKR LKR|rm MYR|rp IDR|kr SEK NOK DKK ISK|"
    "dhs AED MAD|sfr CHF"
)
_NAMES = (
    "dollar dollars buck bucks USD CAD AUD NZD SGD HKD|euro euros EUR|pound pounds quid sterling GBP|yen JPY|"
    "yuan renminbi rmb kuai CNY|rupee rupees INR PKR LKR|franc francs CHF|krona kronor SEK ISK|krone kroner NOK DKK|"
    "koruna CZK|zloty zlotys PLN|forint forints HUF|ruble rubles rouble roubles RUB|lira liras TRY|reais BRL|"
    "rand rands ZAR|peso pesos MXN ARS CLP COP PHP UYU|shekel shekels ILS|baht THB|dong VND|ringgit ringgits MYR|"
    "rupiah IDR|dirham dirhams AED MAD|dinar dinars KWD BHD JOD TND RSD|riyal riyals SAR QAR|rial rials OMR IRR YER|"
    "taka BDT|naira NGN|shilling shillings KES TZS UGX|hryvnia hryvnias UAH|leva BGN|lei RON MDL|guilder guilders ANG|"
    "tugrik tugriks MNT|cedi cedis GHS|birr ETB|tenge KZT|lari GEL|bitcoin bitcoins BTC|genih EGP|genihat EGP"
)
# Said with the country, of which the last word counts: "swiss francs", "hong kong dollars", "egyptianpound".
_NATIONAL = (
    "us dollar USD|american dollar USD|canadian dollar CAD|australian dollar AUD|zealand dollar NZD|"
    "singapore dollar SGD|kong dollar HKD|taiwan dollar TWD|british pound GBP|egyptian pound EGP|lebanese pound LBP|"
    "swiss franc CHF|japanese yen JPY|chinese yuan CNY|indian rupee INR|pakistani rupee PKR|lankan rupee LKR|"
    "swedish krona SEK|icelandic krona ISK|norwegian krone NOK|danish krone DKK|czech koruna CZK|polish zloty PLN|"
    "hungarian forint HUF|russian ruble RUB|turkish lira TRY|brazilian real BRL|african rand ZAR|mexican peso MXN|"
    "argentine peso ARS|chilean peso CLP|colombian peso COP|philippine peso PHP|israeli shekel ILS|thai baht THB|"
    "malaysian ringgit MYR|indonesian rupiah IDR|emirati dirham AED|uae dirham AED|moroccan dirham MAD|"
    "kuwaiti dinar KWD|bahraini dinar BHD|jordanian dinar JOD|tunisian dinar TND|serbian dinar RSD|saudi riyal SAR|"
    "qatari riyal QAR|omani rial OMR|iranian rial IRR|korean won KRW|kenyan shilling KES|dutch guilder ANG|"
    "romanian leu RON|bulgarian lev BGN"
)
_CODES = (
    "USD EUR GBP JPY CHF CAD AUD NZD CNY INR SEK NOK DKK ISK PLN CZK HUF RON BGN HRK RSD TRY RUB UAH ILS AED SAR QAR"
    " KWD"
    " BHD OMR JOD EGP ZAR NGN KES GHS MAD TND MXN BRL ARS CLP COP PEN UYU SGD HKD TWD KRW THB MYR IDR PHP VND PKR"
    " LKR BDT"
    " KZT GEL MNT BTC CRC LBP IRR"
)
# Codes that are words in lower case: read only when written in capitals.
_SHOUTED = {"try", "mad", "ron", "gel", "pen", "cop", "sos", "le", "bob"}
_SHORT = {"k": 10**3, "m": 10**6}
# What may stand before "$": "US$ 20", "hk $ 10". The single letters only without a blank.
_DOLLARS = (
    "us USD|usd USD|s USD|ca CAD|cad CAD|c CAD|a AUD|au AUD|aud AUD|nz NZD|hk HKD|hkd HKD|sg SGD|nt TWD|mx MXN|mxn"
    " MXN|r BRL"
)


@dataclass(frozen=True, slots=True)
class Currency:
    """What a word about money may mean, the likeliest first. `scale` is a multiplier within the word ("MEUR")."""

    codes: tuple[str, ...]
    scale: int = 1
    shouted: bool = False
    symbol: bool = False

    def in_process(self, own: str) -> str:
        """The code meant by somebody whose opportunities are in `own`."""
        return own if own in self.codes else self.codes[0]


def _words() -> Iterator[tuple[str, Currency]]:
    for line in _SYMBOLS.split("|"):
        word, *codes = line.split()
        yield word, Currency(tuple(codes), symbol=True)
    for line in _NAMES.split("|"):
        codes = [part for part in line.split() if part.isupper()]
        for word in line.split()[: -len(codes)]:
            yield word, Currency(tuple(codes))
    for code in _CODES.split():
        word = code.lower()
        yield word, Currency((code,), shouted=word in _SHOUTED)
        for short, scale in _SHORT.items():
            yield short + word, Currency((code,), scale=scale)
    for (country, name), currency in NATIONAL.items():
        yield country + name, currency
    yield "le", Currency(("EGP",), shouted=True)


def _national() -> Iterator[tuple[tuple[str, str], Currency]]:
    for line in _NATIONAL.split("|"):
        country, name, code = line.split()
        yield (country, name), Currency((code,))
        yield (country, name + "s"), Currency((code,))
    for line in _DOLLARS.split("|"):
        country, code = line.split()
        yield (country, "$"), Currency((code,), symbol=True)


# (country, name) and word → currency
NATIONAL: Mapping[tuple[str, str], Currency] = dict(_national())
LEXICON: Mapping[str, Currency] = dict(_words())
CENTS = frozenset(["cent", "cents", "penny", "pennies", "pence", "c", "¢"])
