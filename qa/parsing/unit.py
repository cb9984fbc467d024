"""Units of measurement in the words and symbols of news texts.

The table is our own: pint takes half a second to build its registry, and quantulum3 reads
"$3.5bn" as dollar bit newton.
"""

from dataclasses import dataclass
from typing import Literal

from qa.parsing.phrase import PhraseTable

UnitKind = Literal["percentage", "measure", "duration"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; ``number * factor + offset`` is the same in the base unit of its dimension."""

    name: str
    dimension: str
    factor: float
    offset: float = 0.0

    @property
    def kind(self) -> UnitKind:
        """What a figure in this unit states."""
        if self.dimension in ("share", "point"):
            return "percentage"
        return "duration" if self.dimension in ("seconds", "months") else "measure"


# Dimension, factor, name: then every way to write it. Months and days do not convert.
_TABLE = """
share .01 percent: % | percent | per cent | pct | pc
share 1 fraction:
point 1 percentage point: percentage point | percentage points | pp
point .01 basis point: basis point | basis points | bps
seconds .001 millisecond: millisecond | milliseconds
seconds 1 second: second | seconds | sec | secs
seconds 60 minute: minute | minutes | min | mins
seconds 3600 hour: hour | hours | hr | hrs
seconds 86400 day: day | days
seconds 86400 night: night | nights
seconds 604800 week: week | weeks | wk | wks
seconds 1209600 fortnight: fortnight | fortnights
months 1 month: month | months
months 3 quarter: quarters
months 12 year: year | years | yr | yrs | years old | year old | year olds
months 120 decade: decade | decades
months 1200 century: century | centuries
length 1e-9 nanometre: nm | nanometre | nanometres | nanometer | nanometers
length 1e-6 micrometre: µm | μm | micrometre | micrometres | micrometer | micrometers | microns
length .001 mm: mm | millimetre | millimetres | millimeter | millimeters
length .01 cm: cm | centimetre | centimetres | centimeter | centimeters
length 1 m: m | metre | metres | meter | meters
length 1000 km: km | kms | kilometre | kilometres | kilometer | kilometers
length .0254 inch: in | inch | inches
length .3048 foot: ft | foot | feet
length .9144 yard: yard | yards | yd | yds
length 1609.344 mile: mi | mile | miles
length 1852 nautical mile: nautical mile | nautical miles
length 9.4607e15 light year: light year | light years
area 1 m²: m² | m2 | sq m | square metre | square metres | square meter | square meters
area 1e6 km²: km² | km2 | sq km | square kilometre | square kilometres | square kilometer
area 1e6 km²: square kilometers
area 1e4 hectare: hectare | hectares | ha
area 4046.8564224 acre: acre | acres
area 2589988.110336 square mile: square mile | square miles | sq miles | sq mile
area .09290304 square foot: square foot | square feet | sq ft
volume .001 ml: ml | millilitre | millilitres | milliliter | milliliters
volume 1 litre: litre | litres | liter | liters
volume 3.785411784 gallon: gallon | gallons
volume 1000 m³: m³ | m3 | cubic metre | cubic metres | cubic meter | cubic meters
volume 1e12 km³: km³ | km3 | cubic kilometre | cubic kilometres | cubic kilometer
volume 1e12 km³: cubic kilometers
volume 28.316846592 cubic foot: cubic foot | cubic feet
weight 1e-6 mg: mg | milligram | milligrams
weight .001 g: g | gram | grams | gramme | grammes
weight 1 kg: kg | kgs | kilo | kilos | kilogram | kilograms | kilogramme | kilogrammes
weight 1000 tonne: tonne | tonnes | metric ton | metric tons | metric tonnes
weight 907.18474 ton: ton | tons | short ton | short tons
weight .45359237 pound: lb | lbs | pound | pounds
weight .028349523125 ounce: ounce | ounces | oz
speed 1 km/h: km/h | kmh | kph | kilometres per hour | kilometers per hour | km per hour
speed 1 km/h: kilometres an hour | kilometers an hour | km an hour
speed 1.609344 mph: mph | miles per hour | miles an hour
speed 3.6 m/s: m/s | metres per second | meters per second | metres a second
speed 1.852 knot: knot | knots
temperature 1 degree: ° | degree | degrees
temperature 1 degree Celsius: ° c | ºc | ℃ | degrees celsius | degree celsius | celsius
temperature 1 degree Celsius: degrees c | degrees centigrade | c
temperature .5555555555555556 -17.77777777777778 degree Fahrenheit: ° f | ºf | ℉ | f
temperature .5555555555555556 -17.77777777777778 degree Fahrenheit: degrees fahrenheit
temperature .5555555555555556 -17.77777777777778 degree Fahrenheit: degrees f | fahrenheit
pressure 1 hPa: hpa | hectopascal | hectopascals | millibar | millibars | mbar
power .001 kW: kw | kilowatt | kilowatts
power 1 MW: mw | megawatt | megawatts
power 1000 GW: gw | gigawatt | gigawatts
power 1e6 TW: tw | terawatt | terawatts
power 1e-6 watt: watt | watts
power .000745699872 horsepower: horsepower | hp | bhp
energy 1 kWh: kwh | kilowatt hour | kilowatt hours
energy 1000 MWh: mwh | megawatt hour | megawatt hours
energy 1e6 GWh: gwh | gigawatt hour | gigawatt hours
energy 1e9 TWh: twh | terawatt hour | terawatt hours
voltage 1 volt: volt | volts
voltage 1000 kilovolt: kv | kilovolt | kilovolts
loudness 1 decibel: decibel | decibels | db
data .001 MB: mb | megabyte | megabytes
data 1 GB: gb | gigabyte | gigabytes
data 1000 TB: tb | terabyte | terabytes
frequency 1 hertz: hz | hertz
frequency 1e6 MHz: mhz | megahertz
frequency 1e9 GHz: ghz | gigahertz
magnitude 1 magnitude: magnitude
"""


def _read_table() -> tuple[dict[str, Unit], dict[str, Unit]]:
    units: dict[str, Unit] = {}
    spellings: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        head, _, written = line.partition(":")
        dimension, factor, *rest = head.split()
        offset = float(rest.pop(0)) if rest[0].startswith("-") else 0.0
        name = " ".join(rest)
        unit = units.setdefault(name, Unit(name, dimension, float(factor), offset))
        spellings.update((entry.strip(), unit) for entry in written.split("|") if entry.strip())
    return units, spellings


UNITS, _SPELLINGS = _read_table()
UNIT_PHRASES = PhraseTable(_SPELLINGS)
