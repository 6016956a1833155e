"""What is written with a capital in other languages and yet names nobody: institutions that every country has.

"Justice", "État" and "Sénat" stand in half of a country's political stories, so they tell none of them.
"""

from functools import cache, lru_cache

from news.lexicon.languages import romanise

# Words without accents, romanised; a star stands for any ending. One list for all languages, as they share so many.
_WORDS = """
state: etat* estado* stato stati staat* panstw* statu gosudarstv* derzhav* drzav* devlet*
republic: republi* repubbli* rzeczpospolit* respubli* nation* nacion* nazion* narod* natsion* naciona* milli
government: gouvernement* gobierno* govern* regierung* rzad rzadu vlada vlady vladu vladni hukumet* pravitel* uriad*
    regering* exekutiv*
parliament: parlement* parlament* assembl* asamblea* senat senado senatu senator* senador* cortes kongre* congres*
    chambre camara camera* bundestag* bundesrat* duma dumy dumu gosdum* knesset* majlis* sabha folketing* storting*
    riksdag* eduskun* altinget seimas saeima riigikogu landtag* rada radi radu sejm* snemovn* meclis* sovet soveta
    sovete tweede kamer* deputes diputad* deputad* deputat* abgeordnet* skupsc*
justice: justice justicia justica justiz giustizia iustiti* cour cours corte corti tribunal* gericht*
    verfassungsgericht* sad sadu soud* sud suda mahkem* prokur* parquet fiscal* procur* prokurat* staatsanwalt*
    audienc* wymiar* spravedl* magistrat* sceaux
ministry: minister* ministr* ministar* bakan* affair* affaires asunt* negoci* affari exterior* exteri* etrang*
    esteri auswartig* aussen* zagranicz* zahranic* innen* interieur* interior* intern* vnutren* vnytren* finanz*
    financ* finans* hacienda economi* ekonom* trabajo travail arbeit* educac* educat* education bildung* sante salud
    saude defens* defesa difesa verteidigung* obran* oboron* minobor* mvd mid savunma* budget* culture* cultura
    kultur* umwelt environ* transport* transito secretar* segretar* sekretar* chanceller* kanzler* chancellerie
    direction direcc* departement* departament* agenc* agence* agentur* autorit* autorid* urzad* urad* behord*
police: polic* poliz* polici* polis polisi politie politika gendarm* carabinier* rigspoliti* guardia garde guarda
    armee* armada armia ejercit* esercit* exercit* bundeswehr* wojsk* ordu* armi* armij* marine
council: conseil* consejo* consigli* conselh* rat rats rada rady komisj* komisi* commission* comision* commissi*
    comiss* comite* comitat* komite* komitet* junta union unione unia unie uniao unii soiuz* sojuz* federa*
    confedera* fedratsi* syndicat* sindicat* gewerksch* zwiazek* svaz* associa* asociac* verein* verband*
    stowarzysz* organisat* organiz* fondation* fundac* stiftung* fundacj* institut* akadem* academi* universi*
    univerz* uniwers* ecole* escuela* hochsch*
church: eglise* iglesia* chiesa igreja kirche kirchen kosciol* cirkev cirkve tserk* dios dieu gott bog boga
bank: banque* banco* banca* bank banka banku banken caisse caisses caja kasse bourse bolsa borsa borse* gield* burz*
    birzh* societ* sociedad* compagni* compani* empres* unternehm* groupe grupo gruppo grupp* holding* fond fonds
    fondo
party: parti partid* partit* partei* strana strany gauche droite izquierd* derech* sinistra destra verts grun* liga
    ligue
region: prefec* prefet* prefett* prefeit* mairie maire alcald* ayuntam* rathaus* burgermeist* comun* municip*
    provinc* provincial* region* regiao departem* canton* land kreis kreises wojewod* kraj* oblast* krai* ville
    ciudad citta cidade stadt* miasto miasta mesto mesta misto mista gorod* sehir* centr* zentr* tsentr*
national: suprem* supreme oberst* najwyz* nejvyss* verkhovn* vyshchoi constitu* konstitu* verfassung* openbaar*
    publiek* general generale generaln* superior* national* europe* europa* internation* internac* internaz*
    mezhdunar* mizhnar* mezinar* miedzynar* federal* bundes public* pubbl* nouveau nouvelle nueva nuevo nuova nuovo
    nova novo neue neuen haut haute alto alta grand gran grande* sever severn* yuzh* vostoch* zapad* nord sud est
    ouest norte sur este oeste jug tikh* bolshoi central* tsentral* vsemirn* svitov* svetov* swiatow* mundial*
    mondial* welt
people: homme* femme* hombre* mujer* mensch* menschen personen leute frau herr monsieur madame senor senora pan pani
    don dona sir lady roi rey rei konig krol kral reine reina papa pape saint sainte sankt nobel
media: journal* periodic* zeitung* gazet* redacc* redakt* noticia* nachricht* nouvelles novost* novin* televis*
    televiz* telewiz* tv radio photo foto fotos video publicid* anzeige* reklam* werbung* internet* facebook twitter
    telegram* instagram* youtube* tiktok whatsapp google covid coronavir* koronavir* tass ria interfax* reuters afp
    dpa efe ansa pap ctk ukrinform* kyodo xinhua belga apa notimex ots smi
day: jour* dia giorno tag tage dzien* den dni dnia lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes
    miercol* jueves viernes sabado domingo montag dienstag mittwoch donnerstag freitag samstag sonntag januar
    january februar* april* mai juni juli august* septemb* oktob* novemb* dezemb* enero febrero marzo abril mayo
    junio julio agosto octubre diciembre ene feb dic dec je tu il elle nous vous ich wir sie er ya mi oni yo
    nosotros cada
games: jeux olymp* olimp* olimpi* coupe* copa coppa pokal* puchar* kubok* liga* ligue* champion* campeon* campion*
    mistrz* mistrov* weltmeist* stadion* stade estadio* formul*
"""
_NOT_INSTITUTIONS = {"region", "people", "media", "day", "games"}  # which names of companies and clubs begin with, too


def is_institution(word: str) -> bool:
    """Whether a word of another language, in any case, names something that every country or paper has."""
    return len(romanise(word.casefold())) < 2 or bool(_find(word))


def find_institution(word: str) -> str:
    """The English word for the institution that a word of another language names, "ministry" for one; "" if none.

    What names no institution but stands with one ("supreme", "public") is "national".
    """
    label = _find(word)
    return "" if label in _NOT_INSTITUTIONS else label


@lru_cache(maxsize=20_000)
def _find(word: str) -> str:
    """What a word names by the tables, an institution or not; "" if it is in none."""
    romanised = romanise(word.casefold())
    words, starts = _read()
    return words.get(romanised) or next((label for start, label in starts.items() if romanised.startswith(start)), "")


@cache
def _read() -> tuple[dict[str, str], dict[str, str]]:
    """The words and the beginnings of words, each with what it names."""
    words, starts, label = dict[str, str](), dict[str, str](), ""
    for word in _WORDS.split():
        if word.endswith(":"):
            label = word[:-1]
        else:
            (starts if word.endswith("*") else words)[word.rstrip("*")] = label
    return words, starts
