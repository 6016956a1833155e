"""Places that share a name, and which of them a text means; the tables are made by `python -m tools.homonyms`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest

from news.lexicon.places import find_country
from news.lexicon.stems import without_accents

# The countries and states of the US that have a place of this name.
_HOMONYMS = """
Aberdeen: Hong Kong | United Kingdom
Amazonas: Brazil | Colombia | Peru | Venezuela
Arlington: Texas | Virginia
Athens: Georgia, US | Greece
Aurora: Colorado | Illinois
Barcelona: Spain | Venezuela
Bharatpur: India | Nepal
Birmingham: Alabama | United Kingdom
Brest: Belarus | France
Cadiz: Philippines | Spain
Cambridge: Canada | Massachusetts | United Kingdom
Cartagena: Colombia | Spain
Colombo: Brazil | Sri Lanka
Columbia: Missouri | South Carolina
Columbus: Georgia, US | Ohio
Congo: Congo | Republic of the Congo
Corona: California | New York
Córdoba: Argentina | Spain
Danshui: China | Taiwan
Formosa: Argentina | Brazil
Fuji: China | Japan
Georgia: Georgia | Georgia, US
Glendale: Arizona | California
Gloucester: Canada | United Kingdom
Hamilton: Canada | New Zealand
Hollywood: California | Florida
Hyderabad: India | Pakistan
Jamālpur: Bangladesh | India
Kadoma: Japan | Zimbabwe
Kansas City: Kansas | Missouri
Kingston: Canada | Jamaica
Kochi: India | Japan
La Paz: Bolivia | Mexico
León: Nicaragua | Spain
Limburg: Belgium | Netherlands
Lincoln: Nebraska | United Kingdom
Luxembourg: Belgium | Luxembourg
Macedonia: Greece | North Macedonia
Manchester: New Hampshire | United Kingdom
Manzanillo: Cuba | Mexico
Miramar: Florida | Mexico
Mérida: Mexico | Venezuela
Nantou: China | Taiwan
Newcastle: Australia | South Africa | United Kingdom
Orléans: Canada | France
Pasadena: California | Texas
Peoria: Arizona | Illinois
Punjab: India | Pakistan
Pātan: India | Nepal
Richmond: California | Canada | Virginia
Rochester: Minnesota | New York
Rosario: Argentina | Philippines
Salamanca: Mexico | Spain
Salem: India | Oregon
Salto: Brazil | Uruguay
San Cristóbal: Dominican Republic | Venezuela
San Jose: California | Philippines
San Juan: Argentina | Philippines | Puerto Rico
San Mateo: California | Philippines
San Miguel: Argentina | El Salvador
Santa Ana: California | El Salvador
Santa Clara: California | Cuba
Santa Maria: Brazil | California
Santa Rosa: Argentina | California | Philippines
Springfield: Illinois | Massachusetts | Missouri
Tabuk: Philippines | Saudi Arabia
Toledo: Brazil | Ohio | Philippines
Tripoli: Lebanon | Libya
Valencia: Spain | Venezuela
Vancouver: Canada | Washington
Victoria: Australia | Canada
Worcester: Massachusetts | South Africa | United Kingdom
"""
# Their largest cities.
_CITIES = """
Alabama: Huntsville, Montgomery, Mobile, Tuscaloosa, Hoover, Dothan, Auburn, Decatur
Argentina: Buenos Aires, Mar del Plata, San Miguel de Tucumán, Salta, Santa Fe, Avellaneda, Corrientes, Posadas
Arizona: Phoenix, Tucson, Mesa, Chandler, Gilbert, Scottsdale, Maryvale, Tempe
Australia: Sydney, Melbourne, Brisbane, Perth, Adelaide, Gold Coast, Sunshine Coast, Canberra
Bangladesh: Dhaka, Chattogram, Gazipur, Khulna, Rangpur, Rajshahi, Comilla, Pallabi
Belarus: Minsk, Homyel', Hrodna, Vitebsk, Mahilyow, Bobruysk, Baranovichi, Barysaw
Belgium: Brussels, Antwerp, Gent, Charleroi, Liège, Anderlecht, Schaerbeek, Brugge
Bolivia: Santa Cruz de la Sierra, Cochabamba, Sucre, Oruro, Sacaba, Quillacollo, Tarija, Potosí
Brazil: São Paulo, Rio de Janeiro, Belo Horizonte, Salvador, Fortaleza, Manaus, Brasília, Curitiba
California: Los Angeles, San Diego, San Francisco, Fresno, Sacramento, Long Beach, Oakland, Bakersfield
Canada: Toronto, Montréal, Calgary, Ottawa, Edmonton, Winnipeg, Mississauga, Brampton
China: Shanghai, Beijing, Shenzhen, Guangzhou, Chengdu, Tianjin, Wuhan, Dongguan
Colombia: Bogotá, Cali, Medellín, Barranquilla, Kennedy, Cúcuta, Soacha, Bucaramanga
Colorado: Denver, Colorado Springs, Fort Collins, Lakewood, Thornton, Westminster, Arvada, Centennial
Congo: Kinshasa, Lubumbashi, Mbuji-Mayi, Kananga, Kisangani, Bukavu, Kolwezi, Likasi
Cuba: Havana, Santiago de Cuba, Camagüey, Holguín, Guantánamo, Almendares, Diez de Octubre, Arroyo Naranjo
Dominican Republic: Santo Domingo, Santiago de los Caballeros, Santo Domingo Oeste, Santo Domingo Este, San Pedro de
    Macorís, La Romana, Bella Vista, Puerto Plata
El Salvador: San Salvador, Soyapango, Mejicanos, Santa Tecla, Apopa, Delgado, Sonsonate, San Marcos
Florida: Jacksonville, Miami, Tampa, Orlando, St. Petersburg, Hialeah, Tallahassee, Fort Lauderdale
France: Paris, Marseille, Lyon, Toulouse, Nice, Nantes, Marne La Vallée, Strasbourg
Georgia: Tbilisi, Batumi, Kutaisi, Rustavi, Sokhumi
Georgia, US: Atlanta, Savannah, South Fulton, Sandy Springs, Roswell, Macon, Johns Creek, Albany
Greece: Thessaloníki, Pátra, Piraeus, Lárisa, Peristéri, Irákleion, Kallithéa, Acharnés
Hong Kong: Hong Kong, New Territories, Kowloon, Hong Kong Island, Tuen Mun, Sha Tin, Sham Shui Po, Wong Tai Sin
Illinois: Chicago, Rockford, Joliet, Naperville, North Peoria, Elgin, Waukegan, West Town
India: Mumbai, Delhi, Bengaluru, Ahmedabad, Chennai, Kolkata, Surat, Pune
Jamaica: New Kingston, Spanish Town, Portmore, Montego Bay
Japan: Tokyo, Yokohama, Osaka, Nagoya, Sapporo, Fukuoka, Kawasaki, Kobe
Kansas: Wichita, Overland Park, Olathe, Topeka, Lawrence, Shawnee, Manhattan, Lenexa
Lebanon: Beirut, Ra’s Bayrūt, Sidon, Tyre, Aley, Nabatîyé et Tahta, Habboûch, Jounieh
Libya: Benghazi, Misratah, Zliten, Al Khums, Az Zāwīyah, Zawiya, Janzūr, Sabha
Massachusetts: Boston, South Boston, Lowell, New Bedford, Dorchester, Brockton, Fall River, Quincy
Mexico: Mexico City, Tijuana, Iztapalapa, Puebla, Ecatepec de Morelos, Santiago de Querétaro, León de los Aldama,
    Ciudad Juárez
Minnesota: Minneapolis, Saint Paul, Bloomington, Duluth, Brooklyn Park, Plymouth, Maple Grove, Woodbury
Missouri: St. Louis, Independence, East Independence, Lee's Summit, O'Fallon, Saint Joseph, Saint Charles, Blue
    Springs
Nebraska: Omaha, Bellevue, Grand Island
Nepal: Kathmandu, Pokhara, Birgañj, Biratnagar, Dhangaḍhi̇̄, Hetauda, Janakpur, Butwāl
Netherlands: Rotterdam, Amsterdam, The Hague, Utrecht, Groningen, Eindhoven, Tilburg, Breda
New Hampshire: Nashua
New York: New York City, Brooklyn, Queens, Manhattan, The Bronx, Staten Island, Buffalo, Upper West Side
New Zealand: Auckland, Christchurch, Wellington, Manukau City, North Shore, Tauranga, Dunedin, Lower Hutt
Nicaragua: Managua, Masaya, Chinandega, Matagalpa, Estelí, Granada, Mateare, Jinotega
North Macedonia: Skopje, Kumanovo, Prilep, Bitola, Čair, Tetovo, Kisela Voda, Veles
Ohio: Cleveland, Cincinnati, Akron, Dayton, Parma, Canton, Youngstown, Lorain
Oregon: Portland, Eugene, Gresham, Hillsboro, Beaverton, Bend, Medford, Corvallis
Pakistan: Lahore, Karachi, Peshawar, Faisalabad, Rawalpindi, Gujranwala, Multan, Quetta
Peru: Lima, Callao, Arequipa, Trujillo, Piura, Chiclayo, Huancayo, Cusco
Philippines: Quezon City, Davao, Caloocan, Manila, Taguig, Budta, Malingao, Zamboanga
Puerto Rico: Bayamón, Carolina, Ponce, Arecibo, Caguas, Guaynabo, Trujillo Alto, Mayagüez
Republic of the Congo: Brazzaville, Pointe-Noire, Dolisie, Nkayi, Kayes
Saudi Arabia: Jeddah, Riyadh, Makkah, Madinah, Dammam, Sulţānah, Buraydah, Ta’if
South Africa: Johannesburg, Cape Town, Durban, Pretoria, Soweto, Gqeberha, Soshanguve, Pietermaritzburg
South Carolina: Charleston, North Charleston, Mount Pleasant, Rock Hill, Greenville
Spain: Madrid, Zaragoza, Sevilla, Málaga, Murcia, Palma, Las Palmas de Gran Canaria, Alicante
Sri Lanka: Dehiwala-Mount Lavinia, Maharagama, Jaffna, Moratuwa, Negombo, Pita Kotte, Sri Jayewardenepura Kotte, Kandy
Taiwan: Taipei, New Taipei City, Taichung, Kaohsiung, Tainan, Banqiao, Taoyuan, Hsinchu
Texas: Houston, San Antonio, Dallas, Fort Worth, Austin, El Paso, Corpus Christi, Plano
United Kingdom: London, Glasgow, Sheffield, Leeds, Edinburgh, Liverpool, Bristol, Cardiff
Uruguay: Montevideo, Maldonado, Rivera, Paysandú, Las Piedras, Tacuarembó, Melo
Venezuela: Caracas, Maracaibo, Barquisimeto, Ciudad Guayana, Maturín, Maracay, Ciudad Bolívar, Cumaná
Virginia: Virginia Beach, Norfolk, Chesapeake, Newport News, Alexandria, East Hampton, Hampton, Roanoke
Washington: Seattle, Tri-Cities, Spokane, Tacoma, Bellevue, Kent, Everett, Renton
Zimbabwe: Harare, Bulawayo, Chitungwiza, Mutare, Epworth, Gweru, Kwekwe, Ruwa
"""


def find_region(place: str, sentences: Iterable[str]) -> str:
    """Which of the places of this name a text means, by the country or state it lies in; "" if the text does not say.

    It is the region of which the text names most other places, and at least twice as many as of any other (one sense
    per discourse; J. Leidner, "Toponym resolution in text", 2007, chapter 3).
    """
    regions = _read(_HOMONYMS, " | ").get(_fold(place), ())
    if not regions:
        return ""
    names = {name for sentence in sentences for name in _names(sentence)} - {_fold(place)}
    votes = sorted(((sum(_lies_in(name, region) for name in names), region) for region in regions), reverse=True)
    (most, best), (second, _) = votes[:2]
    return best if most and most >= 2 * second else ""


def _names(sentence: str) -> Iterator[str]:
    """The words with a capital and the pairs of them, folded: a model overlooks the place in a dateline."""
    words = re.findall(r"\w[\w'’-]*", sentence)
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        if word[0].isupper():
            bare = re.sub("['’]s?$", "", word)
            yield from map(_fold, (bare, f"{word} {after}".strip()))


def _lies_in(name: str, region: str) -> bool:
    """Whether a name is that of the region or one of its cities, or its adjective; Georgians may be of either."""
    is_people = name.endswith("s")
    return name in _cities(region) or name == _fold(region) or (find_country(name) == region and not is_people)


def _fold(name: str) -> str:
    return without_accents(name.casefold())


@cache
def _cities(region: str) -> frozenset[str]:
    return frozenset(_fold(city) for city in _read(_CITIES, ", ").get(_fold(region), ()))


@cache
def _read(table: str, between: str) -> dict[str, tuple[str, ...]]:
    rows = (row.partition(": ") for row in table.replace("\n    ", " ").strip().splitlines())
    return {_fold(name): tuple(others.split(between)) for name, _, others in rows}
