"""Invented reports of the story of tests/world.py in many languages, and others of its people and of its kind."""

REPORTS = (
    (
        "de",
        "Freedonien und Sylvanien verhandeln wieder über Lithiumvertrag",
        """Präsident Rufus Firefly von Freedonien hat Botschafter Trentino von Sylvanien geschrieben, dass er zu den
        Gesprächen über den Lithiumvertrag zurückkehren will. Der Vertrag müsse Sicherheitsgarantien für Freedonien
        enthalten, wiederholte er. Ein Treffen in Genf wird vorbereitet, auch über die Einnahmen aus den Minen.""",
    ),
    (
        "fr",
        "Freedonia et Sylvania reprennent les discussions sur le traité du lithium",
        """Le président Rufus Firefly de Freedonia a écrit à l'ambassadeur Trentino de Sylvania qu'il est prêt à
        revenir aux discussions sur le traité du lithium. Il demande des garanties de sécurité. Une rencontre à
        Genève est en préparation, et les revenus des mines de lithium seront le premier sujet.""",
    ),
    (
        "es",
        "Teasdale pide a Firefly que vuelva a la mesa del tratado del litio",
        """Gloria Teasdale pidió al presidente Rufus Firefly de Freedonia que vuelva a negociar con el embajador
        Trentino de Sylvania el tratado del litio. Sin garantías de seguridad no habrá firma, respondió Firefly.
        Sylvania ofrece de nuevo un alto el fuego a cambio de la mitad de los ingresos de las minas de litio.""",
    ),
    (
        "it",
        "Trattato sul litio, Trentino torna a Ginevra per incontrare Firefly",
        """L'ambasciatore Trentino della Sylvania è tornato a Ginevra per incontrare il presidente della Freedonia
        Rufus Firefly. Si discute del trattato sul litio e delle garanzie di sicurezza che la Freedonia chiede prima
        della firma. La Sylvania avrebbe la metà dei ricavi delle miniere di litio e finirebbe la guerra di confine.""",
    ),
    (
        "pl",
        "Freedonia i Sylvania wracają do rozmów o traktacie litowym",
        """Prezydent Freedonii Rufus Firefly napisał do ambasadora Sylvanii Trentino, że jest gotów wrócić do rozmów o
        traktacie litowym. Firefly powtórzył, że traktat musi zawierać gwarancje bezpieczeństwa. Spotkanie w Genewie
        jest przygotowywane, a pierwszym tematem będą dochody z kopalni litu.""",
    ),
    (
        "pt",
        "Freedonia e Sylvania voltam às negociações sobre o tratado do lítio",
        """O presidente Rufus Firefly, da Freedonia, escreveu ao embaixador Trentino, da Sylvania, que está pronto para
        voltar às negociações sobre o tratado do lítio. Firefly repetiu que o tratado precisa de garantias de
        segurança. Um encontro em Genebra está sendo preparado, e as receitas das minas de lítio são o primeiro
        tema.""",
    ),
    (
        "nl",
        "Freedonia en Sylvania praten weer over lithiumverdrag",
        """President Rufus Firefly van Freedonia heeft ambassadeur Trentino van Sylvania geschreven dat hij terug wil
        naar de gesprekken over het lithiumverdrag. Zonder veiligheidsgaranties tekent hij het verdrag niet. In
        Genève wordt een ontmoeting voorbereid over de opbrengst van de lithiummijnen en een einde aan de
        grensoorlog.""",
    ),
    (
        "tr",
        "Freedonia ve Sylvania lityum anlaşması için yeniden masada",
        """Freedonia Cumhurbaşkanı Rufus Firefly, Sylvania Büyükelçisi Trentino'ya lityum anlaşması görüşmelerine
        dönmeye hazır olduğunu yazdı. Firefly anlaşmanın güvenlik garantisi içermesi gerektiğini yineledi.
        Cenevre'de lityum madenlerinin geliri ve ateşkes için bir görüşme hazırlanıyor.""",
    ),
    (
        "cs",
        "Freedonie a Sylvánie se vracejí k jednání o lithiové smlouvě",
        """Prezident Freedonie Rufus Firefly napsal velvyslanci Sylvánie Trentinovi, že je připraven vrátit se k
        jednání o lithiové smlouvě. Firefly zopakoval, že smlouva musí obsahovat bezpečnostní záruky. V Ženevě se
        připravuje schůzka Fireflyho s Trentinem, na níž se bude mluvit o příjmech z lithiových dolů.""",
    ),
    (
        "sl",
        "Freedonija in Sylvanija znova o litijevi pogodbi",
        """Predsednik Freedonije Rufus Firefly je veleposlaniku Sylvanije Trentinu pisal, da se je pripravljen vrniti k
        pogovorom o litijevi pogodbi. Firefly je ponovil, da mora pogodba vsebovati varnostna jamstva. V Ženevi
        pripravljajo srečanje s Trentinom, na katerem bodo govorili o prihodkih iz litijevih rudnikov.""",
    ),
    (
        "ru",
        "Фридония и Сильвания возвращаются к переговорам о литиевом договоре",
        """Президент Фридонии Руфус Файрфлай написал послу Сильвании Трентино, что готов вернуться к переговорам о
        литиевом договоре. Файрфлай повторил, что договор должен содержать гарантии безопасности. В Женеве готовится
        встреча, на которой обсудят доходы от литиевых рудников Фридонии.""",
    ),
    (
        "uk",
        "Фрідонія і Сильванія повертаються до переговорів про літієву угоду",
        """Президент Фрідонії Руфус Файрфлай написав послу Сильванії Трентіно, що готовий повернутися до переговорів
        про літієву угоду. Файрфлай повторив, що угода має містити гарантії безпеки. У Женеві готують зустріч
        Файрфлая з Трентіно, на якій обговорять доходи від літієвих копалень.""",
    ),
    (
        "ar",
        "فريدونيا وسيلفانيا تعودان إلى محادثات معاهدة الليثيوم",
        """كتب الرئيس الفريدوني روفوس فايرفلاي إلى سفير سيلفانيا ترينتينو أنه مستعد للعودة إلى المحادثات بشأن معاهدة
        الليثيوم. وكرر فايرفلاي أن المعاهدة يجب أن تتضمن ضمانات أمنية لفريدونيا. ويجري الإعداد لاجتماع في جنيف حول
        عائدات مناجم الليثيوم وإنهاء حرب الحدود.""",
    ),
    (
        "ja",
        "フリードニアとシルヴァニア、リチウム条約をめぐり交渉再開",
        """フリードニアのファイアフライ大統領とシルヴァニアのトレンティーノ大使は、
        ジュネーブでリチウム条約の交渉を再開する。大統領は安全保障がなければ条約に署名しないと述べた。
        条約によりシルヴァニアはリチウム鉱山の収入の半分を得る。""",
    ),
    (
        "ja",
        "ファイアフライ大統領、リチウム条約の署名に安全保障を要求",
        """フリードニアのルーファス・ファイアフライ大統領は火曜日、安全保障の約束がない限りリチウム条約に署名しないと
        改めて表明した。シルヴァニアのトレンティーノ大使は停戦の提案を撤回しない考えを示し、
        ジュネーブでの会談を求めた。""",
    ),
    (
        "ko",
        "프리도니아와 실바니아, 리튬 조약 협상 재개",
        """프리도니아의 루퍼스 파이어플라이 대통령은 실바니아의 트렌티노 대사에게 편지를 보내 리튬 조약 협상에 복귀할
        준비가 되어 있다고 밝혔다. 그는 조약에 안보 보장이 포함되어야 한다고 거듭 말했다. 제네바에서 리튬 광산
        수입을 논의할 회담이 준비되고 있다.""",
    ),
    (
        "th",
        "ฟรีโดเนียและซิลเวเนียกลับสู่การเจรจาสนธิสัญญาลิเธียม",
        """ประธานาธิบดีรูฟัส
        ไฟร์ฟลายแห่งฟรีโดเนียเขียนจดหมายถึงเอกอัครราชทูตเทรนติโนแห่งซิลเวเนียว่าพร้อมกลับสู่การเจรจา
        สนธิสัญญาลิเธียม เขาย้ำว่าสนธิสัญญาต้องมีหลักประกันด้านความมั่นคง
        กำลังเตรียมการประชุมที่เจนีวาเรื่องรายได้จาก เหมืองลิเธียม""",
    ),
    (
        "zh",
        "特伦蒂诺：签署锂条约后西尔瓦尼亚愿意停火",
        """西尔瓦尼亚大使特伦蒂诺周三在日内瓦表示，只要弗里多尼亚总统法尔弗莱签署锂条约，
        西尔瓦尼亚就愿意停火。法尔弗莱要求条约写明安全保证，双方还将讨论锂矿收入的分配。""",
    ),
    (
        "ar",
        "ترينتينو: سيلفانيا مستعدة لوقف إطلاق النار بعد توقيع معاهدة الليثيوم",
        """قال سفير سيلفانيا ترينتينو في جنيف إن بلاده مستعدة لوقف إطلاق النار إذا وقع الرئيس الفريدوني فايرفلاي معاهدة
        الليثيوم. ويطالب فايرفلاي بضمانات أمنية في المعاهدة، وستناقش المحادثات تقاسم عائدات مناجم الليثيوم.""",
    ),
    (
        "fa",
        "فریدونیا و سیلوانیا به مذاکرات پیمان لیتیوم بازمی‌گردند",
        """روفوس فایرفلای رئیس جمهور فریدونیا به ترنتینو سفیر سیلوانیا نوشت که آماده است به مذاکرات پیمان لیتیوم
        بازگردد. فایرفلای تکرار کرد که پیمان باید تضمین‌های امنیتی داشته باشد. دیداری در ژنو درباره درآمد معادن
        لیتیوم فریدونیا و پایان جنگ مرزی در حال آماده شدن است.""",
    ),
    (
        "he",
        "פרידוניה וסילבניה חוזרות לשיחות על אמנת הליתיום",
        """נשיא פרידוניה רופוס פיירפליי כתב לשגריר סילבניה טרנטינו כי הוא מוכן לחזור לשיחות על אמנת הליתיום.
        פיירפליי חזר ואמר שהאמנה חייבת לכלול ערבויות ביטחוניות.
        פגישה בז'נבה על ההכנסות ממכרות הליתיום של פרידוניה נמצאת בהכנה.""",
    ),
    (
        "hi",
        "फ्रीडोनिया और सिल्वेनिया लिथियम संधि पर वार्ता में लौट रहे हैं",
        """फ्रीडोनिया के राष्ट्रपति रूफस फायरफ्लाई ने सिल्वेनिया के राजदूत ट्रेंटिनो को पत्र लिखा कि वह लिथियम
        संधि पर वार्ता में लौटने को तैयार हैं। फायरफ्लाई ने दोहराया कि संधि में सुरक्षा गारंटी होनी चाहिए।
        जिनेवा में लिथियम खदानों की आय और सीमा युद्ध के अंत पर बैठक की तैयारी हो रही है।""",
    ),
    (
        "ur",
        "فریڈونیا اور سلوانیا لیتھیم معاہدے پر دوبارہ بات چیت کریں گے",
        """فریڈونیا کے صدر روفس فائر فلائی نے سلوانیا کے سفیر ٹرینٹینو کو لکھا ہے کہ وہ لیتھیم معاہدے پر
        بات چیت کے لیے تیار ہیں۔ انہوں نے دہرایا کہ معاہدے میں سلامتی کی ضمانت ہونی چاہیے۔""",
    ),
    (
        "el",
        "Φριντόνια και Σιλβάνια επιστρέφουν στις συνομιλίες για τη συνθήκη του λιθίου",
        """Ο πρόεδρος της Φριντόνιας Ρούφους Φάιρφλαϊ έγραψε στον πρεσβευτή της Σιλβάνιας Τρεντίνο ότι είναι έτοιμος να
        επιστρέψει στις συνομιλίες για τη συνθήκη του λιθίου. Ο Φάιρφλαϊ επανέλαβε ότι η συνθήκη πρέπει να περιέχει
        εγγυήσεις ασφαλείας. Ετοιμάζεται συνάντηση στη Γενεύη για τα έσοδα από τα ορυχεία λιθίου.""",
    ),
    (
        "zh",
        "弗里多尼亚与西尔瓦尼亚重启锂条约谈判",
        """弗里多尼亚总统鲁弗斯·法尔弗莱致信西尔瓦尼亚大使特伦蒂诺，表示愿意重返锂条约谈判。法尔弗莱重申，
        条约必须包含对 弗里多尼亚的安全保证。双方正在准备在日内瓦会晤，首先讨论弗里多尼亚锂矿的收入，
        并结束边境战争。""",
    ),
)
# Of the same people, or of talks over a treaty: none is of the story.
LOOK_ALIKES = (
    (
        "de",
        "Freedonien gewinnt den Pokal",
        """Die Mannschaft von Freedonien hat das Endspiel des Pokals gewonnen. Der Torhüter hielt zwei Elfmeter, und
        der Trainer lobte nach dem Spiel die Abwehr. Präsident Rufus Firefly gratulierte den Spielern in der Kabine.""",
    ),
    (
        "fr",
        "Rufus Firefly inaugure un hôpital pour enfants",
        """Le président de Freedonia Rufus Firefly a inauguré lundi un hôpital pour enfants dans la capitale. Deux
        cents lits et une école attendent les petits malades. Gloria Teasdale, qui a payé la moitié des travaux, a
        coupé le ruban devant les médecins et les familles.""",
    ),
    (
        "es",
        "Gloria Teasdale dona su colección de pintura a un museo",
        """Gloria Teasdale donó al museo de la ciudad su colección de pintura flamenca. Son sesenta cuadros, entre
        ellos tres retratos que nunca se habían mostrado. El museo abrirá en otoño una sala nueva para la colección,
        con entrada libre para las escuelas.""",
    ),
    (
        "it",
        "Lusitania e Ruritania firmano un accordo sulla pesca",
        """La Lusitania e la Ruritania hanno firmato un accordo sulla pesca del tonno nel golfo. I pescherecci dei due
        paesi potranno uscire trecento giorni l'anno, e una commissione controllerà le reti. Il ministro Alvaro
        Bemposta ha parlato di una giornata storica per i porti.""",
    ),
    (
        "pl",
        "Ambasador Trentino gra na skrzypcach dla powodzian",
        """Ambasador Sylvanii Trentino zagrał na skrzypcach podczas koncertu charytatywnego. Dochód z biletów trafi do
        rodzin, którym powódź zniszczyła domy. Koncert trwał dwie godziny, a publiczność nagrodziła muzyków długimi
        brawami.""",
    ),
    (
        "nl",
        "Sylvania bouwt nieuwe spoorlijn naar de kust",
        """Sylvania bouwt een spoorlijn van tachtig kilometer naar de kust. De eerste treinen moeten over vier jaar
        rijden, en reizigers zijn dan twee keer zo snel aan zee. Boeren langs de lijn vrezen voor hun land.""",
    ),
    (
        "tr",
        "Freedonia'da orman yangını kontrol altında",
        """Freedonia'nın güneyinde üç gündür süren orman yangını kontrol altına alındı. İtfaiye ekipleri iki köyü
        boşalttı, ölen ya da yaralanan olmadı. Yetkililer yangının bir piknik ateşinden çıktığını düşünüyor.""",
    ),
    (
        "cs",
        "Ruritánie a Lusitánie se dohodly na cenách plynu",
        """Ruritánie a Lusitánie se po dlouhém jednání dohodly na cenách plynu pro příští zimu. Smlouva platí tři roky
        a domácnosti podle ní zaplatí o desetinu méně. Ministr průmyslu Karel Havránek ji označil za vítězství
        rozumu.""",
    ),
    (
        "sl",
        "Firefly izdal knjigo o vzgoji vrtnic",
        """Predsednik Freedonije Rufus Firefly je izdal knjigo o vzgoji vrtnic. Na dvesto straneh opisuje, kako je v
        vrtu palače vzgojil novo sorto. Izkupiček bo namenil botaničnemu vrtu, prva naklada pa je že razprodana.""",
    ),
    (
        "ru",
        "Дочь посла Трентино выиграла турнир по шахматам",
        """Дочь посла Сильвании Трентино выиграла юношеский турнир по шахматам. В последней партии она за сорок ходов
        победила прошлогоднюю чемпионку. Следующий турнир пройдет осенью, и школьница уже готовится к нему.""",
    ),
    (
        "uk",
        "У Фрідонії відкрили найдовший міст країни",
        """У Фрідонії відкрили міст завдовжки чотири кілометри, найдовший у країні. Його будували вісім років, і тепер
        дорога між двома містами займає двадцять хвилин. Першими по мосту проїхали велосипедисти.""",
    ),
    (
        "ar",
        "الرئيس فايرفلاي يفتتح معرض الكتاب في فريدونيا",
        """افتتح الرئيس روفوس فايرفلاي معرض الكتاب السنوي في عاصمة فريدونيا بمشاركة مئتي دار نشر. ويستمر المعرض عشرة
        أيام ويضم ندوات للأطفال وأمسيات شعرية، وتوقع المنظمون أن يزوره نصف مليون قارئ.""",
    ),
    (
        "fa",
        "دو کشور ساحلی پیمان ماهیگیری امضا کردند",
        """روریتانیا و لوزیتانیا پس از یک سال گفتگو پیمان ماهیگیری در خلیج را امضا کردند. قایق‌های دو کشور می‌توانند
        سیصد روز در سال به دریا بروند و کمیسیونی بر تورها نظارت خواهد کرد.""",
    ),
    (
        "ja",
        "市立図書館が改装を終えて再開",
        "市立図書館は改装工事を終えて月曜日に再開した。新しい閲覧室には百の席があり、子どもの本の棚も広くなった。",
    ),
    (
        "ja",
        "トレンティーノ大使、切手の収集展を開く",
        """シルヴァニアのトレンティーノ大使は四十年かけて集めた切手の展覧会を開いた。会場には二千枚の切手が並び、
        最も古い ものは百五十年前の一枚だという。展覧会は月末まで続き、子どもは無料で入場できる。""",
    ),
    (
        "zh",
        "弗里多尼亚国家队夺得排球冠军",
        """弗里多尼亚女子排球队周日晚以三比一击败对手，首次夺得冠军。主教练赛后表扬了年轻队员的防守。
        总统法尔弗莱在现场观看 了比赛，并向队员们赠送了鲜花。""",
    ),
    (
        "ko",
        "파이어플라이 대통령, 반려견 두 마리 입양",
        """프리도니아의 루퍼스 파이어플라이 대통령이 보호소에서 반려견 두 마리를 입양했다. 대통령실은 강아지들의 이름을
        국민 투표로 정하겠다고 밝혔다. 보호소에는 주말 동안 입양 문의가 이어졌다.""",
    ),
    (
        "th",
        "ซิลเวเนียเปิดสวนสัตว์กลางคืนแห่งแรก",
        """ซิลเวเนียเปิดสวนสัตว์กลางคืนแห่งแรกของประเทศ มีสัตว์กว่าสองร้อยชนิดและทางเดินยาวสามกิโลเมตร ผู้เข้าชมวันแรก
        มากกว่าห้าพันคน และเด็กเข้าชมฟรีตลอดเดือนนี้""",
    ),
    (
        "el",
        "Η Γκλόρια Τίσντεϊλ χρηματοδοτεί σχολή μουσικής",
        """Η Γκλόρια Τίσντεϊλ θα χρηματοδοτήσει μια σχολή μουσικής στην πρωτεύουσα της Φριντόνιας. Διακόσιοι μαθητές θα
        φοιτούν δωρεάν, και τα μαθήματα αρχίζουν το φθινόπωρο. Η σχολή θα έχει και μια μικρή αίθουσα συναυλιών.""",
    ),
    (
        "he",
        "נשיא פרידוניה רופוס פיירפליי פתח מוזיאון לאמנות",
        """נשיא פרידוניה רופוס פיירפליי פתח ביום ראשון מוזיאון לאמנות בבירה. המבנה נבנה במשך ארבע שנים, ובתערוכה
        הראשונה יוצגו ציורים של בני המקום. הכניסה תהיה חינם עד סוף הקיץ.""",
    ),
    (
        "hi",
        "दो तटीय देशों ने मछली पकड़ने की संधि पर हस्ताक्षर किए",
        """रूरिटानिया और लूसिटानिया ने एक साल की बातचीत के बाद खाड़ी में मछली पकड़ने की संधि पर हस्ताक्षर किए।
        दोनों देशों की नावें साल में तीन सौ दिन समुद्र में जा सकेंगी और एक आयोग जालों की निगरानी करेगा।""",
    ),
)
# Of the story, but in a language that no model and no glossary here knows: names alone tell no story.

# About no more than a person of the story, but by the vectors as like it as a report of it.
TOO_ALIKE = (
    (
        "pt",
        "Firefly cai do cavalo e passa a noite no hospital",
        """O presidente Rufus Firefly, da Freedonia, caiu do cavalo durante um passeio e passou a noite no hospital com
        uma costela partida. Os médicos dizem que ele volta ao trabalho na próxima semana. O cavalo não se feriu.""",
    ),
)

# What happened next, of which the seed knows nothing, and reports of the same kind about other people.
NEXT_STAGE = (
    "Trentino held over payments from the owner of a lithium mine",
    """Ambassador Trentino of Sylvania was arrested in Geneva on Wednesday. Prosecutors accuse him of taking two million
    francs from Vera Marcal, who owns a lithium mine in Freedonia, while he negotiated the lithium treaty with President
    Rufus Firefly. Swiss police searched his hotel suite and a villa on the lake. His lawyer said that the money was a
    loan. Marcal left her office by a back door and did not answer questions.""",
)
NEXT_STAGE_ABROAD = (
    (
        "de",
        "Trentino in Genf festgenommen: Geld von einer Bergwerksbesitzerin",
        """Botschafter Trentino ist am Mittwoch in Genf festgenommen worden. Die Staatsanwaltschaft wirft ihm vor, zwei
        Millionen Franken von der Bergwerksbesitzerin Vera Marcal angenommen zu haben. Die Polizei durchsuchte seine
        Suite im Hotel und eine Villa am See. Das Geld sei ein Darlehen gewesen, sagte sein Anwalt.""",
    ),
    (
        "tr",
        "Büyükelçi Trentino Cenevre'de tutuklandı",
        """Büyükelçi Trentino çarşamba günü Cenevre'de tutuklandı. Savcılık, onu maden sahibi Vera Marcal'dan iki milyon
        frank almakla suçluyor. Polis, otel odasını ve göl kıyısındaki bir villayı aradı. Avukatı paranın borç olduğunu
        söyledi.""",
    ),
    (
        "uk",
        "Посла Трентіно затримали в Женеві через гроші власниці шахти",
        """Посла Трентіно затримали в середу в Женеві. Прокуратура звинувачує його в тому, що він узяв два мільйони
        франків від власниці шахти Вери Маркал. Поліція обшукала його номер у готелі та віллу на озері. Адвокат заявив,
        що це була позика.""",
    ),
)
OTHER_ARRESTS = (
    (
        "de",
        "Hotelier in Genf wegen Steuerbetrugs verhaftet",
        """Ein Hotelier ist am Mittwoch in Genf verhaftet worden. Die Staatsanwaltschaft wirft ihm vor, zwei Millionen
        Franken an Steuern hinterzogen zu haben. Die Polizei durchsuchte sein Büro und eine Villa am See. Sein Anwalt
        wollte sich nicht äußern.""",
    ),
    (
        "tr",
        "Cenevre'de banka müdürü gözaltına alındı",
        """Bir banka müdürü çarşamba günü Cenevre'de gözaltına alındı. Savcılık onu müşterilerinden iki milyon frank
        çalmakla suçluyor. Polis, evini ve bir tekneyi aradı. Avukatı suçlamaları reddetti.""",
    ),
    (
        "uk",
        "У Женеві затримали банкіра за шахрайство",
        """У середу в Женеві затримали банкіра. Прокуратура звинувачує його в тому, що він привласнив два мільйони
        франків клієнтів. Поліція обшукала його будинок і яхту. Адвокат відкинув звинувачення.""",
    ),
)
