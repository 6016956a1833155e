"""Words and letters by which a language is recognised."""

# The most common function words; a word that occurs in two of these languages counts for both.
FUNCTION_WORDS = {
    "en": """the a of and to in that is was for on with as by at from his he it be are this have has had which not
        they their but an were been who its will would said after over about into than more when""",
    "de": """der die das und in den von zu mit sich des auf für ist im dem nicht ein eine einen einem einer als auch
        es an werden aus er hat dass sie nach wird bei sind noch wie über zum zur haben nur oder aber vor bis mehr
        durch man sein wurde hatte kann gegen vom schon wenn habe seine ihre unter wir soll ich dieser diese war um""",
    "es": """de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si
        sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi
        porque qué han hay donde tras durante contra""",
    "fr": """de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec
        son aux d l qu été ont cette ses mais comme on ou si leur y entre sans être fait elle après deux même nous
        aussi vers contre avait était selon""",
    "ru": """и в не на что с по как к из у за от о для это его но он все так же а был до то бы или их при быть она
        мы было была ее они если также чтобы после этого года под том во со об который которые без между уже когда
        можно нет лет есть будет более были даже только где там здесь против вместе этом этой этот эти которая
        которое которых которым""",
    "uk": """і в у не на що з до та за як від по про це для його але він й а був було або їх при бути вона ми була
        її вони якщо також щоб після цього року під тому зі який які без між є так то вже коли із тут чи час ну може
        через де тільки там можна всі ні років цей має треба більше були буде щодо навіть лише от щось ось немає
        саме цьому ж проти разом якого якої якому яким яких""",
    "pl": """i w z na do się nie to że jest o jak po za od przez dla oraz są był była było być ma został ze przy tym
        który która które także już tylko ale jego jej ich czy co lub podczas pod między tak tego może będzie roku
        też jeszcze gdy gdzie te więc bez żeby przed więcej również ta niż nad będą którzy którym były ponad""",
    "cs": """a v na se je z s že do o k i ve za by pro po ale jako jsou byl byla bylo být od při podle který která
        které také už jen jeho její jejich nebo během před mezi co si ze ke tak jak až než ještě ani pak tam toho
        kde proti roku dnes či může více byly této tento však již nad proč kteří další první ho mu ji jim své jsem
        jsme což když kterou kterých tuto těchto přes tedy takže proto budou bude není nejsou měl mít bylo kvůli""",
    "pt": """de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou
        quando muito nos já também só pelo pela até isso ela entre depois sem mesmo aos foi são ser tem após é você
        está sobre bem pode ainda pessoas anos todos agora nas numa num pelos pelas seus suas foram este esta vai há
        às""",
    "it": """di e il la che in un una per è con non del della i le dei da al alla si sono ha anche come più ma nel
        nella dal dalla gli delle degli lo o dopo ai su stato era questo se hanno""",
    "nl": """de het een en van in is dat op te zijn met voor niet aan er om door als ook naar bij uit nog wordt
        heeft ze maar hij die dan zou was over worden tegen tot onder deze werd hebben""",
    "tr": """ve bir bu da de için ile olarak çok daha olan gibi en sonra kadar ne var ise ama o ya göre tarafından
        her şey oldu olduğunu ancak değil üzere karşı ki ilk son yeni iki tüm önce önemli arasında olacak etti dedi
        yapılan biri bunu yıl gün""",
    "sv": """och i att det som en på är av för med den till har de inte om ett men var sig från så han kan när eller
        efter vid mot också hade under ska skulle""",
    "sl": """in je v na se da za so z s pa ki ne po od bi kot tudi do bil bila ob pri ter še iz a kar ga med pred to
        lahko ali bo tako o če že ni vse jih ko si smo več sem tem saj ta tega zelo jo zaradi bilo bodo ker kjer sta
        zato le ima naj kako brez k let svoje bili gre bolj kaj samo proti niso vsi prvi najbolj""",
    "da": """og i er det af at til på jeg har ikke med den der de du som så et vi om han fra skal ved vil også hvor nu
        hvis sig efter mig eller hvad ud alle noget da når op blev bliver havde mere hun få dem kan var ifølge
        mellem mod siden blandt""",
    "no": """og i er det av å på som til en har ikke med at de om så vi fra var kan et han seg dette noe skal noen
        ble vil også ut da nå etter eller blir hadde alle når må opp andre gjør ved vært inn denne enn mot mellom
        ifølge siden blant""",
    "fi": """ja on ei että se oli mutta ole kun niin myös hän jos ovat voi nyt sen kuin tai joka olla sitä mitä vain
        jo kanssa tämä sitten kaikki olisi ollut vielä siitä ne sekä jälkeen miten mukaan paljon hänen koska aina
        eivät kuitenkin vaikka ennen jotka eli jossa noin""",
    "hu": """a az és de is nem hogy egy meg csak ha van volt ez vagy már még el jó ki azt most akkor mint ezt minden
        mert így olyan itt sem lesz lehet vagyok majd nincs aki két ne új amikor ami első több pedig mindig amit
        szerint mit után között ellen alatt által miatt során""",
    "ro": """și în din cu nu mai un este că pentru se au ce fost ca al am sunt fi va lui dar sau dacă după ar le
        prin cum când ale despre era ai cel trebuie ani cele doar foarte noi ei dintre te tot la pe o să""",
    "id": """yang dan di ini dari untuk dengan itu bisa ada tidak akan adalah dalam pada kita orang ke juga dia saya
        ya lebih apa sudah mereka tapi karena atau menjadi jadi harus satu seperti oleh banyak jika hanya kami saat
        tahun sebagai hari telah semua dapat bahwa bukan masih sangat para terhadap tersebut boleh ialah daripada""",
    "vi": """là và có của được một các không trong cho người này với ở đã thể để như những đến khi làm sẽ từ ra họ
        tại về vào đó cũng thành đầu chỉ năm sự bị phải chính ngày số ông mà nhà thì trên việc sau còn gia mình
        nhưng rất đi hiện theo nhiều""",
    "hr": """je u i da se na od za su a ne sa iz to kao o što godine koji kako bi ali nije još po s do sve bio sam
        će koja samo te biti više koje kada ako tako bilo može ima ga jer pa zbog prema kod jedan nakon bez li ih
        oko šta dok protiv također tijekom""",
    "sk": """a v sa na je to z že s ako aj o si do ale po za tak od čo už bol by pre sú ak k alebo nie sme ich len
        vo aby keď ktorý ktoré pri má jeho bola bude ktorá až bolo byť jej so roku ho ešte zo podľa však ani tu viac
        kde boli pred medzi proti počas""",
    "bg": """на и в да е от за се с не си че по ще са това като а но до го много най има му ако към може ли само
        няма след през аз които при ви или как какво той ни всички който във което те един още така със когато тази
        ги вече която според между срещу беше""",
    "mk": """на и во да се од за е со не го ќе што дека ги како ја тоа а кој кои си по до ти многу но или само има
        сите тој ако така може која ова нема им пред една сега каде овој ни дали оваа таа според меѓу против беше""",
    "sr": """и у је да се на од за су а не са из то као о што који како би али није још по с до све био ће која само
        те бити више које када ако тако било може има га јер па због према код један након без ли их око док против
        током""",
    "lt": """ir kad į su iš yra tai kaip ar buvo savo tik bet nuo ne apie taip kai labai dėl per dar gali jau po iki
        jei už jo pat būti kas turi prie bus metų jos jie tačiau arba daug jų kur ką pagal tarp prieš""",
    "lv": """un ir ar par ka no kā uz kas arī vai bet es tā nav to tas lai bija ko pēc tikai tad līdz kad var jau
        pie vēl būs jo ļoti gan ne savu viņš gada šo kur tās viņa tiek pat vairāk būtu starp pret""",
    "et": """ja on ei et see oli ka kui aga mis ning või oma ta seda kes nii siis juba pole olla oleks veel selle
        tema välja üle peale pärast enne vastu kuid nende mida saab olid vahel sest""",
    "is": """og í á að er sem til en við af hann um ekki var fyrir með ég eru frá það þar því eða eftir hún svo
        hefur vera þá verið þegar hafa þess úr út ef eins nú sé fram sér hér þeir þetta voru yfir allt hjá þeirra
        einnig hans þeim""",
    "ca": """de la a i que el l en per del un les els una no amb va és al ha com més dels ser aquest però tot fer
        seu aquesta molt als també ens han són cap anys això sobre entre fa fins què era pel perquè tots des després
        està""",
    "tl": """sa ng ang na mga ay isang hindi ito ko kung ni si ako pa para siya mo kanyang lang naman niya lahat ano
        rin ka dahil din upang kaya nito walang sila mas pero po nang isa ba bilang kay ngayon kanilang nila""",
}
# Letters that English does not have: a word with one speaks for these languages, if for less than a function word does.
LETTERS = {
    "de": "ßäöü", "es": "ñáéíóú", "fr": "àâæçèéêëîïôœùû", "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "pl": "ąćęłńóśźż", "cs": "ěřýáíéůúťďň", "pt": "ãõçâêáéíóúà",
    "it": "àèéìòù", "tr": "çğıöşüâ", "sv": "åäö", "sl": "čšž", "da": "æøå", "no": "æøå", "fi": "äö", "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ", "vi": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíòóõùúý", "hr": "čšžćđ",
    "sk": "ľĺŕôáéíóúýďňť", "bg": "абвгдежзийклмнопрстуфхцчшщъьюя", "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "et": "õäöü", "is": "áðéíóúýþæö",
    "ca": "àèéíïòóúüç",
}  # fmt: skip
