"""Abbreviations that end with a full stop and end no sentence, and languages that write ordinals with one."""

from collections.abc import Mapping
from functools import cache

# "am 21. März", "w 2. Pułku", "v 1. lize", "den 3. juni", "a 2. kerület", "5. Ağır Ceza"
ORDINAL_LANGUAGES = frozenset("bs cs da de et fi hr hu is lb lv no pl sk sl sr tr".split())
# Of these the verb ends the sentence and no number does.
ORDINALS_ANYWHERE = frozenset({"hu", "tr"})
# What stands before an ordinal, besides the function words.
BEFORE_ORDINALS = {
    "cs": "dne od do ve před po",
    "da": "den det dette sin hans hendes",
    "de": """am ans beim dies diese diesem diesen dieser ihr ihre ihrem ihren ihrer im ins sein seine seinem seinen
        seiner unser unsere unserem unseren vom zum zur""",
    "no": "den det dette sin",
    "pl": "dnia dniu we od do przed po",
    "sk": "dňa vo od do pred po",
}
# What stands before a name: titles, streets, saints, kinds of companies.
_BEFORE_NAMES = {
    "bg": """акад бул ген гр доц др инж кв мин обл пл полк проф св ул""",
    "ca": """av avda carr cía dr dra excm gral hble ing jr mn mons prof pça sr sra srta st sta tte""",
    "cs": """arch bc brig dipl doc dr gen ing jud judr kap kpt mgr mudr např npor nprap npř nstržm p paeddr phdr
        plk por pplk ppor pprap prap prof prok rndr stržm sv tzv tř ul čl""",
    "da": """adv afd bl.a cand dr eks evt f.eks fhv forts frk gen hr ing jf kap kst mag maj mht ngl oberst prof red
        sct skt sml st stud""",
    "de": """a.d abg abt allg bes bzgl bzw chr d.h dipl-ing dir dr ev evtl fa fam fr frhr geb gen gest gez ggf hg hl hr
        hrn ing inkl insb insbes inz jun kath lt m.a mag maj med min-präs nat o.g oblt phil pol prof rer sen sog st
        stellv str stv theol u.a univ usf v.a vgl vors z.b z.t zzgl""",
    "es": """arq av avda cap cdte cnel col coord d.ª dir dr dra dña excma excmo fr gral hno hnos ilmo ing insp
        intdte lic mons ntra pbro prof profa sgto sr sra sras sres srta sta sto subof tnte tte vda vicealm""",
    "et": """dr hr insen kol kpt lt pr prof vt""",
    "fi": """dipl.ins dos em esim evp fil ins kapt kenr ltn maist maj mm ns prof res rva toht toim tri varat vrt
        ylil""",
    "fr": """adj bd boul brig cdt cf cne dr gal gén jr lt mgr mlle mm mme pr prof st ste vve""",
    "hr": """akad doc dr fra g gen gđa gđica im ing kap mons mr npor npr odv oo opć por predsj prim prof pukov sv
        tzv ul v.d""",
    "hu": """dr gen id ifj ill itj jkv kb kir krt ld mgr ny okl pl prof st sz szds szkv szt tan tk vö vör özv ún
        ügyv""",
    "id": """bpk dr drg drs h hj ibu ir jl kab kec komjen letjen mayjen no prof sdr st""",
    "is": """bls dr frk hr kl nr próf sbr sr st t.d þ.e""",
    "it": """amm arch avv b.ta brig c.so cap cav col com comm cons coop del dir dott dott.ssa dr ebr ecc ed f.lli
        fraz gen geom ing ins isp lgt loc magg mar mons on onn p.zza pres proc prof prof.ssa rag rev sen serg sig
        sig.na sig.ra sigg sost sottoten spett ten v.le vic""",
    "lt": """akad doc dr g gen inž kpt kt kun mjr pan plk pr prof prok pvz tūkst ul vyr šv žr""",
    "lv": """akad doc dr gen inž kpt lt piem plkv prof sv t.s ul""",
    "nl": """a.d adj adv bijv burg cie dhr dr drs em fam gebr gen ing ir jhr jkvr jl kapt kol kpt lt maj mej mevr
        mgr mr mw nl prof st ste t.a.v w.o zgn""",
    "no": """adv amanuensis bl.a cand dr ev f.eks fhv forts gen hr iflg ing jf kapt mag maj mht oblt prof red sml
        st stp stud""",
    "pl": """abp adw al asp bp br burm bł dh dot dr ds dypl dyr gen gł hab hm hr im in insp inż itp jw kard kom
        kons kpr kpt ks lek lic m.in m.st mec mgr mjr mons mł nadinsp nadkom np o ob os pl podinsp podkom por posł
        pow pp ppor ppłk prac prez prob prof prok prym przew ps pt pułk płk red reż rtm s sen sierż sp spec st str
        szer sędz tzn tzw ul wg wiceadm woj wojew wyd właśc zast zob zw śp św ż""",
    "pt": """adv alm av brig cap cel cmdt cons d.ª des dir dr dra drs eng enga ex exma exmo gal gen ilmo insp lic
        maj mons mte pe pres proc prof profa pça r rev sarg sr sra sras srs srta sta sto ten trav""",
    "ro": """acad adv av bd bdul col com conf cpt d-l d-na d-nei dl dna dnei dr gen ing insp jud lect loc lt mun pr
        prep prof pt sf st str șos șt""",
    "ru": """акад в.о г-жа г-н ген гос гр д-р доц др ж.-д ин инж кап кв корп мин о обл пгт пер пл полк пом пос пр
        просп проф р-н с св см ст стр т.е т.к т.н тов ул чл ш эт""",
    "sk": """arch bc doc dr gen ing judr kpt mgr mudr napr npor p phdr plk por pplk prof prok sv tzv ul čl""",
    "sl": """akad doc dr g ga gdč gen gosp ing inž kap mag npor npr polk por prim prof sv t.i tj ul""",
    "sr": """akad doc dr g gen inž kap mr npr prof puk sv tzv ul акад г ген гђа доц др инж кап мр нпр проф пук св
        тзв ул""",
    "sv": """adv bl.a cand civ.ing d.v.s dir doc dr ev f.d f.n fil forts fr frk gen hr ing inkl jfr jur kapt kh mag
        maj med o.s.v prof red resp s.k st t.ex t.f v.d""",
    "tr": """alb arş av bkz bul bşk cad cd doç dr dç fak gen gör hz kd kom mah mv müh op opr ord org prof s sk sn
        sok stj tğm uzm vd yb yd yrd yzb yüzb ören örn öğr üstğm ütğm""",
    "uk": """акад вул ген гр д-р доц др кап кв корп м мін напр о обл пл полк пом пор пп пров прок просп проф р-н с
        св сел смт ст т.д т.зв тов ч ім ін інж""",
}
# What stands before a number: pages, articles of a law, hours; the same letters before a name end a sentence.
_BEFORE_NUMBERS = {
    "bg": """ал бр ок прибл стр тел ч чл""",
    "ca": """aprox art h núm pl pàg tel vol""",
    "cs": """cca hod odst okr os par písm přibl r resp roč s sb str tel tj zák č čís""",
    "da": """art ca kap kl max min nr pkt pr s stk tlf vol""",
    "de": """abb abs art aufl bd bl buchst ca kap lfd max min nr nrn num pos ps r rd s tel tz ziff""",
    "es": """aprox art arts cap fig máx mín n.º núm núms p pág págs t tel vol""",
    "et": """ca kell lg lk nr p pt tel u""",
    "fi": """art klo max min n nro puh s""",
    "fr": """al art arts chap env fig max min n no nos p par pp réf tél vol""",
    "hr": """br cca max min sl st str tel toč čl""",
    "hu": """bek kb ker max min sz tel""",
    "id": """hal hlm no ps tel""",
    "is": """bls ca gr kl nr tel""",
    "it": """art artt ca cap circa co comma fig lett max min n nn nr num p pag pagg par tel vol""",
    "lt": """apyt d nr p psl str tel val""",
    "lv": """apm lpp nr p pl plkst tel""",
    "nl": """afb art blz ca max min no nr nrs p pag ps tel vgl vol""",
    "no": """art ca kap kl maks max min nr pkt pr s st tlf""",
    "pl": """art ca gdz godz j k kl lit maks min nr ob ok os par pkt poz ppkt rozdz rys s str tab tel tj ust wys
        zał zm""",
    "pt": """al aprox art arts cap fig máx mín n n.º no num núm p par pág págs tel vol""",
    "ro": """alin aprox art cap cca fig lit max min nr p pag pct tel""",
    "ru": """абз гл кв корп н ок п пп прибл рис ср ст стр табл тел ч №""",
    "sk": """cca hod odst okr os par písm resp s str tel zák č čís""",
    "sl": """cca max min odst pribl st str tel č čl št""",
    "sr": """br str tel čl бр стр тел чл""",
    "sv": """art ca kap kl max min nr p pkt s sid st tel tfn""",
    "tr": """böl m mad md no nr s sf sy tel şt""",
    "uk": """абз бл гл п пп приб рис ст стор стр табл тел ч""",
}
# Multiples before what is counted ("5 tys. Polaków"), and what is a word too: a sentence may end with them, and does if
# a function word follows.
_MAY_END = {
    "bg": "кв млн млрд хил",
    "cs": "mil mld nám tis",
    "da": "mia mio mill",
    "de": "mia mill mio mrd tds tsd",
    "et": "mld mln",
    "fi": "milj mrd",
    "hr": "mil mlrd tis",
    "hu": "ezr md mrd",
    "is": "millj",
    "it": "mld mln",
    "lt": "mlrd mln tūkst",
    "lv": "milj mljrd tūkst",
    "nl": "mld mln",
    "no": "mill mrd",
    "pl": "kw mld mln tys",
    "ro": "mil mld",
    "ru": "им кв куб млн млрд тыс",
    "sk": "mil mld nám tis",
    "sl": "mio mrd tis",
    "sr": "мил млн млрд тис хиљ mil mlrd tis",
    "sv": "milj mdr",
    "uk": "ім кв куб млн млрд тис",
}
# "Year" after a number; it may end a sentence too, but not one that is nothing but a date.
YEARS = {
    "bg": "г",
    "cs": "r",
    "pl": "r w",
    "ru": "г гг в",
    "sk": "r",
    "uk": "р рр ст",
    "lt": "m d",
    "lv": "g",
    "et": "a",
}


@cache
def read_abbreviations(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The abbreviations of a language before names, before numbers and after numbers, in lower case."""
    return _split(_BEFORE_NAMES, language), _split(_BEFORE_NUMBERS, language), _split(_MAY_END, language)


def _split(table: Mapping[str, str], language: str) -> frozenset[str]:
    return frozenset(table.get(language, "").split())
