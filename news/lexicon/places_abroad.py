"""Places in other languages, from Unicode CLDR; made by `python -m tools.places`."""

from collections.abc import Mapping
from functools import cache

from news.lexicon.stems import STEM_LETTERS, PlaceStems, StemTable

# Names in scripts without capitals, "_" for a space.
_NAMES = """
Afghanistan: أفغانستان Αφγανιστάν افغانستان אפגניסטן アフガニスタン 阿富汗 아프가니스탄 อัฟกานิสถาน अफ़गानिस्तान
ავღანეთი | Albania: ألبانيا Αλβανία آلبانی אלבניה アルバニア 阿尔巴尼亚 阿爾巴尼亞 알바니아 แอลเบเนีย अल्बानिया
ალბანეთი | Algeria: جزائر Αλγερία الجزایر אלג׳יריה アルジェリア 阿尔及利亚 阿爾及利亞 알제리 แอลจีเรีย अल्जीरिया
ალჟირი | Angola: أنغولا Αγκόλα آنگولا אנגולה アンゴラ 安哥拉 앙골라 แองโกลา अंगोला ანგოლა | Argentina: أرجنتين
Αργεντινή آرژانتین ארגנטינה アルゼンチン 阿根廷 아르헨티나 อาร์เจนตินา अर्जेंटीना არგენტინა | Armenia: أرمينيا Αρμενία
ارمنستان ארמניה アルメニア 亚美尼亚 亞美尼亞 아르메니아 อาร์เมเนีย आर्मेनिया სომხეთი | Australia: أستراليا Αυστραλία
استرالیا אוסטרליה オーストラリア 澳大利亚 澳洲 오스트레일리아 ออสเตรเลีย ऑस्ट्रेलिया ავსტრალია | Austria: نمسا Αυστρία
اتریش אוסטריה オーストリア 奥地利 奧地利 오스트리아 ออสเตรีย ऑस्ट्रिया ავსტრია | Azerbaijan: أذربيجان Αζερμπαϊτζάν
جمهوری_آذربایجان אזרבייג׳ן アゼルバイジャン 阿塞拜疆 亞塞拜然 아제르바이잔 อาเซอร์ไบจาน अज़रबैजान აზერბაიჯანი |
Baghdad: بغداد Βαγδάτη בגדד バグダッド 巴格达 巴格達 바그다드 แบกแดด बगदाद ბაღდადი | Bahrain: بحرين Μπαχρέιν بحرین
בחריין バーレーン 巴林 바레인 บาห์เรน बहरीन ბაჰრეინი | Bangladesh: بنغلاديش Μπανγκλαντές بنگلادش בנגלדש バングラデシュ
孟加拉国 孟加拉 방글라데시 บังกลาเทศ बांग्लादेश ბანგლადეში | Beirut: بيروت Βυρητός بیروت ביירות ベイルート 贝鲁特
貝魯特 베이루트 เบรุต बेरुत ბეირუთი | Belarus: بيلاروس Λευκορωσία بلاروس בלארוס ベラルーシ 白俄罗斯 白俄羅斯 벨라루스
เบลารุส बेलारूस ბელარუსი | Belgium: بلجيكا Βέλγιο بلژیک בלגיה ベルギー 比利时 比利時 벨기에 เบลเยียม बेल्जियम ბელგია |
Berlin: برلين Βερολίνο برلین ברלין ベルリン 柏林 베를린 เบอร์ลิน बर्लिन ბერლინი | Bolivia: بوليفيا Βολιβία بولیوی
בוליביה ボリビア 玻利维亚 玻利維亞 볼리비아 โบลิเวีย बोलीविया ბოლივია | Bosnia and Herzegovina: بوسنة_والهرسك
Βοσνία_-_Ερζεγοβίνη بوسنی_و_هرزگوین בוסניה_והרצגובינה ボスニア・ヘルツェゴビナ 波斯尼亚和黑塞哥维那
波士尼亞與赫塞哥維納 보스니아_헤르체고비나 บอสเนียและเฮอร์เซโกวีนา बोस्निया_और_हर्ज़ेगोविना ბოსნია_და_ჰერცეგოვინა |
Brazil: برازيل Βραζιλία برزیل ברזיל ブラジル 巴西 브라질 บราซิล ब्राज़ील ბრაზილია | Brussels: بروكسل Βρυξέλλες بروکسل
בריסל ブリュッセル 布鲁塞尔 布魯塞爾 브뤼셀 บรัสเซลส์ ब्रूसेल्स ბრიუსელი | Bulgaria: بلغاريا بلغارية Βουλγαρία
Βουλγαρικά بلغارستان بلغاری בולגריה בולגרית ブルガリア ブルガリア語 保加利亚 保加利亚语 保加利亞 保加利亞文 불가리아
불가리아어 บัลแกเรีย बुल्गारिया बुल्गारियाई ბულგარეთი ბულგარული | Cairo: قاهرة Κάιρο قاهره קהיר カイロ 开罗 開羅
카이로 ไคโร कायरो კაირო | Cambodia: كمبوديا Καμπότζη کامبوج קמבודיה カンボジア 柬埔寨 캄보디아 กัมพูชา कंबोडिया
კამბოჯა | Cameroon: كاميرون Καμερούν کامرون קמרון カメルーン 喀麦隆 喀麥隆 카메룬 แคเมอรูน कैमरून კამერუნი | Canada:
كندا Καναδάς کانادا קנדה カナダ 加拿大 캐나다 แคนาดา कनाडा კანადა | Central African Republic: جمهورية_أفريقيا_الوسطى
Κεντροαφρικανική_Δημοκρατία جمهوری_افریقای_مرکزی הרפובליקה_המרכז-אפריקאית 中央アフリカ共和国 中非共和国 中非共和國
중앙_아프리카_공화국 สาธารณรัฐแอฟริกากลาง मध्य_अफ़्रीकी_गणराज्य ცენტრალური_აფრიკის_რესპუბლიკა | Chad: تشاد Τσαντ چاد
צ׳אד チャド 乍得 查德 차드 ชาด चाड ჩადი | Chile: تشيلي Χιλή شیلی צ׳ילה チリ 智利 칠레 ชิลี चिली ჩილე | China: صين
صينية Κίνα Κινεζικά چین چینی סין סינית 中国 中国語 中文 中國 중국 중국어 จีน चीन चीनी ჩინეთი ჩინური | Colombia:
كولومبيا Κολομβία کلمبیا קולומביה コロンビア 哥伦比亚 哥倫比亞 콜롬비아 โคลอมเบีย कोलंबिया კოლუმბია | Congo:
كونغو_-_كينشاسا Κονγκό_-_Κινσάσα کنگو_-_کینشاسا קונגו_-_קינשאסה コンゴ民主共和国 刚果 剛果 콩고-킨샤사 คองโก_-_กินชาซา
कांगो_-_किंशासा კონგო_-_კინშასა | Croatia: كرواتيا كرواتية Κροατία Κροατικά کرواسی کروات קרואטיה קרואטית クロアチア
クロアチア語 克罗地亚 克罗地亚语 克羅埃西亞 克羅埃西亞文 크로아티아 크로아티아어 โครเอเชีย क्रोएशिया क्रोएशियाई
ხორვატია ხორვატული | Cuba: كوبا Κούβα کوبا קובה キューバ 古巴 쿠바 คิวบา क्यूबा კუბა | Cyprus: قبرص Κύπρος قبرس
קפריסין キプロス 塞浦路斯 賽普勒斯 키프로스 ไซปรัส साइप्रस კვიპროსი | Czech Republic: تشيك تشيكية Τσεχία Τσεχικά چک
چکی צ׳כיה צ׳כית チェコ チェコ語 捷克 捷克语 捷克文 체코 체코어 เช็ก चेकिया चेक ჩეხეთი ჩეხური | Damascus: دمشق Δαμασκός
דמשק ダマスカス 大马士革 大馬士革 다마스쿠스 ดามัสกัส दमास्कस დამასკი | Denmark: دانمرك دانمركية Δανία Δανικά دانمارک
دانمارکی דנמרק דנית デンマーク デンマーク語 丹麦 丹麦语 丹麥 丹麥文 덴마크 덴마크어 เดนมาร์ก डेनमार्क डेनिश დანია
დანიური | Ecuador: إكوادور Ισημερινός اکوادور אקוודור エクアドル 厄瓜多尔 厄瓜多 에콰도르 เอกวาดอร์ इक्वाडोर ეკვადორი
| Egypt: مصر Αίγυπτος מצרים エジプト 埃及 이집트 อียิปต์ मिस्र ეგვიპტე | El Salvador: سلفادور Ελ_Σαλβαδόρ السالوادور
אל_סלבדור エルサルバドル 萨尔瓦多 薩爾瓦多 엘살바도르 เอลซัลวาดอร์ अल_सल्वाडोर სალვადორი | Eritrea: إريتريا Ερυθραία
اریتره אריתריאה エリトリア 厄立特里亚 厄利垂亞 에리트리아 เอริเทรีย इरिट्रिया ერიტრეა | Estonia: إستونيا Εσθονία
استونی אסטוניה エストニア 爱沙尼亚 愛沙尼亞 에스토니아 เอสโตเนีย एस्टोनिया ესტონეთი | Ethiopia: إثيوبيا Αιθιοπία
اتیوپی אתיופיה エチオピア 埃塞俄比亚 衣索比亞 에티오피아 เอธิโอเปีย इथियोपिया ეთიოპია | European Union: اتحاد_الأوروبي
Ευρωπαϊκή_Ένωση اتحادیهٔ_اروپا האיחוד_האירופי 欧州連合 欧盟 歐盟 유럽_연합 สหภาพยุโรป यूरोपीय_संघ ევროკავშირი |
Finland: فنلندا فنلندية Φινλανδία Φινλανδικά فنلاند فنلاندی פינלנד פינית フィンランド フィンランド語 芬兰 芬兰语 芬蘭
芬蘭文 핀란드 핀란드어 ฟินแลนด์ फ़िनलैंड फ़िनिश ფინეთი ფინური | France: فرنسا فرنسية Γαλλία Γαλλικά فرانسه فرانسوی
צרפת צרפתית フランス フランス語 法国 法语 法國 法文 프랑스 프랑스어 ฝรั่งเศส फ़्रांस फ़्रेंच საფრანგეთი ფრანგული |
Georgia: جورجيا Γεωργία گرجستان גאורגיה ジョージア 格鲁吉亚 喬治亞 조지아 จอร์เจีย जॉर्जिया საქართველო | Germany:
ألمانيا ألمانية Γερμανία Γερμανικά آلمان آلمانی גרמניה גרמנית ドイツ ドイツ語 德国 德语 德國 德文 독일 독일어 เยอรมนี
เยอรมัน जर्मनी जर्मन გერმანია გერმანული | Ghana: غانا Γκάνα غنا גאנה ガーナ 加纳 迦納 가나 กานา घाना განა | Greece:
يونان يونانية Ελλάδα Ελληνικά یونان یونانی יוון יוונית ギリシャ ギリシャ語 希腊 希腊语 希臘 希臘文 그리스 그리스어
กรีซ กรีก यूनान यूनानी საბერძნეთი ბერძნული | Greenland: غرينلاند Γροιλανδία گرینلند גרינלנד グリーンランド 格陵兰
格陵蘭 그린란드 กรีนแลนด์ ग्रीनलैंड გრენლანდია | Guatemala: غواتيمالا Γουατεμάλα گواتمالا גואטמלה グアテマラ 危地马拉
瓜地馬拉 과테말라 กัวเตมาลา ग्वाटेमाला გვატემალა | Haiti: هايتي Αϊτή هائیتی האיטי ハイチ 海地 아이티 เฮติ हैती ჰაიტი |
Honduras: هندوراس Ονδούρα הונדורס ホンジュラス 洪都拉斯 宏都拉斯 온두라스 ฮอนดูรัส होंडूरास ჰონდურასი | Hungary:
هنغاريا هنغارية Ουγγαρία Ουγγρικά مجارستان مجاری הונגריה הונגרית ハンガリー ハンガリー語 匈牙利 匈牙利语 匈牙利文
헝가리 헝가리어 ฮังการี हंगरी हंगेरियाई უნგრეთი უნგრული | Iceland: آيسلندا Ισλανδία ایسلند איסלנד アイスランド 冰岛
冰島 아이슬란드 ไอซ์แลนด์ आइसलैंड ისლანდია | India: هند Ινδία הודו インド 印度 인도 อินเดีย भारत ინდოეთი | Indonesia:
إندونيسيا Ινδονησία اندونزی אינדונזיה インドネシア 印度尼西亚 印尼 인도네시아 อินโดนีเซีย इंडोनेशिया ინდონეზია | Iran:
إيران Ιράν ایران איראן イラン 伊朗 이란 อิหร่าน ईरान ირანი | Iraq: عراق Ιράκ עיראק イラク 伊拉克 이라크 อิรัก इराक
ერაყი | Ireland: أيرلندا Ιρλανδία ایرلند אירלנד アイルランド 爱尔兰 愛爾蘭 아일랜드 ไอร์แลนด์ आयरलैंड ირლანდია |
Israel: إسرائيل عبرية Ισραήλ Εβραϊκά اسرائیل عبری ישראל עברית イスラエル ヘブライ語 以色列 希伯来语 希伯來文 이스라엘
히브리어 อิสราเอล ฮิบรู इज़राइल हिब्रू ისრაელი ებრაული | Italy: إيطاليا إيطالية Ιταλία Ιταλικά ایتالیا ایتالیایی
איטליה איטלקית イタリア イタリア語 意大利 意大利语 義大利 義大利文 이탈리아 이탈리아어 อิตาลี इटली इतालवी იტალია
იტალიური | Ivory Coast: ساحل_العاج Ακτή_Ελεφαντοστού ساحل_عاج חוף_השנהב コートジボワール 科特迪瓦 象牙海岸
코트디부아르 โกตดิวัวร์ कोत_दिवुआर კოტ-დივუარი | Jakarta: جاكرتا Τζακάρτα جاکارتا ג׳קרטה ジャカルタ 雅加达 雅加達
자카르타 จาการ์ตา जकार्ता ჯაკარტა | Jamaica: جامايكا Τζαμάικα جامائیکا ג׳מייקה ジャマイカ 牙买加 牙買加 자메이카
จาเมกา जमैका იამაიკა | Japan: يابان يابانية Ιαπωνία Ιαπωνικά ژاپن ژاپنی יפן יפנית 日本 日本語 日语 日文 일본 일본어
ญี่ปุ่น जापान जापानी იაპონია იაპონური | Jerusalem: قدس Ιερουσαλήμ اورشلیم ירושלים エルサレム 耶路撒冷 예루살렘
เยรูซาเลม यरूशलम იერუსალიმი | Jordan: أردن Ιορδανία اردن ירדן ヨルダン 约旦 約旦 요르단 จอร์แดน जॉर्डन იორდანია |
Kabul: كابول Καμπούλ کابل קאבול カブール 喀布尔 喀布爾 카불 คาบูล काबुल ქაბული | Kazakhstan: كازاخستان Καζακστάν
قزاقستان קזחסטן カザフスタン 哈萨克斯坦 哈薩克 카자흐스탄 คาซัคสถาน कज़ाखस्तान ყაზახეთი | Kenya: كينيا Κένυα کنیا קניה
ケニア 肯尼亚 肯亞 케냐 เคนยา केन्या კენია | Kosovo: كوسوفو Κοσσυφοπέδιο کوزوو קוסובו コソボ 科索沃 코소보 โคโซโว
कोसोवो კოსოვო | Kuwait: كويت Κουβέιτ کویت כווית クウェート 科威特 쿠웨이트 คูเวต कुवैत ქუვეითი | Kyiv: كييف Κίεβο کیف
קייב キーウ 基辅 基輔 키예프 เคียฟ कीव კიევი | Kyrgyzstan: قيرغيزستان Κιργιστάν قرقیزستان קירגיזסטן キルギス
吉尔吉斯斯坦 吉爾吉斯 키르기스스탄 คีร์กีซสถาน किर्गिज़स्तान ყირგიზეთი | Laos: لاوس Λάος لائوس לאוס ラオス 老挝 寮國
라오스 ลาว लाओस ლაოსი | Latvia: لاتفيا Λετονία لتونی לטביה ラトビア 拉脱维亚 拉脫維亞 라트비아 ลัตเวีย लातविया ლატვია
| Lebanon: لبنان Λίβανος לבנון レバノン 黎巴嫩 레바논 เลบานอน लेबनान ლიბანი | Liberia: ليبيريا Λιβερία لیبریا ליבריה
リベリア 利比里亚 賴比瑞亞 라이베리아 ไลบีเรีย लाइबेरिया ლიბერია | Libya: ليبيا Λιβύη لیبی לוב リビア 利比亚 利比亞
리비아 ลิเบีย लीबिया ლიბია | Lithuania: ليتوانيا Λιθουανία لیتوانی ליטא リトアニア 立陶宛 리투아니아 ลิทัวเนีย
लिथुआनिया ლიეტუვა | London: لندن Λονδίνο לונדון ロンドン 伦敦 倫敦 런던 ลอนดอน लंदन ლონდონი | Luxembourg: لوكسمبورغ
Λουξεμβούργο لوکزامبورگ לוקסמבורג ルクセンブルク 卢森堡 盧森堡 룩셈부르크 ลักเซมเบิร์ก लग्ज़मबर्ग लक्ज़मबर्ग
ლუქსემბურგი | Madrid: مدريد Μαδρίτη مادرید מדריד マドリード 马德里 馬德里 마드리드 มาดริด मैड्रिड მადრიდი | Malaysia:
ماليزيا Μαλαισία مالزی מלזיה マレーシア 马来西亚 馬來西亞 말레이시아 มาเลเซีย मलेशिया მალაიზია | Mali: مالي Μάλι مالی
מאלי マリ 马里 馬利 말리 มาลี माली მალი | Malta: مالطا مالطة Μάλτα مالت מלטה マルタ 马耳他 馬爾他 몰타 มอลตา माल्टा
მალტა | Mexico: مكسيك Μεξικό مکزیک מקסיקו メキシコ 墨西哥 멕시코 เม็กซิโก मैक्सिको მექსიკა | Minsk: مينسك Μινσκ مینسک
מינסק ミンスク 明斯克 민스크 มินสก์ मिंस्क მინსკი | Moldova: مولدوفا Μολδαβία مولداوی מולדובה モルドバ 摩尔多瓦
摩爾多瓦 몰도바 มอลโดวา मॉल्डोवा მოლდოვა | Mongolia: منغوليا Μογγολία مغولستان מונגוליה モンゴル 蒙古 몽골 มองโกเลีย
मंगोलिया მონღოლეთი | Montenegro: جبل_الأسود Μαυροβούνιο مونته_نگرو מונטנגרו モンテネグロ 黑山 蒙特內哥羅 몬테네그로
มอนเตเนโกร मोंटेनेग्रो მონტენეგრო | Morocco: مغرب Μαρόκο مراکش מרוקו モロッコ 摩洛哥 모로코 โมร็อกโก मोरक्को მაროკო |
Moscow: موسكو Μόσχα مسکو מוסקבה モスクワ 莫斯科 모스크바 มอสโก मॉस्को მოსკოვი | Mozambique: موزمبيق Μοζαμβίκη موزامبیک
מוזמביק モザンビーク 莫桑比克 莫三比克 모잠비크 โมซัมบิก मोज़ांबिक მოზამბიკი | Myanmar: ميانمار Μιανμάρ میانمار מיאנמר
ミャンマー 缅甸 緬甸 미얀마 เมียนมา म्यांमार მიანმარი | Nairobi: نيروبي Ναϊρόμπι نایروبی ניירובי ナイロビ 内罗毕
奈洛比 나이로비 ไนโรเบีย नैरोबी ნაირობი | Namibia: ناميبيا Ναμίμπια نامیبیا נמיביה ナミビア 纳米比亚 納米比亞 나미비아
นามิเบีย नामीबिया ნამიბია | Nepal: نيبال Νεπάλ نپال נפאל ネパール 尼泊尔 尼泊爾 네팔 เนปาล नेपाल ნეპალი | Netherlands:
هولندا هولندية Κάτω_Χώρες Ολλανδικά هلند هلندی הולנד הולנדית オランダ オランダ語 荷兰 荷兰语 荷蘭 荷蘭文 네덜란드
네덜란드어 เนเธอร์แลนด์ ดัตช์ नीदरलैंड डच ნიდერლანდები ნიდერლანდური | New York: نيويورك Νέα_Υόρκη نیویورک ניו_יורק
ニューヨーク 纽约 紐約 뉴욕 นิวยอร์ก न्यूयॉर्क ნიუ-იორკი | New Zealand: نيوزيلندا Νέα_Ζηλανδία نیوزیلند ניו_זילנד
ニュージーランド 新西兰 紐西蘭 뉴질랜드 นิวซีแลนด์ न्यूज़ीलैंड ახალი_ზელანდია | Nicaragua: نيكاراغوا Νικαράγουα
نیکاراگوئه ניקרגואה ニカラグア 尼加拉瓜 니카라과 นิการากัว निकारागुआ ნიკარაგუა | Niger: نيجر Νίγηρας نیجر ניז׳ר
ニジェール 尼日尔 尼日 니제르 ไนเจอร์ नाइजर ნიგერი | Nigeria: نيجيريا Νιγηρία نیجریه ניגריה ナイジェリア 尼日利亚
奈及利亞 나이지리아 ไนจีเรีย नाइजीरिया ნიგერია | North Korea: كوريا_الشمالية Βόρεια_Κορέα کرهٔ_شمالی קוריאה_הצפונית
北朝鮮 朝鲜 北韓 북한 เกาหลีเหนือ उत्तर_कोरिया ჩრდილოეთ_კორეა | North Macedonia: مقدونيا_الشمالية Βόρεια_Μακεδονία
مقدونیهٔ_شمالی מקדוניה_הצפונית 北マケドニア 北马其顿 北馬其頓 북마케도니아 มาซิโดเนียเหนือ उत्तरी_मकदूनिया
ჩრდილოეთ_მაკედონია | Norway: نرويج نرويجية_بوكمال Νορβηγία Νορβηγικά_Μποκμάλ نروژ نروژی_بوک_مُل נורווגיה
נורווגית_ספרותית ノルウェー ノルウェー語 挪威 书面挪威语 書面挪威文 노르웨이 노르웨이어 นอร์เวย์ นอร์เวย์บุคมอล नॉर्वे
नॉर्वेजियाई_बोकमाल ნორვეგია ნორვეგიული_ბუკმოლი | Oman: عُمان Ομάν عمان עומאן オマーン 阿曼 오만 โอมาน ओमान ომანი |
Pakistan: باكستان Πακιστάν پاکستان פקיסטן パキスタン 巴基斯坦 파키스탄 ปากีสถาน पाकिस्तान პაკისტანი | Palestine:
أراضي_الفلسطينية Παλαιστινιακά_Εδάφη سرزمین_های_فلسطینی השטחים_הפלסטיניים パレスチナ自治区 巴勒斯坦领土 巴勒斯坦自治區
팔레스타인_지구 ดินแดนปาเลสไตน์ फ़िलिस्तीनी_क्षेत्र პალესტინის_ტერიტორიები | Panama: بنما Παναμάς پاناما פנמה パナマ
巴拿马 巴拿馬 파나마 ปานามา पनामा პანამა | Paraguay: باراغواي Παραγουάη پاراگوئه פרגוואי パラグアイ 巴拉圭 파라과이
ปารากวัย पराग्वे პარაგვაი | Paris: باريس Παρίσι پاریس פריז パリ 巴黎 파리 ปารีส पेरिस პარიზი | Peru: بيرو Περού پرو
פרו ペルー 秘鲁 秘魯 페루 เปรู पेरू პერუ | Philippines: فلبين Φιλιππίνες فیلیپین הפיליפינים フィリピン 菲律宾 菲律賓
필리핀 ฟิลิปปินส์ फ़िलिपींस ფილიპინები | Poland: بولندا بولندية Πολωνία Πολωνικά لهستان لهستانی פולין פולנית
ポーランド ポーランド語 波兰 波兰语 波蘭 波蘭文 폴란드 폴란드어 โปแลนด์ पोलैंड पोलिश პოლონეთი პოლონური | Portugal:
برتغال Πορτογαλία پرتغال פורטוגל ポルトガル 葡萄牙 포르투갈 โปรตุเกส पुर्तगाल პორტუგალია | Pyongyang: بيونغ_يانغ
Πιονγκγιάνγκ پیونگ_یانگ פיונגיאנג 平壌 平壤 평양 เปียงยาง प्योंगयांग ფხენიანი | Qatar: قطر Κατάρ קטאר カタール 卡塔尔
卡達 카타르 กาตาร์ क़तर कतर კატარი | Riyadh: رياض Ριάντ ریاض ריאד リヤド 利雅得 利雅德 리야드 ริยาร์ด रियाद ერ-რიადი |
Romania: رومانيا رومانية Ρουμανία Ρουμανικά رومانی رومانیایی רומניה רומנית ルーマニア ルーマニア語 罗马尼亚 罗马尼亚语
羅馬尼亞 羅馬尼亞文 루마니아 루마니아어 โรมาเนีย रोमानिया रोमानियाई რუმინეთი რუმინული | Rome: روما Ρώμη رم רומא ローマ
罗马 羅馬 로마 โรม रोम რომი | Russia: روسيا روسية Ρωσία Ρωσικά روسیه روسی רוסיה רוסית ロシア ロシア語 俄罗斯 俄语
俄羅斯 俄文 러시아 러시아어 รัสเซีย रूस रूसी რუსეთი რუსული | Rwanda: رواندا Ρουάντα רואנדה ルワンダ 卢旺达 盧安達
르완다 รวันดา रवांडा რუანდა | Saudi Arabia: مملكة_العربية_السعودية Σαουδική_Αραβία عربستان_سعودی ערב_הסעודית
サウジアラビア 沙特阿拉伯 沙烏地阿拉伯 사우디아라비아 ซาอุดีอาระเบีย सऊदी_अरब საუდის_არაბეთი | Senegal: سنغال Σενεγάλη
سنگال סנגל セネガル 塞内加尔 塞內加爾 세네갈 เซเนกัล सेनेगल სენეგალი | Seoul: سول Σεούλ سئول סיאול ソウル 首尔 首爾
서울 โซล सिओल სეული | Serbia: صربيا صربية Σερβία Σερβικά صربستان صربی סרביה סרבית セルビア セルビア語 塞尔维亚
塞尔维亚语 塞爾維亞 塞爾維亞文 세르비아 세르비아어 เซอร์เบีย सर्बिया सर्बियाई სერბეთი სერბული | Sierra Leone: سيراليون
Σιέρα_Λεόνε سیرالئون סיירה_לאון シエラレオネ 塞拉利昂 獅子山 시에라리온 เซียร์ราลีโอน सिएरा_लियोन სიერა-ლეონე |
Singapore: سنغافورة Σιγκαπούρη سنگاپور סינגפור シンガポール 新加坡 싱가포르 สิงคโปร์ सिंगापुर სინგაპური | Slovakia:
سلوفاكيا سلوفاكية Σλοβακία Σλοβακικά اسلواکی סלובקיה סלובקית スロバキア スロバキア語 斯洛伐克 斯洛伐克语 斯洛伐克文
슬로바키아 슬로바키아어 สโลวะเกีย สโลวัก स्लोवाकिया स्लोवाक სლოვაკეთი სლოვაკური | Slovenia: سلوفينيا سلوفانية Σλοβενία
Σλοβενικά اسلوونی اسلوونیایی סלובניה סלובנית スロベニア スロベニア語 斯洛文尼亚 斯洛文尼亚语 斯洛維尼亞 斯洛維尼亞文
슬로베니아 슬로베니아어 สโลวีเนีย स्लोवेनिया स्लोवेनियाई სლოვენია სლოვენური | Somalia: صومال Σομαλία سومالی סומליה
ソマリア 索马里 索馬利亞 소말리아 โซมาเลีย सोमालिया სომალი | South Africa: جنوب_أفريقيا Νότια_Αφρική افریقای_جنوبی
דרום_אפריקה 南アフリカ 南非 남아프리카 แอฟริกาใต้ दक्षिण_अफ़्रीका სამხრეთ_აფრიკის_რესპუბლიკა | South Korea:
كوريا_الجنوبية Νότια_Κορέα کرهٔ_جنوبی קוריאה_הדרומית 韓国 韩国 南韓 대한민국 เกาหลีใต้ दक्षिण_कोरिया სამხრეთ_კორეა |
South Sudan: جنوب_السودان Νότιο_Σουδάν سودان_جنوبی דרום_סודן 南スーダン 南苏丹 南蘇丹 남수단 ซูดานใต้ दक्षिण_सूडान
სამხრეთ_სუდანი | Spain: إسبانيا Ισπανία اسپانیا ספרד スペイン 西班牙 스페인 สเปน स्पेन ესპანეთი | Sri Lanka: سريلانكا
Σρι_Λάνκα سری_لانکا סרי_לנקה スリランカ 斯里兰卡 斯里蘭卡 스리랑카 ศรีลังกา श्रीलंका შრი-ლანკა | Sudan: سودان Σουδάν
סודן スーダン 苏丹 蘇丹 수단 ซูดาน सूडान სუდანი | Sweden: سويد سويدية Σουηδία Σουηδικά سوئد سوئدی שוודיה שוודית
スウェーデン スウェーデン語 瑞典 瑞典语 瑞典文 스웨덴 스웨덴어 สวีเดน स्वीडन स्वीडिश შვედეთი შვედური | Switzerland:
سويسرا Ελβετία سوئیس שווייץ スイス 瑞士 스위스 สวิตเซอร์แลนด์ स्विट्ज़रलैंड შვეიცარია | Syria: سوريا Συρία سوریه סוריה
シリア 叙利亚 敘利亞 시리아 ซีเรีย सीरिया სირია | Taiwan: تايوان Ταϊβάν تایوان טייוואן 台湾 台灣 대만 ไต้หวัน ताइवान
ტაივანი | Tajikistan: طاجيكستان Τατζικιστάν تاجیکستان טג׳יקיסטן タジキスタン 塔吉克斯坦 塔吉克 타지키스탄 ทาจิกิสถาน
ताजिकिस्तान ტაჯიკეთი | Tanzania: تنزانيا Τανζανία تانزانیا טנזניה タンザニア 坦桑尼亚 坦尚尼亞 탄자니아 แทนซาเนีย
तंज़ानिया ტანზანია | Tehran: طهران Τεχεράνη تهران טהרן テヘラン 德黑兰 德黑蘭 테헤란 เตหะราน तेहरान თეირანი |
Thailand: تايلاند Ταϊλάνδη تایلند תאילנד タイ 泰国 泰國 태국 ไทย थाईलैंड ტაილანდი | Tokyo: طوكيو Τόκιο توکیو טוקיו
東京 东京 도쿄 โตเกียว टोक्यो ტოკიო | Tunisia: تونس Τυνησία תוניסיה チュニジア 突尼斯 突尼西亞 튀니지 ตูนิเซีย
ट्यूनीशिया ტუნისი | Turkey: تركيا تركية Τουρκία Τουρκικά ترکیه ترکی_استانبولی טורקיה טורקית トルコ トルコ語 土耳其
土耳其语 土耳其文 튀르키예 튀르키예어 ตุรกี तुर्किये तुर्की თურქეთი თურქული | Turkmenistan: تركمانستان Τουρκμενιστάν
ترکمنستان טורקמניסטן トルクメニスタン 土库曼斯坦 土庫曼 투르크메니스탄 เติร์กเมนิสถาน तुर्कमेनिस्तान თურქმენეთი |
Uganda: أوغندا Ουγκάντα اوگاندا אוגנדה ウガンダ 乌干达 烏干達 우간다 ยูกันดา युगांडा უგანდა | Ukraine: أوكرانيا
أوكرانية Ουκρανία Ουκρανικά اوکراین اوکراینی אוקראינה אוקראינית ウクライナ ウクライナ語 乌克兰 乌克兰语 烏克蘭
烏克蘭文 우크라이나 우크라이나어 ยูเครน यूक्रेन यूक्रेनियाई უკრაინა უკრაინული | United Arab Emirates:
إمارات_العربية_المتحدة Ηνωμένα_Αραβικά_Εμιράτα امارات_متحدهٔ_عربی איחוד_האמירויות_הערביות アラブ首長国連邦
阿拉伯联合酋长国 阿拉伯聯合大公國 아랍에미리트 สหรัฐอาหรับเอมิเรตส์ संयुक्त_अरब_अमीरात არაბთა_გაერთიანებული_საამიროები
| United Kingdom: مملكة_المتحدة Ηνωμένο_Βασίλειο بریتانیا בריטניה イギリス 英国 英國 영국 สหราชอาณาจักร
यूनाइटेड_किंगडम გაერთიანებული_სამეფო | United States: أمريكتان ولايات_المتحدة Αμερική Ηνωμένες_Πολιτείες امریکا
ایالات_متحده אמריקה ארצות_הברית アメリカ大陸 アメリカ合衆国 美洲 美国 美國 아메리카_대륙 미국 อเมริกา สหรัฐอเมริกา
अमेरिकाज़ संयुक्त_राज्य ამერიკები ამერიკის_შეერთებული_შტატები | Uruguay: أورغواي Ουρουγουάη اروگوئه אורוגוואי
ウルグアイ 乌拉圭 烏拉圭 우루과이 อุรุกวัย उरूग्वे ურუგვაი | Uzbekistan: أوزبكستان Ουζμπεκιστάν ازبکستان אוזבקיסטן
ウズベキスタン 乌兹别克斯坦 烏茲別克 우즈베키스탄 อุซเบกิสถาน उज़्बेकिस्तान უზბეკეთი | Venezuela: فنزويلا Βενεζουέλα
ونزوئلا ונצואלה ベネズエラ 委内瑞拉 委內瑞拉 베네수엘라 เวเนซุเอลา वेनेज़ुएला ვენესუელა | Vienna: فيينا Βιέννη وین
וינה ウィーン 维也纳 維也納 비엔나 เวียนนา विएना ვენა | Vietnam: فيتنام فيتنامية Βιετνάμ Βιετναμικά ویتنام ویتنامی
וייטנאם וייטנאמית ベトナム ベトナム語 越南 越南语 越南文 베트남 베트남어 เวียดนาม वियतनाम वियतनामी ვიეტნამი ვიეტნამური
| Warsaw: وارسو Βαρσοβία ورشو ורשה ワルシャワ 华沙 華沙 바르샤바 วอร์ซอ वॉरसॉ ვარშავა | Yemen: يمن Υεμένη یمن תימן
イエメン 也门 葉門 예멘 เยเมน यमन იემენი | Zambia: زامبيا Ζάμπια زامبیا זמביה ザンビア 赞比亚 尚比亞 잠비아 แซมเบีย
ज़ाम्बिया ზამბია | Zimbabwe: زيمبابوي Ζιμπάμπουε زیمبابوه זימבבואה ジンバブエ 津巴布韦 辛巴威 짐바브웨 ซิมบับเว
ज़िम्बाब्वे ზიმბაბვე
"""
# Words in Latin and Cyrillic letters, without accents and romanised; a star stands for any ending.
_WORDS = """
Afghanistan: afeganista* afganisztan* afghanistan* avganistan* | Albania: albaan* albansk* arnavutluk* | Algeria:
algier* alzeer* alzir alziri* alzirsk* alzyras* cezayir* | Angola: angola | Argentina: argentyn* arjantin* arzhentin*
| Armenia: armeen* armensk* ermenistan* jermeni* ormenyorszag* | Australia: austraal* ausztral* avstrali* avustral* |
Austria: austri* avstri* avustur* itavalt* oostenrijk* osterrik* rakousk* rakusk* | Azerbaijan: aserbaidzaan*
aserbajdsjan* azerbaidzan* azerbaigian* azerbaija* azerbajdzan* azerbajdzjan* azerbajdzsan* azerbaycan* azerbeidzjan*
azerbejdzan* | Baghdad: bagda bagdad* bagdat* | Bahrain: bahrain* bahrajn* bahreyn* | Beirut: beiroet* beirut* bejrut*
beyrouth* beyrut* | Belarus: baltarusi* baltkrievi* belarus* belorusi* belorusk* bielorusk* bjelorusi* valgeven* |
Belgium: belcik* belgia belgija belgio belgium* belgiya | Berlin: berliin* berlijn* berlim* berlin* berlynas* |
Bolivia: boliiv* bolivya boliwia | Brazil: brazil* brazyl* brezil* | Brussels: brisel* briusel* bruksel* brusel*
brusszel* bruxelas* bryssel* bryuksel* | Bulgaria: blgariya blgarski bolgar* bugarska bugarski bulgaar* bulharcin*
bulharsk* bulharstin* | Cairo: cairo kahira kahire kaira kairas* kairo kayir | Cambodia: cambog* camboja kamboc*
kambod* | Cameroon: camaro* kameroen* | Canada: canada | Chad: cadas chade tchad tsaad tschad* tsjaad* tsjad | Chile:
chile tsiili | China: china chinees chinez* chinski chiny cince cinese cinstin* hiina kiina kinai kinesi* kineski
kinies* kinija kitajscin* kitajska | Colombia: columb* kolomb* | Congo: kongo | Croatia: chorvatcin* chorvatsk*
chorvatstin* chorwa* croata croate croato croazia horvaad* horvaat* horvat* hrvascin* hrvaska hrvatska hrvatski
khrvat* kroatu | Cuba: kuuba | Cyprus: cipar ciper cipro cipru ciprus* cypern* cyprus* kipar kipra kipras* kupros*
kypros* | Czech Republic: cechia cehia cehija cekce cekija cekya cescin* ceska ceski cesko cestin* checo cheshk*
cheshskii cheska csehorszag* czechy czeski tcheco tjecki* tjekkiet* tjekkisk* tsehhi tsekki tsjech* tsjekk* |
Damascus: damas damasc* damasek* damask* damaszek* damaszkusz* | Denmark: danca dancin* danese daneza dania danija
danimarc* danimark* danisch danmark* danois danscin* dansk danska danski dansko danstin* deens denemarken* dunski
taani tanska | Ecuador: ecuador* ekvador* ekwador* equador* | Egypt: egipat* egito egitto egyiptom* | El Salvador:
salvador* salwador* | Eritrea: eritre eritre* erytre* | Estonia: eesti estija estoniya estonsk* estonya esztorszag*
igauni* | Ethiopia: etioop* etiopiya etiyop* | Finland: fince fincin* finland* finnisch finnois finnorszag* finscin*
finsk finska finski finskii finsko finstin* somija soome suomi suomija suomiu | France: franca france francez*
franciaorszag* francja francoscin* francu frankrig* frankrijk* frankrik* frans fransa fransk* franta frantsu* frenski
prancuz* prantsus* ranska | Georgia: gruusia gruzia gruzie gruzija gruzinsk* gruziya gruzja gurcistan* | Germany:
alemao almanc* almanya duits duitsland* german* nemachk* nemack* nemcija nemcin* nemeck* nemet nemetorszag* nemscin*
nemski niemcy niemie* njemack* saksa saksama* tedesc* tyska tyskland* vacija vokieci* vokieti* | Ghana: ghana |
Greece: gorog gorogorszag* graiki* graiku grchka grchki grcija grcka grcki greaca grece greche* grecki grecko greco
grectin* grego grekiska grekland* gresk gretska griego griekenland* grieki* grieks* grieku grscin* grtsiya grtski
hellas* kreeka kreikk* recko rectin* yunanc* yunanistan* | Greenland: grenland* gronsk* groonima* | Guatemala:
guatemal* gvatemal* gwatemal* | Haiti: haiti haitis khaiti | Honduras: honduras* khonduras* | Hungary: hongaars*
hongarij* macarc* macaristan* madarcin* madarsk* madarstin* madzar* maghiar* magyar* ugorska ungariya ungarsk* ungaru
ungern* ungerska ungher* unkari vengri* vengru wegier* wegry | Iceland: ijsland* island* islant* izland* | India:
hindistan* india indija intia | Indonesia: endonez* indonees* indonez* | Iran: iraan irana iranas* | Iraq: iraak iraka
irakas* iraque | Ireland: airija ierland* iirima* irija irorszag* irska irsko | Israel: ebraic* heber hebraic*
hebraisch hebraisk* hebraj* hebreeuws* hebrei* hebrej* hebreo hebreu heebre* heprea ibranic* iisrael* israil* ivrit
ivrits* izrael* | Italy: itaalia italstin* italu italya italyanc* olasz olaszorszag* taliancin* taliansk* talijan* |
Ivory Coast: elefantcsontpart* elevandiluurannik* elfenbenskusten* elfenbenskysten* ivoorkust* kotdivuar*
norsunluurannikk* | Jakarta: cakart* dzakart* dzhakart* giacart* jacart* yakart* | Jamaica: giamaic* jamaic* jamajk* |
Japan: giappon* jaapan* japao | Jerusalem: erusalim* gerusalemm* ierusalim* jerozolim* jerusalem* jerusalen*
jerusalim* jeruusalemm* jeruzal* jeruzsalem* kudus yerusalim* | Jordan: iordan* jordaan* jordan* urdun | Kabul: cabul
kabil kaboul* kabul kabula kabulas* | Kazakhstan: cazaquista* kasahstan* kasakhstan* kazachstan* kazahstan*
kazahsztan* kazakhstan* kazakistan* kazakstan* | Kenya: keenia kenija kenya quenia | Kosovo: kosova kosovas* kosovo
kosowo koszov* | Kuwait: koeweit* kuvait* kuvajt* kuveit* kuveyt* kuwait* kuweit* kuwejt* | Kyiv: kiiev kijev kijeva
kijevas* kijow kiova kyjev | Kyrgyzstan: kargazstan* kirghizistan* kirgis* kirgiz* korgozstan* kyrgyzstan* quirguista*
| Laos: laosa laosas* laosz | Latvia: latvia latvija letland* letonya lettorszag* lotyssk* | Lebanon: liban libana
libanas* liibanon* lubnan* | Liberia: libeer* liberia liberie liberya | Libya: libiya liibua | Lithuania: leedu
liettu* lietuv* litouwen* litva litvan* litwa | London: londen* london* londra londres londyn* lontoo | Luxembourg:
liuksemburgas* lucemburk* lucembursk* luksemburg* lussemburg* luxembourg* | Madrid: madri madrid* madryt* | Malaysia:
malaizi* malajs* malajz* malays* maleis* malesia malezi* malezja malezya | Mali: malis | Malta: malta | Mexico:
mehhik* mehika meksik* meksyk* messic* mexic mexico | Minsk: minsk minskas* minszk* | Moldova: moldov* | Mongolia:
mogolistan* mongool* | Montenegro: czarnogor* juodkalni* karadag* melnkaln* montenegr* muntenegr* | Morocco: maroko
marrocos* | Moscow: maskav* maskva mosca moscov* moskou moskov* moskva moskwa moszkv* | Mozambique: mocambiqu*
mozambic* mozambik* mozambiqu* | Myanmar: mianmar* mijanmar* mjanmarsk* myanmar* | Nairobi: nairob* najrob* | Namibia:
namibya namiib* | Nepal: nepal nepala nepalas* | Netherlands: alankomaat* felemenkc* holand* holland* hollant*
kholand* nederland* neerland* niderland* nizozem* nyderlanda* olandes* olandu | New York: niujorkas* njujork* nujork*
| New Zealand: jaunzeland* | Nicaragua: nicaragu* nikaragu* nikaragv* | Niger: niger nigera nigeris nijer | Nigeria:
nigeer* nigeria nigerie nijerya | North Korea: ziemelkore* | North Macedonia: nordmakedonien* ziemelmakedoni* |
Norway: bokmal* noorwegen* norge norja norsko norvec* norveshk* norveska | Oman: omanas* umman | Pakistan: pakistan*
pakisztan* paquista* | Palestine: palestiinalaisalu* | Panama: panama | Paraguay: paragua* paragva* paragwaj* | Paris:
parigi pariis pariis* parijs* paris pariz parize parizh* parizs* paryz paryzius* | Peru: perou peruu | Philippines:
filipiinid* filipijnen* filipin* filippiinit* filippin* | Poland: lengyel* lenkija lenku polija poljscin* poljska
poljski pologn* polsha polshch* polsk polska polski polsko polstin* poola pools puola | Portugal: portogall*
portugali* portugalsk* | Pyongyang: pchenjanas* pchjongjang* phenian* phenjan* pjongjang* pkhenyan* | Qatar: katara
kataras* qatar | Riyadh: riade rijad rijada rijadas* riyad | Romania: roemeens* roemen* romania romanski romanya
romenia romeno romuni* romunscin* roumain* rumano rumanska rumanu rumeen* rumenc* rumeno rumensk* rumniya rumnski
rumuncin* rumuni* rumunj* rumunsk* rumunstin* rumunu rumynskii | Rome: rooma | Russia: krievi* krievu orosz
oroszorszag* rosja rosyjski rusca ruscin* rusija rusiya ruski rusko rusland* rustin* rusya ryska ryssland* venaja
venema* | Rwanda: rwanda | Saudi Arabia: saudiarabien* | Senegal: senegal* szenegal* | Seoul: seoul seula seulas*
szoul | Serbia: sarba serbe serbo serbska serbski serbskii serbu servia servie servio servisch srbcin* srbija srbiya
srbscin* srbski srbsko srbstin* srpski szerb szerbia | Sierra Leone: sjerraleon* | Singapore: szingapur* | Slovakia:
eslovac* slovac* slovak* slovascin* slovashk* slovaska slovat* slovencin* slovenstin* slowaaks* szlovak* | Slovenia:
sloveen* slovincin* slovinsk* slovinstin* szloven* | Somalia: somaal* somalsk* szomal* | South Africa: sydafrik* |
South Korea: dienvidkore* sydkore* | South Sudan: dienvidsudan* sudsudan* sydsudan* | Spain: ispani* ispanya spagna
spanelsk* spanielsk* spanje spanyolorszag* | Sri Lanka: srilank* | Sudan: soedan* sudaan* sudan sudana sudanas* sudao
szudan* | Sweden: isvec isvecc* rootsi ruotsi shvedska shvedski shvedskii sueco suedez* svedcin* svedes* svedija
svedorszag* svedscin* svedsk* svedstin* svedu svensk* sverig* svezia szwecja szwedzk* zviedr* zweden* zweeds* |
Switzerland: elvetia isvicr* suica svajc svajcar* svajciarsk* sveicari* sveice sveits* svica svicar* svizzer*
svycarsk* szwajcar* zwitserland* | Syria: suriye syyria sziria | Taiwan: taivan* taiwan* tajvan* tajwan* tayvan* |
Tajikistan: tacikistan* tadjiquista* tadsjikistan* tadziki* tadzjikistan* tadzsikisztan* tadzykistan* tagikistan* |
Tanzania: tansaan* | Tehran: tahran* teera tegeran* teheran* tekheran* | Thailand: taizem* tajland* tajska tayland*
thaifold* thaima* thajsk* | Tokyo: tokija tokijas* tokio toquio | Tunisia: tunees* tunezia tunezja tunis tunisas*
tunisk* tunizi* tunus | Turkey: torok torokorszag* tureck* turectin* turgi turku turscin* turska turski tyrkia
tyrkiet* tyrkisk* | Turkmenistan: turcomenista* turkmenistan* turkmenisztan* turkmensk* | Uganda: oegand* uganda |
Ukraine: oekraiens* oekrain* ucrain* ukrajin* ukrajn* ukran ukrayn* | United Arab Emirates: arabiemiirikunnat* |
United Kingdom: storbritann* uhendkuningriik* | United States: ameerik* amerik* ameriqu* ameryk* yhdysvallat* |
Uruguay: urugua* urugva* urugwaj* | Uzbekistan: oezbekistan* ozbekistan* uzbegisztan* uzbekistan* uzbequista* |
Venezuela: venecuel* venesuel* venetsuel* venezuel* wenezuel* | Vienna: dunaj viden vieden* viena vienne viyana wenen
wieden* | Vietnam: vietna vietnam* vijetnam* vjetnam* wietnam* | Warsaw: varsav* varshav* varso varsov* varssav*
varsuv* warscha* warszaw* | Yemen: iemen jeemen* yemen
"""


@cache
def names_abroad() -> Mapping[str, str]:
    """The names of places in scripts without capitals, mapped to their English names."""
    return {name.replace("_", " "): place for name, place in _read(_NAMES).items()}


@cache
def words_abroad() -> StemTable:
    """Names and adjectives of places in romanised letters, mapped to their English names; "*" is any ending."""
    return PlaceStems(_read(_WORDS), STEM_LETTERS)


def _read(table: str) -> dict[str, str]:
    entries = (entry.partition(":") for entry in table.replace("\n", " ").split("|"))
    return {name: place.strip() for place, _, names in entries for name in names.split()}
