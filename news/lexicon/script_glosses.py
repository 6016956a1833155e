"""Words common in news in Greek, Hebrew, Persian and Hindi, and what they mean.

The sentence vectors of many languages know none of these languages: their texts are encoded by these words in English.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from news.lexicon.scripts import latinise
from news.lexicon.stems import StemTable, read_stems, without_accents

# English words: stems without accents; "*" matches any ending, "|" separates entries.
_GREEK = """
deal agreement: συμφωνι* | treaty: συνθηκ* | sign: υπεγραψ* υπογρα* | talks negotiation: συνομιλι*
διαπραγματευσ* | meeting: συναντ* συναντησ* συνοδο* | president: προεδρ* | prime minister: πρωθυπουργ* |
minister: υπουργ* | ambassador: πρεσβ* | government: κυβερνησ* | parliament: βουλη βουλησ κοινοβουλι* βουλευτ* |
election: εκλογ* | vote: ψηφ* | party: κομμα κομματ* | opposition: αντιπολιτευσ* | court: δικαστηρι* δικαστ* |
trial: δικη δικησ | law: νομοσ νομο νομου νομοσχεδι* | police: αστυνομι* | arrest: συνεληφθ* συλληψ* | prison:
φυλακ* | war: πολεμ* | peace: ειρην* | ceasefire: εκεχειρ* | attack: επιθεσ* | missile: πυραυλ* | drone: ντρον
drone | army: στρατ* | soldier: στρατιωτ* | weapon: οπλ* | security: ασφαλει* | guarantee: εγγυησ* | border:
συνορ* | kill dead: νεκρ* σκοτωθ* σκοτωσ* δολοφον* | wounded: τραυματ* | victim: θυμα θυματ* | hostage: ομηρ* |
prisoner: αιχμαλωτ* | explosion: εκρηξ* | fire: πυρκαγι* φωτι* | flood: πλημμυρ* | earthquake: σεισμ* | storm:
καταιγιδ* | crash: συντριβ* | accident: δυστυχημα ατυχημα | plane: αεροπλαν* αεροσκαφ* | train: τρενο τρενα |
ship: πλοι* | port: λιμαν* | protest: διαδηλωσ* διαμαρτυρ* | strike: απεργι* | economy: οικονομι* | bank:
τραπεζ* | market: αγορα αγορασ αγορεσ | price: τιμη τιμεσ τιμων | inflation: πληθωρισμ* | tax: φορο* φορολογ* |
tariff: δασμ* | trade: εμποριο εμπορικ* | budget: προυπολογισμ* | company: εταιρ* | oil: πετρελαι* | gas: αεριο
αεριου | energy: ενεργει* | nuclear: πυρηνικ* | mine: ορυχει* | lithium: λιθι* | income: εσοδ* | climate: κλιμα
κλιματικ* | water: νερο νερου | health: υγει* | hospital: νοσοκομει* | virus: ιοσ ιου | vaccine: εμβολι* |
school: σχολει* | church: εκκλησι* | pope: παπασ παπα | refugee: προσφυγ* | migrant: μεταναστ* | crisis: κρισ* |
sanction: κυρωσ* | scandal: σκανδαλ* | corruption: διαφθορ* | resign: παραιτ* | report: εκθεσ* | statement:
δηλωσ* | said: ειπε δηλωσε | accuse: κατηγορ* | letter: επιστολ* | return: επιστρεφ* επιστρεψ* | ready: ετοιμ* |
prepare: ετοιμαζ* | repeat: επανελαβ* | offer: προσφορ* προταση | demand: απαιτ* | plan: σχεδι* | exchange:
ανταλλαγ* | help: βοηθει* | visit: επισκεψ* | win: νικ* κερδισ* | match game: αγων* | team: ομαδ* | football:
ποδοσφαιρ* | gold medal: μεταλλι* | city: πολη πολησ | world: κοσμ* παγκοσμι* | people: ανθρωπ* | child: παιδι*
| woman: γυναικ* | day: μερα ημερα | year: χρονι* ετοσ ετη | doctor: γιατρ* | teacher: δασκαλ* εκπαιδευτικ* |
pay wage: μισθ* | union: συνδικατ* σωματει* | rain: βροχ* | house: σπιτι* | emergency: εκτακτησ | rescue:
διασωσ* | dam: φραγμα φραγματ* | bridge: γεφυρ* | factory: εργοστασι* | worker: εργαζομεν* εργατ* | million:
εκατομμυρι* | thousand: χιλιαδεσ χιλιαδων | percent: τοισ | rise: αυξησ* | reject: απερριψ* απορριψ* | week:
εβδομαδ* | month: μηνα μηνεσ | new: νεα νεο νεεσ νεων | leader: ηγετ* αρχηγ* | king: βασιλι* | island: νησι* |
airport: αεροδρομι* | film: ταινι* | fine: προστιμ* | investigation: ερευν*
"""
_HEBREW = """
deal agreement: הסכם הסכמי עסקה עסקת | treaty: אמנה אמנת | sign: חתם חתמו חתימה לחתום | talks negotiation:
שיחות משא מגעים | meeting: פגישה פגישת נפגש פסגה ועידה | president: נשיא נשיאת | prime: ראש | minister: שר שרה
שרי | government: ממשלה ממשלת הממשלה | ambassador: שגריר שגרירות | parliament: כנסת פרלמנט | election: בחירות
| vote: הצבעה הצביע | party: מפלגה מפלגת | opposition: אופוזיציה | court: משפט | judge: שופט שופטת | law: חוק
| police: משטרה משטרת | arrest: נעצר נעצרו מעצר | prison: כלא מאסר | war: מלחמה מלחמת | peace: שלום |
ceasefire: הפסקת | attack: מתקפה התקפה פיגוע תקיפה תקף | missile: טיל טילים | drone: רחפן כטבם | army: צבא
צבאי צבאות | soldier: חייל חיילים | weapon: נשק | security: ביטחון ביטחוניות בטחון | guarantee: ערבות ערבויות
| border: גבול | kill dead: נהרג נהרגו הרוג הרוגים מת | wounded: נפצע פצוע פצועים | victim: קורבן קורבנות |
hostage: חטוף חטופים | prisoner: אסיר אסירים שבוי | explosion: פיצוץ | fire: שריפה דליקה אש | flood: שיטפון
הצפה שיטפונות | earthquake: רעידת | storm: סופה סערה | crash: התרסקות תאונה | plane: מטוס מטוסים | train: רכבת
| ship: ספינה אונייה | port: נמל | protest: הפגנה מחאה מפגינים | strike: שביתה | economy: כלכלה כלכלי | bank:
בנק | market: שוק | price: מחיר מחירים | inflation: אינפלציה | tax: מס מיסים | tariff: מכס מכסים | trade: סחר
| budget: תקציב | company: חברה חברת | oil: נפט | gas: גז | energy: אנרגיה | nuclear: גרעין גרעיני | mine:
מכרה מכרות | lithium: ליתיום | income: הכנסות הכנסה | climate: אקלים | water: מים | health: בריאות | virus:
נגיף וירוס | vaccine: חיסון | church: כנסייה | pope: אפיפיור | refugee: פליט פליטים | migrant: מהגר מהגרים |
crisis: משבר | sanction: סנקציות | scandal: שערוריה | corruption: שחיתות | resign: התפטר התפטרות | report: דוח
| statement: הצהרה הודעה | said: אמר אמרה הודיע | accuse: האשים | letter: מכתב | return: חוזרות לחזור לשוב
| ready: מוכן מוכנה | repeat: חזר | offer: הצעה | demand: דרש דרישה | plan: תוכנית | exchange: חילופי | help:
סיוע עזרה | visit: ביקור | win: ניצח ניצחון | match game: משחק | team: נבחרת קבוצה | football: כדורגל | gold
medal: מדליה | city: עיר | world: עולם | child: ילד ילדים | woman: אישה נשים | doctor: רופא רופאים | teacher:
מורה מורים | pay wage: שכר | union: איגוד הסתדרות | rain: גשם גשמים | house: בית בתים | hospital: חולים |
emergency: חירום | rescue: חילוץ הצלה | dam: סכר | bridge: גשר | factory: מפעל | worker: עובד עובדים |
million: מיליון | thousand: אלף אלפים אלפי | percent: אחוז אחוזים | rise: העלאה העלאת עלייה | reject: דחה דחתה
| week: שבוע | month: חודש | new: חדש חדשה חדשות חדשים | leader: מנהיג | king: מלך | island: אי | film: סרט |
fine: קנס | investigation: חקירה | public: ציבורי ציבוריים | collapse: קרס קריסה קריסת
"""
_PERSIAN = """
deal agreement: توافق* قرارداد* | treaty: پیمان* معاهده* | sign: امضا* | talks negotiation: مذاکر* گفتگو*
گفت_و_گو | meeting: دیدار* نشست* | president: رئیس جمهور* | prime minister: نخست* | minister: وزیر* |
ambassador: سفیر* سفارت* | government: دولت* | parliament: مجلس* پارلمان* | election: انتخابات* | vote: رای* |
party: حزب* | opposition: مخالفان | court: دادگاه* | judge: قاضی | law: قانون* | police: پلیس* | arrest:
بازداشت* دستگیر* | prison: زندان* | war: جنگ* | peace: صلح* | ceasefire: آتش‌بس آتش* | attack: حمله* حملات |
missile: موشک* | drone: پهپاد* | army: ارتش* نظامی* | soldier: سرباز* | weapon: سلاح* | security: امنیت* |
guarantee: تضمین* | border: مرز* | kill dead: کشته* کشت | wounded: زخمی* مجروح* | victim: قربانی* | hostage:
گروگان* | prisoner: زندانی* اسیر* | explosion: انفجار* | fire: حریق | flood: سیل سیلاب* | earthquake: زلزله*
زمین‌لرزه | storm: توفان* طوفان* | crash: سقوط* | plane: هواپیما* | train: قطار* | ship: کشتی* | port: بندر* |
protest: اعتراض* تظاهرات | strike: اعتصاب* | economy: اقتصاد* | bank: بانک* | market: بازار* | price: قیمت* |
inflation: تورم* | tax: مالیات* | tariff: تعرفه* | trade: تجارت* تجاری | budget: بودجه* | company: شرکت* | oil:
نفت* | gas: گاز* | energy: انرژی* | nuclear: هسته‌ای هسته* | mine: معدن* معادن | lithium: لیتیوم* | income:
درآمد* | climate: اقلیم* | water: آب | health: بهداشت* سلامت* | hospital: بیمارستان* | virus: ویروس* | vaccine:
واکسن* | school: مدرسه* | church: کلیسا* | pope: پاپ | refugee: پناهند* پناهجو* | migrant: مهاجر* | crisis:
بحران* | sanction: تحریم* | scandal: رسوایی* | corruption: فساد* | resign: استعفا* | report: گزارش* | statement:
بیانیه* | said: گفت | accuse: متهم* | letter: نامه* | return: بازگشت* بازمی* بازگردد | ready: آماده* | repeat:
تکرار* | offer: پیشنهاد* | demand: خواستار | plan: طرح* برنامه* | exchange: تبادل* مبادله* | help: کمک* | visit:
سفر* بازدید* | win: پیروز* | match game: بازی* مسابق* | team: تیم* | football: فوتبال* | gold medal: مدال* |
city: شهر* | world: جهان* | end: پایان* | child: کودک* | woman: زن زنان | doctor: پزشک* دکتر* | teacher: معلم* |
pay wage: دستمزد* حقوق | union: اتحادیه* | rain: باران* | house: خانه* | emergency: اضطراری | rescue: امداد*
نجات | dam: سد سدی | bridge: پل | factory: کارخانه* | worker: کارگر* | million: میلیون* | thousand: هزار* |
percent: درصد* | rise: افزایش* | reject: رد | week: هفته* | month: ماه | new: جدید تازه | leader: رهبر* | king:
پادشاه | island: جزیره* | airport: فرودگاه* | film: فیلم* | fine: جریمه* | investigation: تحقیق* | collapse:
شکست* فروریخت*
"""
_HINDI = """
deal agreement: समझौत* | treaty: संधि* | sign: हस्ताक्षर* | talks negotiation:
वार्ता* बातचीत* | meeting: बैठक* मुलाकात* सम्मेलन* | president: राष्ट्रपति* | prime
minister: प्रधानमंत्री* प्रधान* | minister: मंत्री* मंत्रि* | ambassador: राजदूत* |
government: सरकार* | parliament: संसद* | election: चुनाव* | vote: मतदान* वोट* |
party: पार्टी* दल | opposition: विपक्ष* | court: अदालत* न्यायालय* | judge: जज
न्यायाधीश* | law: कानून* क़ानून* | police: पुलिस* | arrest: गिरफ्तार* | prison: जेल*
| war: युद्ध* जंग | peace: शांति* | ceasefire: युद्धविराम* संघर्षविराम* | attack:
हमल* | missile: मिसाइल* | drone: ड्रोन* | army: सेना* | soldier: सैनिक* जवान* |
weapon: हथियार* | security: सुरक्षा* | guarantee: गारंटी* | border: सीमा* | kill
dead: मौत* मारे मृत* हत्या* | wounded: घायल* | victim: पीड़ित* | hostage: बंधक* |
prisoner: कैदी* | explosion: धमाक* विस्फोट* | fire: आग | flood: बाढ़* | earthquake:
भूकंप* | storm: तूफान* चक्रवात* | crash: दुर्घटना* हादस* | plane: विमान* | train:
ट्रेन* | ship: जहाज* | port: बंदरगाह* | protest: प्रदर्शन* विरोध* | strike: हड़ताल*
| economy: अर्थव्यवस्था* आर्थिक | bank: बैंक* | market: बाजार* बाज़ार* | price:
कीमत* दाम | inflation: महंगाई* | tax: कर टैक्स* | tariff: शुल्क* टैरिफ* | trade:
व्यापार* | budget: बजट* | company: कंपनी* कंपनि* | oil: तेल | gas: गैस* | energy:
ऊर्जा* | nuclear: परमाणु* | mine: खदान* खान* | lithium: लिथियम* | income: आय आमदनी*
| climate: जलवायु* | water: पानी | health: स्वास्थ्य* | hospital: अस्पताल* | virus:
वायरस* | vaccine: टीक* वैक्सीन* | school: स्कूल* | church: चर्च* गिरजाघर* | pope:
पोप | refugee: शरणार्थी* | migrant: प्रवासी* | crisis: संकट* | sanction: प्रतिबंध* |
scandal: घोटाल* | corruption: भ्रष्टाचार* | resign: इस्तीफ* | report: रिपोर्ट* |
statement: बयान* | said: कहा | accuse: आरोप* | letter: पत्र* चिट्ठी* | return: लौट*
वापस* | ready: तैयार* | repeat: दोहराया | offer: प्रस्ताव* पेशकश* | demand: मांग* |
plan: योजना* | exchange: अदला* विनिमय* | help: मदद* सहायता* | visit: यात्रा* दौर* |
win: जीत* | match game: मैच* मुकाबल* | team: टीम* | football: फुटबॉल* | gold medal:
पदक* | city: शहर* | world: विश्व* दुनिया* | end: समाप्त* अंत | child: बच्च* | woman:
महिला* | doctor: डॉक्टर* चिकित्सक* | teacher: शिक्षक* | pay wage: वेतन* मजदूरी |
union: संघ* यूनियन* | rain: बारिश* वर्षा | house: घर* मकान* | emergency: आपातकाल*
आपात | rescue: बचाव* राहत | dam: बांध* | bridge: पुल | factory: कारखान* फैक्ट्री* |
worker: मजदूर* कर्मचारी* कर्मचारि* | million: लाख | thousand: हजार* हज़ार* |
percent: प्रतिशत | rise: वृद्धि* बढ़ोतरी* | reject: ठुकरा* खारिज | week: सप्ताह*
हफ्त* | month: महीन* | new: नई नए नया | leader: नेता* | king: राजा | island: द्वीप*
| airport: हवाई* | film: फिल्म* | fine: जुर्मान* | investigation: जांच* | public:
सरकारी | collapse: टूट* ढह*
"""
_TABLES: Mapping[str, str] = {"el": _GREEK, "he": _HEBREW, "fa": _PERSIAN, "hi": _HINDI}
LANGUAGES = frozenset(_TABLES)
_WORD = re.compile("[^\\W\\d_][\\w\u0300-\u036f\u0591-\u05c7\u0900-\u0963\u200c]*")
_HEBREW_PREFIXES = tuple(re.compile(rf"^[ובלמשהכ]{{{letters}}}(?=\w{{2}})") for letters in (1, 2, 3))
_STEM_LETTERS, _NAME_LETTERS = 2, 4  # at least
_ARABIC_LETTERS = str.maketrans("يىكة", "ییکه")


def gloss(line: str, language: str) -> str:
    """The words of a line that the glossary knows, in English and in their order; of Greek ones the names as well."""
    return " ".join(filter(None, (_english(word, language) for word in _WORD.findall(line))))


@lru_cache(maxsize=20_000)
def _english(word: str, language: str) -> str:
    folded = _fold(word)
    prefixes = _HEBREW_PREFIXES if language == "he" else ()
    spellings = dict.fromkeys([folded, *(prefix.sub("", folded) for prefix in prefixes)])
    found = next(filter(None, map(_table(language).find, spellings)), "")
    is_name = language == "el" and word[0].isupper() and len(word) >= _NAME_LETTERS
    return found or (latinise(word).capitalize() if is_name else "")


def _fold(word: str) -> str:
    return without_accents(word.casefold().translate(_ARABIC_LETTERS).replace("\u200c", ""))


@cache
def _table(language: str) -> StemTable:
    return read_stems(_TABLES[language], _fold, _STEM_LETTERS)
