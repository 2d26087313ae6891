package mailin

// furtherLanguages are those of no larger family here.
var furtherLanguages = []language{{
	tag: "tr", on: "tarih|tarihinde", wrote: "yazdı|şunu yazdı|şunları yazdı|tarihinde şunu yazdı|tarihinde yazdı|şöyle yazdı|yazmış|yazdi|tarihinde şunları yazdı|yazmıştı|tarafından yazıldı|adlı kullanıcı şunu yazdı|adlı kişi şunu yazdı",
	from: "kimden|gönderen|yollayan|gonderen", date: "gönderildi|tarih|gönderme tarihi|gönderilme tarihi|gönderim tarihi|tarihi|gönderilen", to: "kime|alıcı|alıcılar", cc: "bilgi|cc|gizli", subject: "konu",
	original: "özgün ileti|orijinal mesaj|orjinal mesaj|özgün mesaj|orijinal ileti|orjinal ileti|orijinal e-posta|özgün e-posta|asıl ileti", forwarded: "yönlendirilmiş ileti|iletilen mesaj|yönlendirilen ileti|iletilmiş mesaj|iletilen ileti|iletilen ileti başlangıcı|iletilmiş iletinin başlangıcı|yönlendirilmiş mesaj|yönlendirilen mesaj|yönlendirilen e-posta|yönlendirilmiş e-posta|i̇letilen ileti başlangıcı|i̇letilen mesaj|i̇letilmiş mesaj|i̇letilen ileti", prefixes: "ilt|ynt|i̇lt",
	cut:      "Lütfen bu satırın üzerine yanıt yazın",
	closings: "saygılarımla|saygılarımızla|saygılar|saygı ve sevgilerimle|sevgi ve saygılarımla|iyi günler|iyi çalışmalar|i̇yi çalışmalar|i̇yi günler|i̇yi günler dilerim|i̇yi çalışmalar dilerim|iyi günler dilerim|iyi çalışmalar dilerim|sevgiler|sevgilerimle|teşekkürler ve saygılar|teşekkürler, saygılarımla|teşekkürler iyi çalışmalar|hürmetlerimle|saygilarimla|en iyi dileklerimle",
	thanks:   "teşekkürler|teşekkür ederim|çok teşekkürler|çok teşekkür ederim|şimdiden teşekkürler|şimdiden teşekkür ederim|teşekkür ederiz|tesekkurler|sağ olun|kolay gelsin|selamlar|selam|hoşça kalın|hoşçakalın|iyi haftalar|i̇yi haftalar|bilgilerinize", sentFrom: "iphone'umdan|ipad'imden|iphone’umdan|android için outlook|ios için outlook|outlook'u edinin|outlook’u edinin", sentEnds: "gönderildi|gönderilmiştir|edinin|indirin|gönderilen|yazıldı",
	notice:   "bu e-posta|bu eposta|bu e-mail|bu mesaj|bu ileti|bu elektronik|işbu e-posta|işbu mesaj|i̇şbu|gizlilik|uyarı:|bu e-postanın",
	secret:   "gizli|alıcı|muhatap|kişiye özel",
	footer:   "yasal uyarı|kvkk",
	calendar: "pzt sal çar per cum cmt paz pazartesi salı çarşamba perşembe cuma cumartesi pazar oca şub nis haz tem ağu eyl eki kas ara ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık tarihinde saatinde",
	common:   "ve bir bu için da de ile ben var mi olarak çok değil ne merhaba teşekkürler lütfen mı mu daha gibi kadar sonra önce beri o ama veya biz siz sizin bizim benim her şey en ki olan yok nasıl tarafından ederim iyi birisi birşey bana size hafta gün",
}, {
	tag: "el", on: "στις|την|τη|στο|στη", wrote: "έγραψε|έγραψαν|ο χρήστης έγραψε|γράφει|εγραψε|έγραψε τα εξής|έγραψε τα ακόλουθα", from: "από|αποστολέας", date: "στάλθηκε|ημερομηνία|εστάλη|αποστολή|ημ/νία|απεστάλη|ώρα", to: "προς|παραλήπτης", cc: "κοιν.|κοιν|κοινοποίηση", subject: "θέμα",
	original: "αρχικό μήνυμα|πρωτότυπο μήνυμα|αρχικό email|αρχικό μύνημα", forwarded: "προωθημένο μήνυμα|προωθούμενο μήνυμα|έναρξη προωθημένου μηνύματος|αρχή προωθημένου μηνύματος|προωθημένο email|μήνυμα που προωθήθηκε|αρχή προωθούμενου μηνύματος", prefixes: "πρθ|σχετ|προώθ",
	cut: "Απαντήστε πάνω από αυτή τη γραμμή", closings: "με εκτίμηση|φιλικά|με φιλικούς χαιρετισμούς|με φιλικά αισθήματα|χαιρετισμούς|χαιρετώ|με τιμή|με σεβασμό|τους χαιρετισμούς μου", thanks: "ευχαριστώ|ευχαριστώ πολύ|σας ευχαριστώ|σας ευχαριστώ πολύ|ευχαριστούμε|καλή συνέχεια|καλή σας ημέρα|καλή σας μέρα|ευχαριστώ εκ των προτέρων|ευχαριστώ πολύ, με εκτίμηση",
	sentFrom: "στάλθηκε από|στάλθηκε με|στάλθηκε μέσω|εστάλη από|απεστάλη από|αποστολή από|λήψη του outlook|λήψη outlook|αποκτήστε το outlook|κατεβάστε το outlook", sentEnds: "στάλθηκε",
	notice: "το παρόν μήνυμα|το παρόν ηλεκτρονικό|το παρόν email|το παρόν e-mail|αυτό το μήνυμα|αυτό το email|αυτό το e-mail|το μήνυμα αυτό|οι πληροφορίες που|εάν δεν είστε|αν δεν είστε|εάν λάβατε",
	secret: "εμπιστευτικ|παραλήπτη|απόρρητ|προορίζ",
	footer: "σημείωση εμπιστευτικότητας|αποποίηση",
	common: "και το να είναι για με δεν που θα σας",
}, {
	tag: "hu", on: "dátum", wrote: "ezt írta|írta|a következőt írta|írta a következőt|ezt írta:|írta (időpont|a következőket írta|írta dátum",
	from: "feladó|küldő|küldte", date: "elküldve|dátum|küldve|küldés dátuma|küldés ideje", to: "címzett|címzettek", cc: "másolatot kap|másolat", subject: "tárgy",
	original: "eredeti üzenet|eredeti levél|eredeti e-mail", forwarded: "továbbított üzenet|továbbított levél|továbbított üzenet kezdete|továbbított e-mail", prefixes: "tov|fwd|továbbítás",
	closings: "üdvözlettel|tisztelettel|üdv|üdv.|köszönettel|köszönettel és üdvözlettel|szívélyes üdvözlettel|baráti üdvözlettel|barátsággal", thanks: "köszönöm|köszönöm szépen|köszi|előre is köszönöm|köszönjük|szép napot|további szép napot|minden jót", sentFrom: "elküldve|küldve|az outlook|szerezze be az outlook|iphone-ról", sentEnds: "küldve|elküldve|letöltése|küldtem",
	notice:   "ez az üzenet|ez az e-mail|jelen üzenet|jelen e-mail|a jelen üzenet|az üzenet és|amennyiben nem",
	secret:   "bizalmas|címzett",
	calendar: "hétfő kedd szerda csütörtök péntek szombat vasárnap febr márc máj jún júl szept január február március április május június július augusztus szeptember október november december időpont",
	common:   "a az és hogy nem egy is van ez de kérem meg csak mert köszönöm szeretném már vagy ha még nekem volt lehet kell ezt azt tisztelt mint valaki nagyon jó napot sem el ki be le fel mi",
}, {
	tag: "et", on: "kuupäeval", wrote: "kirjutas|kirjutas:|kirjutab", from: "saatja|kellelt", date: "saadetud|kuupäev", to: "adressaat|saaja|kellele", cc: "koopia", subject: "teema", original: "algne kiri|algne sõnum|originaalsõnum", forwarded: "edastatud kiri|edastatud sõnum", closings: "lugupidamisega|parimate soovidega|tervitades|heade soovidega", thanks: "aitäh|tänan|tänud", sentFrom: "saadetud minu|saadetud",
	common: "ja on ei see et ma mis kui ka või aga oma palun tere aitäh kas siis nii meie teie ning pole oli saab selle",
}, {
	tag: "lv", on: "otrd|pirmd", wrote: "rakstīja|rakstija", from: "no|sūtītājs", date: "nosūtīts|datums|sūtīts", to: "kam|adresāts", cc: "kopija", subject: "tēma|temats", original: "sākotnējais ziņojums|oriģinālais ziņojums", forwarded: "pārsūtīts ziņojums|pārsūtītais ziņojums", closings: "ar cieņu|cieņā", thanks: "paldies", sentFrom: "nosūtīts no|sūtīts no",
	common: "un ir ar ka es par no lai vai bet kā tas mums jūs nav labdien paldies lūdzu arī",
}, {
	tag: "lt", on: "data", wrote: "rašė|parašė", from: "nuo|siuntėjas", date: "išsiųsta|data|išsiuntimo data", to: "kam|gavėjas|iki", cc: "kopija", subject: "tema", original: "pradinis laiškas|originalus pranešimas|pradinis pranešimas", forwarded: "persiųstas laiškas|persiunčiamas laiškas|persiųstas pranešimas", closings: "pagarbiai|geriausi linkėjimai|su pagarba", thanks: "ačiū|dėkoju", sentFrom: "išsiųsta iš|siųsta iš",
	common: "ir yra kad su ne tai aš iš bet kaip ar mes jūs ačiū laba diena prašau dėl nuo apie",
}}
