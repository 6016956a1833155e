"""The region of the world that a country is in, and the country of a well-known city."""

from functools import cache

WORLD = "World"
_REGIONS = {
    "UK and Ireland": "Ireland, United Kingdom",
    "Western Europe": """Austria, Belgium, Cyprus, Denmark, European Union, Finland, France, Germany, Greece, Greenland,
        Iceland, Italy, Luxembourg, Malta, Netherlands, Norway, Portugal, Spain, Sweden, Switzerland""",
    "Eastern Europe": """Albania, Armenia, Azerbaijan, Belarus, Bosnia and Herzegovina, Bulgaria, Croatia,
        Czech Republic, Estonia, Georgia, Hungary, Kazakhstan, Kosovo, Kyrgyzstan, Latvia, Lithuania, Moldova,
        Montenegro, North Macedonia, Poland, Romania, Russia, Serbia, Slovakia, Slovenia, Tajikistan, Turkmenistan,
        Ukraine, Uzbekistan""",
    "Middle East": """Bahrain, Iran, Iraq, Israel, Jordan, Kuwait, Lebanon, Oman, Palestine, Qatar, Saudi Arabia, Syria,
        Turkey, United Arab Emirates, Yemen""",
    "Africa": """Algeria, Angola, Cameroon, Central African Republic, Chad, Congo, Egypt, Eritrea, Ethiopia, Ghana,
        Ivory Coast, Kenya, Liberia, Libya, Mali, Morocco, Mozambique, Namibia, Niger, Nigeria, Rwanda, Senegal,
        Sierra Leone, Somalia, South Africa, South Sudan, Sudan, Tanzania, Tunisia, Uganda, Zambia, Zimbabwe""",
    "Latin America": """Argentina, Bolivia, Brazil, Chile, Colombia, Cuba, Ecuador, El Salvador, Guatemala, Haiti,
        Honduras, Jamaica, Mexico, Nicaragua, Panama, Paraguay, Peru, Uruguay, Venezuela""",
    "South Asia": "Afghanistan, Bangladesh, India, Nepal, Pakistan, Sri Lanka",
    "East Asia": """Cambodia, China, Indonesia, Japan, Laos, Malaysia, Mongolia, Myanmar, North Korea, Philippines,
        Singapore, South Korea, Taiwan, Thailand, Vietnam""",
    "Oceania": "Australia, New Zealand",
    "North America": "Canada, United States",
}
_CITIES = {
    "Baghdad": "Iraq", "Beijing": "China", "Beirut": "Lebanon", "Berlin": "Germany", "Brussels": "European Union",
    "Cairo": "Egypt", "Canberra": "Australia", "Damascus": "Syria", "Delhi": "India", "Doha": "Qatar",
    "Dnipro": "Ukraine", "Geneva": "Switzerland", "Jakarta": "Indonesia", "Jeddah": "Saudi Arabia",
    "Jerusalem": "Israel", "Kabul": "Afghanistan", "Kharkiv": "Ukraine", "Kherson": "Ukraine", "Kyiv": "Ukraine",
    "London": "United Kingdom", "Lviv": "Ukraine", "Madrid": "Spain", "Mariupol": "Ukraine", "Minsk": "Belarus",
    "Moscow": "Russia", "Nairobi": "Kenya", "New York": "United States", "Odesa": "Ukraine", "Ottawa": "Canada",
    "Paris": "France", "Pyongyang": "North Korea", "Riyadh": "Saudi Arabia", "Rome": "Italy", "Seoul": "South Korea",
    "Tehran": "Iran", "Tokyo": "Japan", "Vienna": "Austria", "Warsaw": "Poland", "Washington": "United States",
    "Zaporizhzhia": "Ukraine",
}  # fmt: skip


def region_of(country: str) -> str:
    """The region that a country is in, by its main name; "" if it is in none of the table."""
    return _by_country().get(country, "")


def country_of_city(city: str) -> str:
    """The country of a well-known city, by its main spelling; "" if it is not known."""
    return _CITIES.get(city, "")


@cache
def _by_country() -> dict[str, str]:
    return {" ".join(country.split()): region for region, names in _REGIONS.items() for country in names.split(",")}
