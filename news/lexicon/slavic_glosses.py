"""Words common in news in the Slavic languages of Latin script, and what they mean.

The sentence vectors of many languages know Polish of these alone; Czech, Slovak, Slovene, Croatian, Bosnian and Serbian
texts reach them through these words.
"""

LANGUAGES = frozenset({"cs", "sk", "sl", "hr", "bs", "sr"})

# English words: stems without accents, as in news/lexicon/glosses.py.
WORDS = """
deal agreement: dohod* ujednan* sporazum* dogovor* | treaty: smlouv* smlouva zmluv* pogodb* ugovor* pakt* | sign:
podepsal* podeps* podpis* podpisal* potpis* | mineral: nerost* mineral* surovin* rudn* | ceasefire: primerie primeria
premirj* premir* primirj* | peace: mir miru mirov* | war: valk* valce vojn* rat rata ratu | security: bezpecnost*
varnost* sigurnost* | guarantee: zaruk* garanc* jamst* | talks negotiation: jednan* vyjednav* rokovan* pogajan*
pogovor* razgovor* pregovor* | meeting meet: schuzk* setkan* stretnut* srecanj* sastan* sestan* | summit: summit*
vrchol* samit* | president: prezident* predsednik* predsjednik* | minister: ministr* minist* | ambassador: velvyslan*
velvyslanc* veleposlan* ambasador* | prime minister: premier* premijer* predseda | government: vlada vlady vladu vlade
vladni vladn* | parliament: parlament* snemovn* poslanc* sabor* poslan* | aid help support: pomoc* podpor* | military
army: armad* vojensk* vojsk* vojask* vojn* | weapon: zbran* orozj* oruzj* | soldier troop: vojak* vojac* vojnik* |
attack: utok* napad* | missile: raket* | drone: dron* | strike: uder* udar* | kill dead death: zabit* mrtv* usmrt*
zemrel* mrtev* poginul* smrt* | wound injured: zranen* ranen* poskodovan* | victim: obet* zrtv* | police: polici* |
arrest: zatk* zadrz* aretir* uhicen* uhit* | court: soud soudu soudni sud sudu sodisc* | trial: proces* sojenj* sudenj*
| judge: soudc* soudkyn* sodnik* sudac sudc* | sentence: rozsud* odsouz* obsod* presud* osud* | prison: vezen* veznic*
zapor* zatvor* | murder: vrazd* umor* ubojst* | shooting: strelb* streljanj* pucnj* | fire: pozar* | flood: povod*
poplav* | earthquake: zemetres* potres* | storm: bour* nevihti* nevihta oluj* | crash: nehod* havari* nesrec* |
election: volb* volit* volitv* izbor* | vote: hlasovan* hlasov* glasovan* glasov* | party: stran* strank* | opposition:
opozic* | protest: protest* demonstrac* | tariff: clo cla carin* | trade: obchod* trgov* | economy economic: ekonom*
hospodar* gospodar* | bank: bank* banc* | market: trh trhu trhy trg trga trgu trzist* | oil: naft* | gas: plyn* plin*
zemni | energy power: energi* energet* elektr* | nuclear: jader* jadrov* jedrsk* nuklear* | sanction: sankc* sankcij* |
row clash dispute: spor spory sporu sporov sporn* hadk* | crisis: kriz* | refugee: uprchl* utecen* begunc* izbjegl* |
migrant: migrant* | border: hranic* granic* | territory: uzemi* ozemlj* teritor* | law: zakon* | budget: rozpocet*
rozpoct* proracun* | tax: dan dane dani davk* porez* | health: zdravot* zdravj* zdravstv* | hospital: nemocnic*
bolnisnic* bolnic* | virus: virus* | school: skol* | church: cirkev* cirkv* crkv* cerkv* | pope: papez* papa pape |
football: fotbal* nogomet* futbal* | match game: zapas* tekm* utakmic* | victory: vitez* zmag* pobjed* | company: firm*
spolecnost* podjetj* tvrtk* podnik* | chief boss: reditel* direktor* vodja | journalist: novinar* | threat: hrozb*
groz* prijetnj* | ready: pripraven* pripravljen* spreman spremn* | demand: pozad* zahtev* zahtjev* pozadav* | suspend:
pozastav* pozastavil* prekini* zamrz* | investment fund: investic* fond* naloz* | resign: rezign* odstoup* odstop*
ostavk* | scandal: skandal* | corruption: korupc* | plane: letadl* letal* zrakoplov* | train: vlak* | ship: lod lodi
ladj* brod* | space: vesmir* kosm* vesolj* svemir* | climate: klima* podneb* | hostage: rukojm* talc* | prisoner:
zajat* zapornik* ujetnik* zarobljen* | exchange: vymen* izmenj* razmjen* | statement: prohlasen* izjav* | visit:
navstev* obisk* posjet* | plan: plan* nacrt* | report: zprav* poroc* izvjest* | price: cijen* | citizen: obcan*
drzavljan* gradan* | city: mest* grad gradu gradov* gradsk* mesto mesta
"""
