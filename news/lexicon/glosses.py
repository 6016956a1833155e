"""Make texts in other languages comparable with English ones, by names, numbers and a glossary, without a model.

Names and numbers are kept, countries and people often in the news get their English spelling, and some two hundred
words common in news are translated; other words, which no English text could share, are left out. The language is
detected by its function words (news/lexicon/languages.py).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from news.lexicon import slavic_glosses
from news.lexicon.institutions import is_institution
from news.lexicon.languages import OTHER_SCRIPTS, is_function_word, language_of_article, romanise, without_elisions
from news.lexicon.places import find_place
from news.lexicon.places_abroad import names_abroad, words_abroad
from news.lexicon.stems import STEM_LETTERS, PlaceStems, StemTable, read_stems, without_accents
from news.lexicon.without_capitals import content_without_capitals

# English words: the same words in other languages, without accents; "*" matches any ending, "|" separates entries.
_COUNTRIES = """
us usa america: usa сша estados* etats* staaten штат* amerika* americ* americain* estadounid* американ* | uk british
britain: britisch* britann* britanic* grossbritannien royaume британ* великобритан* | germany german: deutsch* aleman*
allemand* allemagne герман* немецк* німе* | france french: franzos* frances francesa* franceses francais*
francia francie francii franciak* francij* francouz* francus* francuz* франция франции францию францией француз*
франція франції францію французьк* | russia russian: russland* russisch* russi* russe russen russes russin* russo
russos russa russas rusia ruso* rusa* росси* росія росії російськ* русск* | ukraine ukrainian: ukrain* ucran* украин*
україн* | china chinese: cina chines* chino* chine chinois* кита* | spain spanish: spanien* spanisch* spanier* spania
spaniei spanij* spaniol* espanj* espana* espano* espanh* espagn* испан* іспан* | italy italian: itali* итал* італ* |
poland polish: polen polnisch* polon* polac* польш* польс* | israel israeli: israel* израил* ізраїл* | palestinian:
palastin* palestin* палестин* | iran iranian: iran irans irani* iranu iraner* iransk* iran'* иран* іран* | japan
japanese: japan* japon* япон* | india indian: indien indisch* inde indie* инди* індії індія | turkey turkish: turkei*
turkisch* turki* turkce turkler* turken turkse turks turk turkk* turqu* turc* турц* турец* туреч* | north korea:
nordkorea* северокоре* | south korea: sudkorea* южнокоре* | south africa: sudafri* юар | jordan: jordani* jordanie
иордан* | cuba cuban: kuba* cuban* куба кубы кубин* | georgia georgian: georgi* грузи* | eu european: eu ue ес єс
europa* europe* европ* європ* | nato: otan нато | un: onu оон | gaza: gaza* газа газе газы | crimea: krim crimea crimee
crimeia crimeea krym krymu krymsk* крым* крим криму кримськ* | kyiv: kiew* kiev киев* київ* києв* | moscow: moskau*
moscu moscou москв* | kremlin: kreml* кремл* | washington: вашингтон* | brussels: brussel* bruselas bruxelles брюссел*
| donbas: donbas* донбас* | white house: weisse* | beijing: peking* pekin пекин* | jerusalem: иерусалим* | syria
syrian: syri* syrer* syrie* siria sirio sirios sirias sirij* сири* | afghanistan: afganist* афганист* афганіст* |
albania: albani* албани* албані* | algeria: algeri* argeli* алжи* | angola: ангол* | argentina: argentini* argenti*
аргенти* | armenia: armeni* армени* вірмен* | australia: australi* austral* австрал* | austria: osterrei* autrich*
австри* австрі* | azerbaijan: aserbaidsch* azerbaiy* azerbaidj* азербаидж* | bahrain: barei* bahrei* бахреи* |
bangladesh: banglades* banglad* банглад* | belarus: bielorrus* bieloruss* белару* білору* | belgium: belgie* belgic*
belgiq* бельги* бельгі* | bolivia: bolivi* боливи* боліві* | brazil: brasili* brasi* bresi* бразил* | bulgaria:
bulgari* bulgar* болгар* | cambodia: kambodsc* camboy* cambod* камбод* | cameroon: kamerun* camerun* cameroun* камерун*
| canada: kanad* канад* | chile: chile chilen* chilien* chili чили чилі чилий* | colombia: kolumbi* kolumbij* colombi*
колумби* колумбі* | croatia: kroati* croaci* croati* хорват* | cyprus: zyper* chipr* chypr* кипр кіпр | czech republic:
tschechi* chequi* tchequ* чехи* чехі* | denmark: danema* dinamar* дания дании данию данией датск* данія данії данію
данською данськ* | ecuador: equate* эквадо* еквадо* | egypt: agypte* egipt* egypt* египе* єгипе* | el salvador: salvad*
сальвад* | eritrea: erythr* эритре* еритре* | estonia: estlan* estoni* эстони* естоні* | ethiopia: athiopi* etiopi*
ethiop* эфиопи* ефіопі* | finland: finnla* finland* finlan* финлянд* фінлянд* | ghana: гана | greece: griechenla*
griech* grecj* greci* grec grecs grecque* греци* греці* | greenland: gronla* groenland* groenla* гренланд* | guatemala:
гватема* | haiti: гаит* гаіт* | honduras: гондур* | hungary: ungarn* ungarisch* ungari* hungria hungar* hongrie
hongrois* венгри* угорщи* | iceland: island islandi* islande* islandais* islandsk* исланд* ісланд* | indonesia:
indonesi* indones* индонез* індонез* | iraq: irak ирак ірак | ireland: irlan* ирланд* ірланд* | jamaica: jamaik*
jamaiq* ямаик* | kazakhstan: kasachst* kazajist* казахст* | kenya: kenia* keniat* кени* кені* | kosovo: косов* |
kuwait: kowei* кувеи* | kyrgyzstan: kirgisist* kirguist* kirghizst* киргиз* | laos: лаос | latvia: lettla* letoni*
letton* латви* латві* | lebanon: libano* liban libanu libanon* libanes* libanais* ливан* ліван* | liberia: либери*
лібері* | libya: libye* liby* libia libio libios libias libie libij* ливия ливии ливию ливийск* лівія лівії лівію
лівійськ* | lithuania: litaue* lituan* литв* | luxembourg: luxembu* люксембу* | malaysia: malasi* malaisi* малаиз* |
malta: malta maltes* malte maltais* мальт* | mexico: mexik* mexiqu* мексик* | moldova: moldav* молдов* | mongolia:
mongol* монгол* | montenegro: черногор* чорногор* | morocco: marokk* marruec* maroc* marok* марокк* | mozambique:
mosamb* мозамб* | namibia: namibi* намиби* намібі* | nepal: непал* | netherlands: niederlan* нидерлан* нідерлан* | new
zealand: neuseela* | nicaragua: никараг* нікараг* | niger: нигер ніґер нігер | nigeria: нигери* нігері* | north
macedonia: nordmazedoni* | norway: norweg* norueg* norveg* норвег* | pakistan: пакист* | panama: панам* | paraguay:
парагв* | philippines: philippin* filipin* филиппи* філіппі* | portugal: португал* | qatar: katar katars katarisch*
katarsk* katari catar catari cataries катар катара катаре катару катарск* катарськ* | romania: rumani* rouman* румыни*
румуні* | rwanda: ruand* руанд* | senegal: сенега* | serbia: serbie* serbi* серби* сербі* | singapore: singap* сингап*
сінгап* | slovakia: slowak* slovensko slovensku eslovaqu* slovaqu* словак* словаччи* | slovenia: sloweni* esloven*
sloven* словен* | somalia: somali* сомал* | sudan: soudan* судан* | sweden: schwed* sueci* suede suedi* suedois* швеци*
швеці* | switzerland: schweiz* suiz* suiss* швеицар* | syria: syri* сири* сирі* | taiwan: таиван* |
tajikistan: tadschikist* tayikist* tadjikist* таджикист* | tanzania: tansan* tanzan* танзан* | thailand: tailand*
thailan* таилан* таілан* | tunisia: tunesi* tunez tunecin* tunisi* тунис* туніс* | turkmenistan: туркменист*
туркменіст* | uganda: ougand* уганд* | uruguay: уругва* | uzbekistan: usbekist* ouzbekist* узбекист* | venezuela:
венесуэ* венесуе* | vietnam: вьетна* вʼєтна* | yemen: jemen* иемен* ємен* | zambia: sambia sambisch* zambi* замби*
замбі* | zimbabwe: simbab* zimbab* зимбаб* зімбаб*
"""
# People whose names are spelled differently in different languages.
_PEOPLE = """
zelensky: selensk* zelensk* зеленск* зеленськ* | putin: poutine* путин* путін* | trump: трамп* | vance: вэнс* венс* |
biden: байден* | harris: харрис* | macron: макрон* | scholz: шольц* | merz: мерц* | starmer: стармер* | trudeau: трюдо
| rubio: рубио рубіо | musk: маск маска маску маском | lavrov: lawrow* лавров* | netanyahu: netanjahu* нетань* |
erdogan: эрдоган* ердоган* | jinping: цзиньпин* | lukashenko: lukaschenk* loukachenk* лукашенк* | navalny: nawaln*
навальн* | yermak: jermak* ермак* єрмак* | vladimir: volodymyr wolodymyr* wladimir* владимир* володимир* | donald:
дональд* | medvedev: medwed* медвед* | sybiha: сибиг* сибіг* | witkoff: уиткофф* віткофф* | kellogg: келлог* |
hegseth: хегсет* | khamenei: chamenei* jamenei* хаменеи* | hamas: хамас* | hezbollah: hisbollah* hezbola* хезболл*
"""
# Words common in news.
_WORDS = """
united: unidos unis vereinigte* соединенн* | oval: oval* овальн* | deal agreement: abkommen* vereinbarung* einigung*
acuerdo* pacto* accord* соглашен* сделк* угод* | treaty: vertrag* tratado* traite traites договор* договір | sign
signing: unterzeichn* unterschr* firmar* firmo firmaron firman firmado* signer* signe* signature* подписа* підписа* |
mineral minerals: mineral* rohstoff* minera* minerai* ископаем* минерал* копалин* мінерал* | rare earth: seltene*
tierras terres редкоземельн* | ceasefire: waffenruhe* waffenstillstand* feuerpause* fuego tregua* cessez treve
перемири* прекращен* | peace: frieden* paz paix мир мира миру миром мирн* | war: krieg* guerra* guerre* война войны
войне войну войной війн* | security: sicherheit* seguridad* securite* безопасност* безпек* | guarantee: garanti*
гаранти* гаранті* | talks negotiation: verhandlung* gesprach* negociacion* negociation* conversac* pourparler*
переговор* | meeting meet: treffen* reunion* rencontre* встреч* зустріч* | summit: gipfel* cumbre* sommet* саммит*
саміт* | president: prasident* president* президент* | minister: minister* ministr* министр* міністр* | prime: premier*
премьер* прем'єр* | government: regierung* gobierno* gouvernement* правительств* уряд* | parliament: parlament*
parlement* парламент* рада раде рады раду | aid help support: hilfe* unterstutz* ayuda* apoyo* aide* soutien* помощ*
поддержк* допомог* підтримк* | military army: militar* armee* ejercit* militair* воен* арми* військ* армі* | weapon:
waffen* armas armes оруж* збро* | troop soldier: soldat* truppen* tropas troupes солдат* войск* | attack: angriff*
ataque* attaque* атак* нападен* | missile: rakete* misil* ракет* | drone: drohn* dron* беспилотник* дрон* безпілотник*
| strike: schlag* bombard* удар* | kill dead death: getotet* tote* muert* mort* mourir* tue tues погиб* убит* загин* |
wound injured: verletz* herid* bless* ранен* поранен* | victim: opfer* victim* жертв* | police: polizei* polici*
police* полици* поліці* | arrest: festnahm* verhaft* festgenommen* deten* arrest* interpell* арест* задержа* арешт*
затрима* | court: gericht* tribunal* cour суд суда суде суду | trial: prozess* juicio* proces* процесс* | judge:
richter* juez* jueces juge* судь* | sentence: urteil* condena* condamn* приговор* вирок* | prison: gefangnis* haft
haftstraf* haftbef* prision* carcel* prison* тюрьм* тюрем* в'язниц* | murder: mord* asesin* meurtr* убийств* вбивств* |
shooting: schuss* schiess* tirote* fusillade* стрельб* стрілянин* | fire: brand* feuer* incendio* incendie* пожар*
пожеж* | flood: hochwasser* uberschwemm* inundac* inondation* наводнен* повін* | earthquake: erdbeben* terremoto*
seisme* землетряс* землетрус* | storm: sturm* tormenta* tempete* шторм* | crash: absturz* unfall* accident* катастроф*
| election: wahl* eleccion* election* выбор* вибор* | vote: abstimm* votac* voto* vote* голос* | party: partei*
partido* parti партия партии партию парті* | opposition: opposition* oposici* оппозиц* опозиц* | protest: protest*
manifest* протест* | strike: streik* huelga* greve* забастовк* страйк* | tariff: zoll* zolle* arancel* droits пошлин*
мит* | trade: handel* comerci* commerc* торгов* | economy economic: wirtschaft* econom* эконом* економ* | bank: bank*
banco* banque* банк* | market: markt* mercado* marche* рынок рынк* ринок ринк* | oil: ol erdol* petrole* petrol* нефт*
нафт* | gas: gas* gaz газ | energy power: energi* strom strompreis* stromausf* stromnetz* electric* энерг* енерг* |
nuclear: atom* kern* nuclear* nucleaire* ядерн* | sanction: sanktion* sancion* sanction* санкци* санкці* | row clash
dispute: streit* eklat* disput* disputa* altercad* querelle* dispute* ссор* спор спора спору споре споры споров спором
спорн* сварк* | crisis: krise* crisis crise* кризис* криз* | refugee: fluchtling* refugiad* refugie* беженц* біженц* |
migrant: migrant* migrac* мигрант* мігрант* | border: grenz* fronter* frontier* границ* кордон* | territory: gebiet*
territor* территор* терит* | law: gesetz* ley leyes loi lois закон* | budget: haushalt* presupuest* budget* бюджет* |
tax: steuer* impuest* impot* налог* податк* | health: gesundheit* salud* sante здоров* | hospital: krankenhaus* klinik*
hospital* hopital* больниц* лікарн* | virus: virus* вирус* вірус* | school: schule* escuela* ecole* школ* | church:
kirche* iglesia* eglise* церк* | pope: papst* papa pape папа римск* | football: fussball* futbol* football* футбол* |
match game: spiel* partido* match* матч* | company: unternehmen* konzern* empresa* entreprise* компани* компані* |
chief boss: chef* jefe* patron* глава главы | journalist: journalist* periodist* журналист* журналіст* | threat: droh*
amenaz* menac* угроз* загроз* | ready: bereit listo listos dispuest* pret prete готов* | demand: forder* exig* требу*
вимаг* | pause suspend: gestoppt* ausgesetzt* suspend* suspens* приостанов* призупин* | investment fund: investier*
investit* investiss* investor* invers* fonds* fondo* инвест* інвест* фонд* | reconstruction: wiederaufbau* reconstruc*
восстановлен* відновлен* | ratify ratification: ratifi* ратифи* ратифі* | resign: rucktritt* dimi* demission* отставк*
відставк* | scandal: skandal* escandal* scandal* скандал* | corruption: korrupt* corrup* коррупц* корупц* | plane:
flugzeug* avion* самолет* літак* | train: zug zuge tren trenes treno treni train trains поезд* поїзд* | ship: schiff*
barco* buque* navire* судно корабл* | space: raumfahrt* weltraum* espaci* espace* космос* космич* | climate: klima*
clima* climat* климат* клімат* | hostage: geisel* rehen* otage* заложник* заручник* | prisoner: gefangen* prisioner*
prisonnier* пленн* полонен* | exchange: austausch* intercambi* echange* обмен* обмін* | statement: erklarung* declarac*
declaration* заявлен* заяв* | visit: besuch* visit* визит* візит* | plan: plan* план* | report: bericht* inform*
rapport* отчет* звіт*
"""

# Names of countries that are other words in lower case, as "irán" is a Spanish verb; adjectives may be in lower case.
_NEVER_IN_LOWER_CASE = frozenset(
    """
    usa staaten royaume allemagne francia francie francii cina chine rusia spanien spania spaniei polen iran
    irans iranu inde indien turken jordanie cuba куба кубы onu нато gaza газа газе газы krim крим криму crimea krym
    moscu bruselas pekin siria chile chili чили чилі кипр кіпр дания дании данию данія данії гана hungria hongrie island
    irak ирак ірак лаос liban libanu libia ливия ливии лівія malta malte нигер нігер katar catar катар катара катаре
    tunez suede
    """.split()
)
_FEWEST_LETTERS = 4  # of a name unless it is in capitals
_LONG_WORD = 7  # letters from which an unknown word is distinctive enough to be kept
_LONG = 9  # letters from which a German word may be a compound, whose last part is looked up too
_WORD_AND_END = re.compile(r"([^\W_]+(?:['’ʼ][^\W_]+)*)([.!?:]?)")


def in_english(text: str, *, whole: bool = True) -> str:
    """The words of a text that an English text could share, line by line; an English text is returned unchanged.

    The words are in the order of the text; names keep their capital, so that they can be recognised. If `whole`,
    unknown long words are kept too: no English text shares them, but without them the text would count as much shorter.
    """
    language = language_of_article(*text.partition("\n")[::2])  # of which the answer is remembered
    if language == "en":
        return text
    if language in OTHER_SCRIPTS:
        return "\n".join(content_without_capitals(line, language) for line in text.splitlines())
    return "\n".join(" ".join(_comparable(line, language, whole=whole)) for line in text.splitlines())


def spell_name(word: str) -> str:
    """The English spelling of a word of a name; both in lower case, without accents: "selenskyj" is "zelensky"."""
    return _read(_PEOPLE).find(word) or romanise(word)


def find_abroad(word: str) -> str:
    """The English name of the country or city that a word of another language means; "" if none."""
    known = find_in_glossary(word) or names_abroad().get(word, "")
    if known or len(word) < _FEWEST_LETTERS:
        return known
    place, is_stem = _find_word(romanise(word.casefold()))
    return place if is_stem or word[0].isupper() else ""


def find_in_glossary(word: str) -> str:
    """As `find_abroad`, by the glossary alone."""
    folded = _fold(word)
    is_other = _is_short(word) or (word[0].islower() and folded in _NEVER_IN_LOWER_CASE)
    found = "" if is_other else _countries().find(folded)
    first = found.partition(" ")[0]
    spelled = first.upper() if len(first) < _FEWEST_LETTERS else first.title()
    return find_place(found.title()) or find_place(spelled) or spelled


@lru_cache(maxsize=20_000)
def _find_word(romanised: str) -> tuple[str, bool]:
    """The place that a word means by the table of CLDR, "" if none, and whether by its stem."""
    words = words_abroad()
    if romanised in words:
        return words[romanised], False
    return words.find(romanised), True


def is_common(word: str, language: str) -> bool:
    """Whether a word of another language is no name: a function word, one of the glossary, or an institution's."""
    is_known = is_function_word(word.casefold(), language) or bool(_translate(_fold(word), language))
    return is_known or (word[1:].islower() and is_institution(word))


def is_person(word: str) -> bool:
    """Whether a word of another language is the name of a person in the glossary."""
    return bool(_read(_PEOPLE).find(_fold(word)))


def _comparable(line: str, language: str, *, whole: bool) -> Iterator[str]:
    opens = True  # the word is the first of a sentence, which is always capitalised
    for word, end in _WORD_AND_END.findall(without_elisions(line, language)):
        if shared := _shared(word, language, opens, whole):
            yield shared
        opens = bool(end)


@lru_cache(maxsize=50_000)
def _shared(word: str, language: str, opens: bool, whole: bool) -> str:
    """The form of a word that an English text could share; "" if none."""
    known = _gloss(word, language)
    if known:
        return known
    if not is_function_word(word.casefold(), language) and (word.isdigit() or (word[0].isupper() and not opens)):
        return word if word.isascii() else romanise(_fold(word)).capitalize()
    return romanise(_fold(word)) if whole and len(word) >= _LONG_WORD else ""


def _gloss(word: str, language: str) -> str:
    """The English words for a word of another language, capitalised if it is a name; "" if it is not in the tables."""
    folded = _fold(word)
    is_other = word[0].islower() and folded in _NEVER_IN_LOWER_CASE
    name = "" if _is_short(word) or is_other else _read(_PEOPLE).find(folded) or _countries().find(folded)
    return name.title() or _translate(folded, language) or find_abroad(word)


def _is_short(word: str) -> bool:
    """Whether a word is too short to be a name unless in capitals: "EU" is the Union, but "eu" a French verb."""
    return len(word) < _FEWEST_LETTERS and not word.isupper()


def _translate(folded: str, language: str) -> str:
    own = _read(slavic_glosses.WORDS).find(folded) if language in slavic_glosses.LANGUAGES else ""
    english = own or _read(_WORDS).find(folded)
    if language == "de" and len(folded) >= _LONG:
        ends = (folded[place:] for place in range(_FEWEST_LETTERS, len(folded) - _FEWEST_LETTERS))
        end = next((found for found in (_read(_WORDS).find(end) for end in ends) if found), "")
        english = " ".join(dict.fromkeys(f"{english} {end}".split()))
    return english


def _fold(word: str) -> str:
    return without_accents(word.casefold().replace("’", "'").replace("ʼ", "'"))


@cache
def _countries() -> StemTable:
    return PlaceStems(_read(_COUNTRIES), STEM_LETTERS)


@cache
def _read(table: str) -> StemTable:
    return read_stems(table, _fold, STEM_LETTERS)
