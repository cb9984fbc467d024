"""Currencies by symbol, code and name, as ISO 4217 codes.

The table is our own: Babel has every name of every currency, at 33 MB and 90 ms, but not the
bare ones that news texts use most ("dollars", "pounds"), which stand here for the currency
that they most often mean.
"""

from qa.parsing.phrase import PhraseTable

SYMBOLS = {
    "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW",
    "₪": "ILS", "₴": "UAH", "₺": "TRY", "₦": "NGN", "₫": "VND", "฿": "THB", "₱": "PHP",
    "₸": "KZT", "₾": "GEL", "₵": "GHS", "₡": "CRC", "rs": "INR", "rs.": "INR",
}  # fmt: skip

# What stands right before a dollar sign.
DOLLARS = {
    "us": "USD", "u.s.": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "can": "CAD",
    "nz": "NZD", "hk": "HKD", "s": "SGD", "nt": "TWD", "r": "BRL", "mx": "MXN", "tt": "TTD",
    "j": "JMD",
}  # fmt: skip

# Without those that are words in capitals: ALL, COP, MAD, PEN, RON, TRY.
CODES = frozenset(
    """AED ARS AUD BDT BGN BRL CAD CHF CLP CNY CZK DKK EGP EUR GBP GEL GHS HKD HUF IDR ILS INR IQD
    IRR ISK JOD JPY KES KRW KWD KZT LKR MXN MYR NGN NOK NPR NZD PHP PKR PLN QAR RSD RUB SAR SEK
    SGD THB TWD TZS UAH UGX USD UYU VND ZAR""".split()
)

_TABLE = """
USD: dollar | dollars | us dollar | us dollars | u.s. dollar | u.s. dollars | american dollars
USD: bucks
AUD: australian dollar | australian dollars
CAD: canadian dollar | canadian dollars
NZD: new zealand dollar | new zealand dollars
HKD: hong kong dollar | hong kong dollars
SGD: singapore dollar | singapore dollars
TWD: taiwan dollar | taiwan dollars | taiwanese dollars
EUR: euro | euros
GBP: pound | pounds | pound sterling | pounds sterling | british pounds | quid
EGP: egyptian pound | egyptian pounds
LBP: lebanese pound | lebanese pounds | lebanese lira
SYP: syrian pound | syrian pounds
SDG: sudanese pounds
JPY: yen | japanese yen
CNY: yuan | chinese yuan | renminbi | rmb
KRW: won | south korean won | korean won
INR: rupee | rupees | indian rupee | indian rupees
PKR: pakistani rupee | pakistani rupees | pakistan rupees
LKR: sri lankan rupee | sri lankan rupees
NPR: nepali rupees | nepalese rupees
IDR: rupiah | indonesian rupiah | rupiahs
RUB: rouble | roubles | ruble | rubles | russian roubles | russian rubles
BYN: belarusian roubles | belarusian rubles
UAH: hryvnia | hryvnias | hryvnya | ukrainian hryvnia | ukrainian hryvnias
PLN: zloty | zlotys | zloties | polish zloty | polish zlotys
CZK: crown | crowns | koruna | korunas | czech koruna | czech korunas | czech crowns
SEK: krona | kronor | swedish krona | swedish kronor | swedish crowns
NOK: krone | kroner | norwegian krone | norwegian kroner | norwegian crowns
DKK: danish krone | danish kroner | danish crowns
ISK: icelandic krona | icelandic kronur
HUF: forint | forints | hungarian forint | hungarian forints
RON: lei | romanian lei
BGN: leva | bulgarian leva
RSD: serbian dinars
CHF: franc | francs | swiss franc | swiss francs
XAF: cfa francs | cfa franc
TRY: lira | liras | turkish lira | turkish liras
ILS: shekel | shekels | israeli shekels | new shekels
AED: dirham | dirhams | emirati dirhams | uae dirhams
MAD: moroccan dirhams
SAR: riyal | riyals | saudi riyal | saudi riyals
QAR: qatari riyals
IRR: rial | rials | iranian rials | toman | tomans
IQD: dinar | dinars | iraqi dinars | iraqi dinar
KWD: kuwaiti dinars | kuwaiti dinar
JOD: jordanian dinars
DZD: algerian dinars
TND: tunisian dinars
ZAR: rand | rands | south african rand
NGN: naira | nairas | nigerian naira
KES: kenyan shilling | kenyan shillings | shillings
UGX: ugandan shillings
TZS: tanzanian shillings
GHS: cedi | cedis | ghana cedis
ETB: birr | ethiopian birr
BRL: reais | real | brazilian reais
MXN: peso | pesos | mexican peso | mexican pesos
ARS: argentine pesos | argentinian pesos
CLP: chilean pesos
COP: colombian pesos
PHP: philippine pesos
PEN: peruvian soles
THB: baht | thai baht
MYR: ringgit | malaysian ringgit
VND: dong | vietnamese dong
BDT: taka | bangladeshi taka
KZT: tenge
GEL: lari | georgian lari
AZN: manat | manats | azerbaijani manat
AMD: dram | drams | armenian drams
AFN: afghani | afghanis
VES: bolivar | bolivars
ZMW: kwacha | zambian kwacha
MMK: kyat | kyats
UZS: uzbek soms
KHR: riel | riels
MNT: tugrik | tugriks
"""

# Parts of a hundred, as a factor of the currency.
_CENTS = {
    "cent": "USD", "cents": "USD", "us cents": "USD", "euro cents": "EUR", "eurocents": "EUR",
    "pence": "GBP", "penny": "GBP", "p": "GBP", "paise": "INR", "kopecks": "RUB",
}  # fmt: skip

# Names that mean something else more often: they count only with millions or a nationality.
AMBIGUOUS = frozenset("real won lei dong rand cent penny pound pounds crown dram drams".split())


def _read_table() -> dict[str, tuple[str, float]]:
    names = {name: (code, 0.01) for name, code in _CENTS.items()}
    for line in _TABLE.strip().splitlines():
        code, _, written = line.partition(":")
        names.update((name.strip(), (code, 1.0)) for name in written.split("|"))
    return names


_NAMES = _read_table()
CURRENCIES = CODES.union(SYMBOLS.values(), (code for code, _ in _NAMES.values()))
CURRENCY_PHRASES = PhraseTable(_NAMES)
