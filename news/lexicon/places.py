"""Countries and well-known cities, with their other names: adjectives, short forms, spellings."""

from functools import cache

# name: other names; plurals of adjectives (Ukrainians) are handled by the look-up
_COUNTRIES = """
Afghanistan: Afghan
Albania: Albanian
Algeria: Algerian
Angola: Angolan
Argentina: Argentine, Argentinian
Armenia: Armenian
Australia: Australian, Aussie
Austria: Austrian
Azerbaijan: Azerbaijani, Azeri
Bahrain: Bahraini
Bangladesh: Bangladeshi
Belarus: Belarusian, Belarussian
Belgium: Belgian
Bolivia: Bolivian
Bosnia and Herzegovina: Bosnia, Bosnian
Brazil: Brazilian
Bulgaria: Bulgarian
Cambodia: Cambodian
Cameroon: Cameroonian
Canada: Canadian
Central African Republic: CAR
Chad: Chadian
Chile: Chilean
China: Chinese, People's Republic of China, PRC
Colombia: Colombian
Congo: Congolese, DRC, DR Congo, Democratic Republic of Congo, Democratic Republic of the Congo
Croatia: Croatian, Croat
Cuba: Cuban
Cyprus: Cypriot
Czech Republic: Czech, Czechia
Denmark: Danish, Dane
Ecuador: Ecuadorian, Ecuadorean
Egypt: Egyptian
El Salvador: Salvadoran
Eritrea: Eritrean
Estonia: Estonian
Ethiopia: Ethiopian
European Union: EU
Finland: Finnish, Finn
France: French
Georgia: Georgian
Germany: German
Ghana: Ghanaian
Greece: Greek
Greenland: Greenlandic, Greenlander
Guatemala: Guatemalan
Haiti: Haitian
Honduras: Honduran
Hungary: Hungarian
Iceland: Icelandic, Icelander
India: Indian
Indonesia: Indonesian
Iran: Iranian
Iraq: Iraqi
Ireland: Irish
Israel: Israeli
Italy: Italian
Ivory Coast: Ivorian
Jamaica: Jamaican
Japan: Japanese
Jordan: Jordanian
Kazakhstan: Kazakh, Kazakhstani
Kenya: Kenyan
Kosovo: Kosovan, Kosovar
Kuwait: Kuwaiti
Kyrgyzstan: Kyrgyz
Laos: Laotian
Latvia: Latvian
Lebanon: Lebanese
Liberia: Liberian
Libya: Libyan
Lithuania: Lithuanian
Luxembourg: Luxembourger
Malaysia: Malaysian
Mali: Malian
Malta: Maltese
Mexico: Mexican
Moldova: Moldovan
Mongolia: Mongolian
Montenegro: Montenegrin
Morocco: Moroccan
Mozambique: Mozambican
Myanmar: Burma, Burmese
Namibia: Namibian
Nepal: Nepali, Nepalese
Netherlands: Dutch, Holland
New Zealand: New Zealander, Kiwi
Nicaragua: Nicaraguan
Niger: Nigerien
Nigeria: Nigerian
North Korea: North Korean, DPRK
North Macedonia: Macedonian
Norway: Norwegian
Oman: Omani
Pakistan: Pakistani
Palestine: Palestinian
Panama: Panamanian
Paraguay: Paraguayan
Peru: Peruvian
Philippines: Filipino, Philippine
Poland: Polish, Pole
Portugal: Portuguese
Qatar: Qatari
Romania: Romanian
Russia: Russian, Russian Federation
Rwanda: Rwandan
Saudi Arabia: Saudi, Saudi Arabian
Senegal: Senegalese
Serbia: Serbian, Serb
Sierra Leone: Sierra Leonean
Singapore: Singaporean
Slovakia: Slovak, Slovakian
Slovenia: Slovenian, Slovene
Somalia: Somali
South Africa: South African
South Korea: South Korean, Republic of Korea
South Sudan: South Sudanese
Spain: Spanish, Spaniard
Sri Lanka: Sri Lankan
Sudan: Sudanese
Sweden: Swedish, Swede
Switzerland: Swiss
Syria: Syrian
Taiwan: Taiwanese
Tajikistan: Tajik
Tanzania: Tanzanian
Thailand: Thai
Tunisia: Tunisian
Turkey: Turkish, Turk, Türkiye, Turkiye
Turkmenistan: Turkmen
Uganda: Ugandan
Ukraine: Ukrainian
United Arab Emirates: UAE, Emirati
United Kingdom: UK, U.K., Britain, Great Britain, British, Briton
United States: US, U.S., USA, U.S.A., America, American, United States of America, the States
Uruguay: Uruguayan
Uzbekistan: Uzbek
Venezuela: Venezuelan
Vietnam: Vietnamese
Yemen: Yemeni
Zambia: Zambian
Zimbabwe: Zimbabwean
"""
# Cities often in the news, with their spellings. A capital is separate from its country: a strike on Kyiv is not a
# statement by Kyiv.
_CITIES = """
Baghdad
Beijing: Peking
Beirut
Berlin
Brussels
Cairo
Canberra
Damascus
Delhi: New Delhi
Doha
Dnipro: Dnipropetrovsk
Geneva
Jakarta
Jeddah: Jiddah
Jerusalem
Kabul
Kharkiv: Kharkov
Kherson
Kyiv: Kiev
London
Lviv: Lvov
Madrid
Mariupol
Minsk
Moscow
Nairobi
New York: New York City
Odesa: Odessa
Ottawa
Paris
Pyongyang
Riyadh
Rome
Seoul
Tehran: Teheran
Tokyo
Vienna
Warsaw
Washington: Washington DC, Washington D.C., Washington, D.C
Zaporizhzhia: Zaporizhia, Zaporozhye
"""
_SHORT = {"United States": "US", "United Kingdom": "UK", "European Union": "EU"}


def find_country(name: str) -> str:
    """The country that a name, adjective or name of a people means; "" if none.

    Short forms must be in capitals, because "us" in lower case is a pronoun.
    """
    bare = name.strip().removeprefix("the ").removeprefix("The ")
    if len(bare) <= 3 and not bare.isupper():
        return ""
    table = _read(_COUNTRIES)
    folded = bare.casefold()
    return table.get(folded) or (table.get(folded[:-1], "") if folded.endswith("s") else "")


def find_place(name: str) -> str:
    """The country or well-known city that a name means, in its main spelling; "" if none."""
    return find_country(name) or _read(_CITIES).get(name.strip().casefold(), "")


def place_names() -> dict[str, str]:
    """All names of countries and well-known cities in lower case, mapped to the main one of each."""
    return {**_read(_CITIES), **_read(_COUNTRIES)}


@cache
def _lines(table: str) -> dict[str, tuple[str, ...]]:
    rows = (line.partition(": ") for line in table.strip().splitlines())
    return {place: (place, *filter(None, others.split(", "))) for place, _, others in rows}


@cache
def _read(table: str) -> dict[str, str]:
    return {name.casefold(): place for place, names in _lines(table).items() for name in names}


def short_name(country: str) -> str:
    """The usual abbreviation of a country, for US, UK and EU; other names unchanged."""
    return _SHORT.get(country, country)
