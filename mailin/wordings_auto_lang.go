package mailin

// replyWords are the words of automatic replies and of read receipts in one language,
// lower case.
type replyWords struct {
	tag      string
	subjects []string // begin a subject; nothing but punctuation follows them, unless they end in a colon
	away     []string // in a subject behind the name of the sender
	says     []string // begin a line of the text
	receipts []string // begin the subject of a receipt, before a colon, a bracket or a dash
	read     []string // stand in the text of a receipt
}

// replyLanguages are the words of automatic replies, language by language.
var replyLanguages = []replyWords{
	{"en",
		[]string{"automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "auto:", "out of office", "out of office autoreply", "out of office reply", "out of office notification", "out of office message", "out-of-office", "out of the office", "ooo:", "on vacation", "vacation reply", "vacation message", "i am away", "away from my mail", "away from my email", "away from the office", "automatic response", "automated reply", "automated response", "autoresponder"},
		[]string{"is out of the office", "is out of office", "is currently out of", "is away", "is on vacation", "is on leave", "is on holiday", "is absent"},
		[]string{"this is an automatic reply", "this is an automated reply", "this is an automatic response", "this is an automated response", "this is an auto-reply", "this is an autoreply", "this is an auto-response", "this is an automatic out of office", "this is an automated out of office", "automatic reply:", "this is an automatically generated reply", "this is an automatically generated response"},
		[]string{"read", "not read", "return receipt", "read receipt", "read report", "reading confirmation", "deleted unread"},
		[]string{"was read on", "was deleted without being read", "this is a return receipt", "has been read", "was received by", "was displayed on", "read receipt"}},
	{"de",
		[]string{"automatische antwort", "abwesenheitsnotiz", "abwesenheitsbenachrichtigung", "abwesenheit:", "abwesend:", "automatische rückantwort", "automatische abwesenheitsnotiz", "abwesenheitsmeldung", "abwesenheitsinfo", "abwesenheitsassistent", "ich bin nicht im büro", "nicht im büro", "ich bin im urlaub", "im urlaub", "autoantwort", "außer haus", "automatische eingangsbestätigung"},
		[]string{"ist außer haus", "ist nicht im büro", "ist nicht im haus", "ist abwesend", "ist im urlaub", "ist nicht erreichbar"},
		[]string{"dies ist eine automatische antwort", "das ist eine automatische antwort", "dies ist eine automatisch generierte antwort", "dies ist eine automatisch erstellte antwort", "automatische antwort:", "dies ist eine automatische abwesenheits"},
		[]string{"gelesen", "nicht gelesen", "lesebestätigung", "empfangsbestätigung", "ungelesen gelöscht"},
		[]string{" gelesen.", "wurde gelesen", "ungelesen gelöscht", "angezeigt wurde", "angezeigt.", "empfangsbestätigung für"}},
	{"fr",
		[]string{"réponse automatique", "reponse automatique", "absence du bureau", "message d'absence", "absent du bureau", "absente du bureau", "notification d'absence", "absence :", "réponse d'absence", "absent(e) du bureau", "accusé de réception automatique"},
		[]string{"est absent", "est absente", "est en congé", "est en vacances"},
		[]string{"ceci est une réponse automatique", "ceci est un message automatique", "il s'agit d'une réponse automatique", "réponse automatique :"},
		[]string{"lu", "non lu", "accusé de réception", "accusé de lecture", "confirmation de lecture"},
		[]string{"a été lu", "a été supprimé sans avoir été lu", "accusé de réception du message", "a été affiché"}},
	{"es",
		[]string{"respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "resposta automàtica", "auto respuesta", "autorespuesta", "mensaje de ausencia", "ausencia:"},
		[]string{"está fuera de la oficina", "está ausente", "está de vacaciones"},
		[]string{"esta es una respuesta automática", "este es un mensaje automático", "respuesta automática:"},
		[]string{"leído", "no leído", "acuse de recibo", "confirmación de lectura"},
		[]string{"fue leído", "se leyó", "ha sido leído", "se eliminó sin leer", "acuse de recibo"}},
	{"it",
		[]string{"risposta automatica", "fuori ufficio", "assente dall'ufficio", "risponditore automatico", "messaggio di assenza", "assenza:"},
		[]string{"è fuori ufficio", "è assente", "è in ferie"},
		[]string{"questa è una risposta automatica", "questo è un messaggio automatico", "risposta automatica:"},
		[]string{"letto", "non letto", "ricevuta di ritorno", "conferma di lettura", "ricevuta di lettura"},
		[]string{"è stato letto", "eliminato senza essere stato letto", "ricevuta di ritorno"}},
	{"pt",
		[]string{"resposta automática", "resposta automatica", "fora do escritório", "fora do escritorio", "ausência", "ausência temporária", "resposta de ausência", "mensagem de ausência"},
		[]string{"está fora do escritório", "está ausente", "está de férias"},
		[]string{"esta é uma resposta automática", "esta é uma mensagem automática", "resposta automática:"},
		[]string{"lida", "lido", "não lida", "confirmação de leitura", "recibo de leitura"},
		[]string{"foi lida", "foi lido", "excluída sem ter sido lida", "confirmação de leitura"}},
	{"nl",
		[]string{"automatisch antwoord", "automatisch bericht", "afwezigheidsbericht", "afwezig:", "afwezig", "niet aanwezig", "afwezigheidsmelding", "niet op kantoor", "automatische reactie"},
		[]string{"is niet aanwezig", "is afwezig", "is met vakantie", "is niet op kantoor"},
		[]string{"dit is een automatisch antwoord", "dit is een automatisch bericht", "dit is een automatische reactie"},
		[]string{"gelezen", "niet gelezen", "leesbevestiging", "ontvangstbevestiging"},
		[]string{"is gelezen", "zonder te zijn gelezen", "leesbevestiging"}},
	{"sv",
		[]string{"automatiskt svar", "autosvar", "frånvaro", "frånvaromeddelande", "frånvarande:", "ej på kontoret"},
		[]string{"är inte på kontoret", "är frånvarande", "har semester"},
		[]string{"detta är ett automatiskt svar", "det här är ett automatiskt svar"},
		[]string{"läst", "ej läst", "läskvitto"}, []string{"lästes", "har lästs", "läskvitto"}},
	{"da",
		[]string{"automatisk svar", "autosvar", "ikke til stede:", "ikke til stede", "fravær:", "ikke på kontoret", "fraværsbesked", "fraværende:"},
		[]string{"er ikke til stede", "er ikke på kontoret", "holder ferie"},
		[]string{"dette er et automatisk svar", "dette er en automatisk besked"},
		[]string{"læst", "ikke læst", "læsekvittering"}, []string{"blev læst", "er blevet læst", "læsekvittering"}},
	{"no",
		[]string{"automatisk svar", "fraværsmelding", "fraværende:", "fravær:", "ikke på kontoret", "ikke til stede:", "autosvar"},
		[]string{"er ikke på kontoret", "er fraværende", "har ferie"},
		[]string{"dette er et automatisk svar", "dette er en automatisk melding"},
		[]string{"lest", "ikke lest", "lesebekreftelse"}, []string{"ble lest", "er lest", "lesebekreftelse"}},
	{"fi",
		[]string{"automaattinen vastaus", "poissaoloviesti", "poissaoloilmoitus", "poissa:", "poissa toimistosta", "automaattivastaus"},
		[]string{"on poissa", "on lomalla"},
		[]string{"tämä on automaattinen vastaus", "tämä on automaattinen viesti"},
		[]string{"luettu", "ei luettu", "lukukuittaus"}, []string{"luettiin", "on luettu", "lukukuittaus"}},
	{"pl",
		[]string{"automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź", "poza biurem", "nieobecność", "autoresponder", "nieobecny:"},
		[]string{"jest nieobecny", "jest nieobecna", "jest na urlopie", "przebywa na urlopie"},
		[]string{"to jest automatyczna odpowiedź", "to jest odpowiedź automatyczna", "ta wiadomość została wygenerowana automatycznie"},
		[]string{"przeczytano", "przeczytane", "odczytano", "potwierdzenie przeczytania", "nie przeczytano"}, []string{"została przeczytana", "została odczytana", "przeczytano", "potwierdzenie"}},
	{"cs",
		[]string{"automatická odpověď", "automatická odpoveď", "mimo kancelář", "nepřítomnost", "nepřítomen:", "neprítomnosť", "mimo kancelárie"},
		[]string{"je mimo kancelář", "není v kanceláři", "má dovolenou"},
		[]string{"toto je automatická odpověď", "toto je automatická odpoveď", "tato zpráva byla vygenerována automaticky"},
		[]string{"přečteno", "přečtené", "potvrzení o přečtení", "prečítané"}, []string{"byla přečtena", "bola prečítaná", "potvrzení o přečtení"}},
	{"hu",
		[]string{"automatikus válasz", "házon kívül", "irodán kívül", "szabadságon vagyok"}, []string{"házon kívül van", "szabadságon van"},
		[]string{"ez egy automatikus válasz", "ez egy automatikus üzenet"}, []string{"elolvasva", "olvasási visszaigazolás"}, []string{"elolvasta", "elolvasva"}},
	{"ro",
		[]string{"răspuns automat", "raspuns automat", "în afara biroului", "absent de la birou"}, []string{"este plecat din birou", "este în concediu"},
		[]string{"acesta este un răspuns automat", "acesta este un mesaj automat"}, []string{"citit", "confirmare de citire"}, []string{"a fost citit"}},
	{"tr",
		[]string{"otomatik yanıt", "otomatik cevap", "ofis dışında", "ofis dışındayım"}, []string{"ofis dışında", "izinde"},
		[]string{"bu otomatik bir yanıttır", "bu bir otomatik yanıttır", "bu otomatik bir mesajdır"}, []string{"okundu", "okunmadı", "okundu bilgisi"}, []string{"okundu"}},
	{"el",
		[]string{"αυτόματη απάντηση", "εκτός γραφείου"}, []string{"είναι εκτός γραφείου", "απουσιάζει"},
		[]string{"αυτή είναι μια αυτόματη απάντηση", "αυτό είναι ένα αυτόματο μήνυμα"}, []string{"αναγνώστηκε", "διαβάστηκε"}, []string{"διαβάστηκε", "αναγνώστηκε"}},
	{"ru",
		[]string{"автоматический ответ", "автоответ", "автоответчик", "нет на рабочем месте", "вне офиса", "я в отпуске"}, []string{"вне офиса", "в отпуске", "нет на рабочем месте"},
		[]string{"это автоматический ответ", "это автоматическое сообщение", "это автоответ"}, []string{"прочтено", "прочитано", "не прочтено", "уведомление о прочтении"}, []string{"прочтено", "прочитано"}},
	{"uk",
		[]string{"автоматична відповідь", "автовідповідь", "поза офісом", "відсутній на робочому місці"}, []string{"у відпустці", "поза офісом"},
		[]string{"це автоматична відповідь", "це автоматичне повідомлення"}, []string{"прочитано"}, []string{"прочитано", "було прочитане"}},
	{"bg", []string{"автоматичен отговор", "извън офиса"}, nil, []string{"това е автоматичен отговор"}, []string{"прочетено"}, []string{"прочетено"}},
	{"hr", []string{"automatski odgovor", "izvan ureda", "samodejni odgovor"}, nil, []string{"ovo je automatski odgovor", "to je samodejni odgovor"}, []string{"pročitano"}, []string{"pročitan"}},
	{"lt", []string{"automatinis atsakymas"}, nil, []string{"tai automatinis atsakymas"}, nil, nil},
	{"lv", []string{"automātiska atbilde"}, nil, []string{"šī ir automātiska atbilde"}, nil, nil},
	{"et", []string{"automaatvastus"}, nil, []string{"see on automaatne vastus", "see on automaatvastus"}, nil, nil},
	{"he", []string{"תשובה אוטומטית", "מחוץ למשרד", "מענה אוטומטי"}, []string{"מחוץ למשרד"}, []string{"זוהי תשובה אוטומטית", "זהו מענה אוטומטי"}, []string{"נקרא"}, []string{"נקראה"}},
	{"ar", []string{"رد تلقائي", "الرد التلقائي", "خارج المكتب"}, []string{"خارج المكتب"}, []string{"هذا رد تلقائي", "هذه رسالة تلقائية"}, []string{"مقروء"}, []string{"تمت قراءة"}},
	{"zh", []string{"自动回复", "自動回覆", "自动答复", "自動回復", "自动应答", "外出自动回复", "不在办公室"}, []string{"不在办公室"}, []string{"这是一封自动回复", "这是自动回复", "這是自動回覆", "此邮件为自动回复", "本邮件为自动回复", "自动回复："}, []string{"已读", "已讀", "已读回执", "讀取回條"}, []string{"已读", "读取", "已讀", "讀取", "阅读"}},
	{"ja", []string{"自動応答", "自動返信", "自動返信メール", "不在通知", "不在のお知らせ", "不在応答", "外出中"}, nil, []string{"これは自動返信", "このメールは自動返信", "本メールは自動返信", "このメールは自動送信", "本メールは自動送信", "自動応答："}, []string{"開封済み", "開封確認", "未開封"}, []string{"開封"}},
	{"ko", []string{"부재중 자동 응답", "부재중 자동 회신", "자동 회신", "자동 응답", "자동응답", "자동회신", "부재중:", "부재중"}, nil, []string{"이 메일은 자동 회신", "이것은 자동 응답", "자동 응답 메일입니다", "자동으로 발송된"}, []string{"읽음", "읽지 않음", "수신 확인"}, []string{"읽음", "읽었습니다", "읽혔습니다"}},
	{"vi", []string{"trả lời tự động", "vắng mặt"}, nil, []string{"đây là thư trả lời tự động", "đây là email tự động"}, []string{"đã đọc"}, []string{"đã được đọc"}},
	{"th", []string{"ตอบกลับอัตโนมัติ", "การตอบกลับอัตโนมัติ"}, nil, []string{"นี่คือการตอบกลับอัตโนมัติ"}, []string{"อ่านแล้ว"}, []string{"อ่านแล้ว"}},
}

// The words of all languages in one list each.
var (
	autoReplySubjects = replyList(func(w replyWords) []string { return w.subjects })
	awayWords         = replyList(func(w replyWords) []string { return w.away })
	autoReplyTexts    = replyList(func(w replyWords) []string { return w.says })
	receiptSubjects   = replyList(func(w replyWords) []string { return w.receipts })
	receiptTexts      = replyList(func(w replyWords) []string { return w.read })
)

func replyList(of func(replyWords) []string) (list []string) {
	for _, w := range replyLanguages {
		list = append(list, of(w)...)
	}
	return list
}
