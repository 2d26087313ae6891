package mailin

// language holds what mail programs and people write in one language. Everything is
// lower case unless said; a new language is one more entry here and nothing elsewhere.
type language struct {
	tag string // BCP 47

	// Attribution lines: "On DATE, NAME wrote:".
	on    []string // first words
	wrote []string // verbs, as they end the line or stand before the name

	// Labels of the header block above an earlier mail.
	from, date, to, cc, subject []string

	original  []string // between dashes above an earlier mail
	forwarded []string // above a forwarded one
	prefixes  []string // of the subject of a forwarded mail, without the colon
	cut       string   // our own line "reply above this line", which stands between "##"; as written

	closings   []string // how a letter ends
	thanks     []string // the same, but without a name below it is a sentence
	sentFrom   []string // what telephones and programs add
	disclaimer []string // how a confidentiality notice begins

	common []string // very common short words, to tell the language
}

// languages are all that the reader knows, English first.
var languages = []language{
	{
		tag: "en", on: []string{"on"}, wrote: []string{"wrote", "writes", "sent", "said", "has written"},
		from: []string{"from", "sender"}, date: []string{"date", "sent", "sent at", "received", "date sent"}, to: []string{"to", "reply-to", "reply to"}, cc: []string{"cc", "bcc"}, subject: []string{"subject", "re"},
		original:  []string{"original message", "reply message", "original mail", "original email", "original e-mail", "original appointment", "previous message", "message original"},
		forwarded: []string{"forwarded message", "begin forwarded message", "forwarded by", "forwarded mail", "start of forwarded message", "forwarded email", "forwarded e-mail"},
		prefixes:  []string{"fwd", "fw", "forward"}, cut: "Reply above this line",
		closings: []string{"regards", "best regards", "kind regards", "warm regards", "kindest regards", "with regards", "with best regards", "with kind regards", "many thanks and best regards", "best", "all the best", "best wishes", "cheers", "sincerely", "yours sincerely", "yours truly", "yours faithfully", "yours",
			"thanks and regards", "thanks & regards", "respectfully", "cordially", "take care", "rgds", "br", "cu", "love"},
		thanks:     []string{"thanks", "thank you", "many thanks", "thanks in advance", "thank you in advance", "thanks a lot", "thanks again", "thanks so much", "thank you very much", "thank you so much", "thx", "tia"},
		sentFrom:   []string{"sent from", "sent via", "sent by", "sent using", "sent with", "sent wirelessly", "get outlook for", "via mobile", "from my iphone", "from my ipad", "from my mobile"},
		disclaimer: []string{"this e-mail and any", "this email and any", "this message and any", "this e-mail is confidential", "this email is confidential", "this e-mail is intended", "this email is intended", "this message is intended", "this message is confidential", "the information contained in this", "the information in this e", "this e-mail may contain", "this email may contain", "this message may contain", "this message contains confidential", "this e-mail contains", "this communication is", "confidentiality notice", "confidentiality note", "disclaimer:", "legal notice", "privileged/confidential", "important notice: this", "please consider the environment", "you are receiving this because you are subscribed"},
		common:     []string{"the", "and", "is", "you", "to", "of", "for", "this", "that", "with", "have", "please", "not", "are", "it", "we", "my", "can", "was", "your", "thanks", "hi", "hello", "when", "do", "would"},
	},
	{
		tag: "de", on: []string{"am", "an"}, wrote: []string{"schrieb", "schrieb am", "schreibt", "hat geschrieben", "geschrieben"},
		from: []string{"von", "absender"}, date: []string{"gesendet", "datum", "gesendet am", "gesendet von", "verschickt"}, to: []string{"an", "empfänger", "antwort an"}, cc: []string{"kopie", "kopie (cc)"}, subject: []string{"betreff", "betr.", "betrifft"},
		original:  []string{"ursprüngliche nachricht", "urspr. nachricht", "originalnachricht", "original-nachricht", "original nachricht", "antwort nachricht", "ursprüngliche e-mail", "originale nachricht", "ursprünglicher termin"},
		forwarded: []string{"weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail", "weitergeleitete e-mail", "weitergeleitet von", "weitergeleitete mail"},
		prefixes:  []string{"wg", "wtrlt", "weitergeleitet"}, cut: "Bitte oberhalb dieser Zeile antworten",
		closings:   []string{"mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "mit freundlichem gruss", "freundliche grüße", "freundliche grüsse", "freundlichen gruß", "freundlicher gruß", "viele grüße", "viele grüsse", "vielen dank und viele grüße", "liebe grüße", "liebe grüsse", "beste grüße", "beste grüsse", "besten gruß", "schöne grüße", "herzliche grüße", "grüße", "grüsse", "gruß", "gruss", "lieben gruß", "mfg", "m.f.g.", "lg", "vg", "hochachtungsvoll", "mit besten grüßen", "mit bestem gruß", "danke und gruß"},
		thanks:     []string{"danke", "vielen dank", "danke im voraus", "besten dank"},
		sentFrom:   []string{"von meinem iphone gesendet", "von meinem ipad gesendet", "von meinem", "gesendet von", "gesendet mit", "diese nachricht wurde von meinem", "diese e-mail wurde von meinem", "holen sie sich outlook", "outlook für"},
		disclaimer: []string{"diese e-mail enthält vertrauliche", "diese e-mail kann vertrauliche", "diese nachricht ist vertraulich", "diese nachricht enthält vertrauliche", "der inhalt dieser e-mail", "die in dieser e-mail", "vertraulichkeitshinweis", "bitte denken sie an die umwelt", "diese e-mail und alle", "diese e-mail ist vertraulich", "haftungsausschluss"},
		common:     []string{"der", "die", "das", "und", "ist", "nicht", "ich", "sie", "es", "mit", "ein", "eine", "für", "auf", "den", "wir", "bitte", "kann", "zu", "von", "dass", "auch", "hallo", "im", "danke"},
	},
	{
		tag: "fr", on: []string{"le"}, wrote: []string{"a écrit", "écrit", "a ecrit", "a envoyé", "écrivait"},
		from: []string{"de", "expéditeur", "exp"}, date: []string{"envoyé", "envoyé le", "message du", "date", "date d'envoi", "envoye"}, to: []string{"à", "a", "destinataire", "répondre à", "pour"}, cc: []string{"cc", "cci", "copie", "copie à"}, subject: []string{"objet", "sujet"},
		original:  []string{"message d'origine", "message original", "message d’origine", "message initial", "courriel original"},
		forwarded: []string{"message transféré", "message transmis", "début du message transféré", "début du message réexpédié", "message transferé", "transféré par", "message réexpédié"},
		prefixes:  []string{"tr", "trans"}, cut: "Répondez au-dessus de cette ligne",
		closings:   []string{"cordialement", "bien cordialement", "très cordialement", "salutations", "meilleures salutations", "bien à vous", "bien à toi", "amicalement", "sincères salutations", "salutations distinguées", "cdt", "cdlt", "bonne journée", "à bientôt", "bises"},
		thanks:     []string{"merci", "merci d'avance", "merci beaucoup"},
		sentFrom:   []string{"envoyé de mon", "envoyé depuis", "envoyé par", "envoyé à partir de", "envoyé avec", "envoyé sans fil", "envoyé du mon", "téléchargez outlook", "obtenir outlook", "provenance : courrier", "provenance :"},
		disclaimer: []string{"ce message et toutes les pièces jointes", "ce message et ses", "ce message est confidentiel", "ce courriel et", "ce courriel est", "cet e-mail", "avis de confidentialité", "pensez à l'environnement", "les informations contenues dans ce"},
		common:     []string{"le", "la", "les", "de", "et", "est", "vous", "je", "pas", "pour", "dans", "que", "une", "un", "avec", "sur", "nous", "bonjour", "merci", "mon", "ne", "ce", "au", "il"},
	},
	{
		tag: "es", on: []string{"el", "en", "con fecha"}, wrote: []string{"escribió", "ha escrito", "escribio", "escribe", "ha escrit", "va escriure", "escribió lo siguiente"},
		from: []string{"de", "remitente"}, date: []string{"enviado", "enviado el", "fecha", "enviado:", "fecha de envío"}, to: []string{"para", "a", "destinatario", "responder a"}, cc: []string{"cc", "cco", "copia"}, subject: []string{"asunto"},
		original:  []string{"mensaje original", "missatge original"},
		forwarded: []string{"mensaje reenviado", "inicio del mensaje reenviado", "forwarded message", "reenviado por", "missatge reenviat"},
		prefixes:  []string{"rv", "reenv", "rev"}, cut: "Responda por encima de esta línea",
		closings:   []string{"saludos", "un saludo", "saludos cordiales", "atentamente", "cordialmente", "un abrazo", "atte", "muchos saludos"},
		thanks:     []string{"muchas gracias", "gracias", "gracias de antemano"},
		sentFrom:   []string{"enviado desde", "enviado con", "enviado por", "enviado a través de", "obtener outlook", "obtenga outlook"},
		disclaimer: []string{"este mensaje y sus", "este mensaje y los", "este mensaje es confidencial", "este correo electrónico", "aviso legal", "aviso de confidencialidad", "la información contenida en este"},
		common:     []string{"el", "la", "los", "las", "de", "que", "y", "en", "un", "una", "por", "para", "con", "no", "es", "se", "su", "hola", "gracias", "mi", "al", "lo", "está", "como"},
	},
	{
		tag: "it", on: []string{"il", "in data", "il giorno"}, wrote: []string{"ha scritto", "scrive", "ha scritto quanto segue", "scrisse"},
		from: []string{"da", "mittente"}, date: []string{"inviato", "data", "inviato il"}, to: []string{"a", "destinatario", "per"}, cc: []string{"cc", "ccn"}, subject: []string{"oggetto"},
		original: []string{"messaggio originale", "messaggio original"}, forwarded: []string{"messaggio inoltrato", "inizio messaggio inoltrato", "inoltrato da", "inizio del messaggio inoltrato"}, prefixes: []string{"i", "inoltro"},
		closings: []string{"cordiali saluti", "distinti saluti", "saluti", "un saluto", "buona giornata", "cordialmente"},
		thanks:   []string{"grazie", "grazie mille"}, sentFrom: []string{"inviato da", "inviato dal mio", "inviato con", "inviato tramite", "scarica outlook", "ottieni outlook"},
		disclaimer: []string{"questo messaggio e", "le informazioni contenute", "questa e-mail", "questo messaggio è", "avviso di riservatezza"},
		common:     []string{"il", "la", "di", "che", "è", "e", "un", "una", "per", "con", "non", "del", "della", "sono", "ho", "le", "buongiorno", "grazie", "mi", "si", "ma", "anche", "questo"},
	},
	{
		tag: "pt", on: []string{"em", "no dia", "a"}, wrote: []string{"escreveu", "escreveu o seguinte"},
		from: []string{"de", "remetente"}, date: []string{"enviado", "enviada em", "enviado em", "data", "enviada"}, to: []string{"para", "destinatário"}, cc: []string{"cc", "cco"}, subject: []string{"assunto"},
		original: []string{"mensagem original"}, forwarded: []string{"mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada"}, prefixes: []string{"enc", "res"},
		closings: []string{"atenciosamente", "cumprimentos", "melhores cumprimentos", "com os melhores cumprimentos", "att", "abraços", "abraço", "saudações"},
		thanks:   []string{"obrigado", "obrigada", "muito obrigado"}, sentFrom: []string{"enviado do meu", "enviada do meu", "enviado via", "enviado de", "enviado a partir", "obter o outlook"},
		disclaimer: []string{"esta mensagem e", "esta mensagem pode conter", "este e-mail e", "as informações contidas"},
		common:     []string{"o", "a", "os", "as", "de", "que", "e", "em", "um", "uma", "para", "com", "não", "por", "do", "da", "é", "olá", "obrigado", "meu", "no", "na", "você", "mas"},
	},
	{
		tag: "nl", on: []string{"op"}, wrote: []string{"schreef", "het volgende geschreven", "heeft geschreven", "schreef het volgende", "schreef op"},
		from: []string{"van", "afzender"}, date: []string{"verzonden", "datum", "verstuurd", "verzonden op"}, to: []string{"aan", "naar"}, cc: []string{"cc", "kopie"}, subject: []string{"onderwerp"},
		original: []string{"oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht"}, forwarded: []string{"doorgestuurd bericht", "begin doorgestuurd bericht", "doorgestuurde bericht"}, prefixes: []string{"doorst"},
		closings: []string{"met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "groet", "groeten", "groetjes", "mvg", "hartelijke groet"},
		thanks:   []string{"bedankt", "alvast bedankt", "dank u"}, sentFrom: []string{"verzonden vanaf", "verzonden met", "verstuurd vanaf", "verstuurd met", "verzonden via", "outlook voor", "download outlook"},
		disclaimer: []string{"dit bericht en", "deze e-mail en", "de informatie in dit", "dit e-mailbericht"},
		common:     []string{"de", "het", "een", "en", "van", "ik", "is", "niet", "dat", "op", "te", "voor", "met", "aan", "zijn", "we", "bij", "ook", "maar", "graag", "kan", "hallo", "naar", "heb"},
	},
	{
		tag: "sv", on: []string{"den", "på"}, wrote: []string{"skrev", "skrev följande"},
		from: []string{"från", "avsändare"}, date: []string{"skickat", "datum", "skickades"}, to: []string{"till"}, cc: []string{"kopia"}, subject: []string{"ämne"},
		original: []string{"ursprungligt meddelande", "originalmeddelande"}, forwarded: []string{"vidarebefordrat meddelande", "vidarebefordrat brev", "vidarebefordrat mejl"}, prefixes: []string{"vb", "vs"},
		closings: []string{"med vänlig hälsning", "med vänliga hälsningar", "vänliga hälsningar", "vänlig hälsning", "hälsningar", "mvh", "hälsar"},
		thanks:   []string{"tack", "tack på förhand"}, sentFrom: []string{"skickat från", "skickades från", "hämta outlook", "skaffa outlook"},
		common: []string{"och", "att", "det", "som", "en", "jag", "är", "inte", "på", "för", "med", "har", "av", "till", "den", "vi", "om", "kan", "hej", "tack", "men", "ett"},
	},
	{
		tag: "da", on: []string{"den", "på", "d."}, wrote: []string{"skrev", "skrev følgende", "har skrevet"},
		from: []string{"fra", "afsender"}, date: []string{"sendt", "dato"}, to: []string{"til"}, cc: []string{"kopi", "cc"}, subject: []string{"emne"},
		original: []string{"oprindelig meddelelse", "oprindelig besked", "original besked"}, forwarded: []string{"videresendt meddelelse", "videresendt besked", "start på videresendt besked"}, prefixes: []string{"vs"},
		closings: []string{"med venlig hilsen", "venlig hilsen", "med venlige hilsner", "hilsen", "mvh", "vh", "bedste hilsner", "de bedste hilsner"},
		thanks:   []string{"tak", "på forhånd tak"}, sentFrom: []string{"sendt fra", "hent outlook", "sendt via"},
		common: []string{"og", "at", "det", "som", "en", "jeg", "er", "ikke", "på", "for", "med", "har", "af", "til", "den", "vi", "om", "kan", "hej", "tak", "men", "et"},
	},
	{
		tag: "no", on: []string{"den", "på", "kl."}, wrote: []string{"skrev", "skrev følgende"},
		from: []string{"fra"}, date: []string{"sendt", "dato"}, to: []string{"til"}, cc: []string{"kopi"}, subject: []string{"emne"},
		original: []string{"opprinnelig melding", "original melding"}, forwarded: []string{"videresendt melding", "start på videresendt melding"}, prefixes: []string{"vs"},
		closings: []string{"med vennlig hilsen", "vennlig hilsen", "hilsen", "beste hilsen"},
		thanks:   []string{"takk", "på forhånd takk"}, sentFrom: []string{"sendt fra", "hent outlook", "få outlook"},
		common: []string{"og", "å", "det", "som", "en", "jeg", "er", "ikke", "på", "for", "med", "har", "av", "til", "vi", "om", "kan", "hei", "takk", "men", "et", "fra"},
	},
	{
		tag: "fi", on: []string{"klo"}, wrote: []string{"kirjoitti", "kirjoitti seuraavasti", "kirjoittaa"},
		from: []string{"lähettäjä"}, date: []string{"lähetetty", "päivämäärä", "päiväys"}, to: []string{"vastaanottaja"}, cc: []string{"kopio"}, subject: []string{"aihe", "otsikko"},
		original: []string{"alkuperäinen viesti"}, forwarded: []string{"välitetty viesti", "edelleenlähetetty viesti", "edelleen lähetetty viesti"}, prefixes: []string{"vl"},
		closings: []string{"ystävällisin terveisin", "terveisin", "yst.terv.", "terv.", "parhain terveisin"},
		thanks:   []string{"kiitos", "kiitoksia"}, sentFrom: []string{"lähetetty", "hanki outlook"},
		common: []string{"ja", "on", "ei", "se", "että", "en", "hei", "kun", "ole", "mutta", "tai", "voi", "kiitos", "olen", "jos", "niin", "minun", "myös"},
	},
	{
		tag: "pl", on: []string{"w dniu", "dnia", "użytkownik"}, wrote: []string{"napisał", "napisała", "napisał(a)", "pisze", "użytkownik napisał"},
		from: []string{"od", "nadawca"}, date: []string{"wysłano", "data", "wysłane"}, to: []string{"do", "adresat"}, cc: []string{"dw", "udw"}, subject: []string{"temat"},
		original: []string{"wiadomość oryginalna", "oryginalna wiadomość", "treść oryginalnej wiadomości", "wiadomość oryg."}, forwarded: []string{"wiadomość przekazana dalej", "przekazana wiadomość", "początek przekazywanej wiadomości", "wiadomość przekazana"}, prefixes: []string{"pd"},
		closings: []string{"pozdrawiam", "z poważaniem", "pozdrowienia", "z wyrazami szacunku", "z pozdrowieniami", "serdecznie pozdrawiam"},
		thanks:   []string{"dziękuję"}, sentFrom: []string{"wysłane z", "wysłano z", "pobierz outlook", "pobierz aplikację outlook"},
		common: []string{"i", "w", "na", "nie", "jest", "to", "się", "z", "do", "że", "o", "za", "jak", "ale", "proszę", "mam", "po", "od", "dla", "dzień", "czy"},
	},
	{
		tag: "cs", on: []string{"dne", "v"}, wrote: []string{"napsal", "napsal(a)", "napsala", "píše", "napísal", "napísala", "napísal(a)"},
		from: []string{"od", "odesílatel", "odosielateľ"}, date: []string{"odesláno", "datum", "odoslané", "dátum"}, to: []string{"komu", "příjemce"}, cc: []string{"kopie", "kópia"}, subject: []string{"předmět", "predmet"},
		original: []string{"původní zpráva", "původní e-mail", "pôvodná správa"}, forwarded: []string{"přeposlaná zpráva", "předaná zpráva", "preposlaná správa", "začátek přeposlané zprávy"}, prefixes: []string{"předat", "přeposláno"},
		closings: []string{"s pozdravem", "s přátelským pozdravem", "hezký den", "zdraví", "s úctou", "s pozdravom"},
		thanks:   []string{"děkuji", "děkuji předem", "ďakujem"}, sentFrom: []string{"odesláno z", "odoslané z", "získat outlook", "stáhnout outlook"},
		common: []string{"a", "je", "na", "se", "to", "že", "ne", "jsem", "do", "s", "pro", "ale", "prosím", "dobrý", "den", "mám", "za", "jak", "nebo", "děkuji", "si", "když"},
	},
	{
		tag: "hu", on: nil, wrote: []string{"ezt írta", "írta", "a következőt írta", "írta a következőt"},
		from: []string{"feladó"}, date: []string{"elküldve", "dátum", "küldve"}, to: []string{"címzett"}, cc: []string{"másolatot kap", "másolat"}, subject: []string{"tárgy"},
		original: []string{"eredeti üzenet"}, forwarded: []string{"továbbított üzenet", "továbbított levél"}, prefixes: []string{"tov", "fwd"},
		closings: []string{"üdvözlettel", "tisztelettel", "üdv"},
		thanks:   []string{"köszönettel", "köszönöm"}, sentFrom: []string{"elküldve", "küldve"},
		common: []string{"a", "az", "és", "hogy", "nem", "egy", "is", "van", "ez", "de", "kérem", "meg", "csak", "mert", "köszönöm", "szeretném", "már", "vagy"},
	},
	{
		tag: "ro", on: []string{"în", "pe", "la data de"}, wrote: []string{"a scris", "a scris:"},
		from: []string{"de la", "expeditor"}, date: []string{"trimis", "data", "trimis la"}, to: []string{"către", "catre"}, cc: []string{"cc"}, subject: []string{"subiect"},
		original: []string{"mesaj original", "mesajul original"}, forwarded: []string{"mesaj redirecționat", "mesaj redirectionat"}, prefixes: []string{"red"},
		closings: []string{"cu stimă", "cu respect", "o zi bună"},
		thanks:   []string{"mulțumesc", "multumesc"}, sentFrom: []string{"trimis de pe", "trimis din"},
		common: []string{"și", "de", "nu", "este", "la", "cu", "un", "o", "pe", "să", "că", "în", "din", "pentru", "care", "am", "vă", "bună", "mulțumesc"},
	},
	{
		tag: "tr", on: nil, wrote: []string{"yazdı", "şunu yazdı", "tarihinde şunu yazdı", "şöyle yazdı"},
		from: []string{"kimden", "gönderen"}, date: []string{"gönderildi", "tarih", "gönderme tarihi"}, to: []string{"kime", "alıcı"}, cc: []string{"bilgi"}, subject: []string{"konu"},
		original: []string{"özgün ileti", "orijinal mesaj", "orjinal mesaj", "özgün mesaj"}, forwarded: []string{"yönlendirilmiş ileti", "iletilen mesaj", "yönlendirilen ileti"}, prefixes: []string{"ilt", "ynt"},
		closings: []string{"saygılarımla", "saygılar", "iyi günler", "iyi çalışmalar", "sevgiler"},
		thanks:   []string{"teşekkürler", "teşekkür ederim"}, sentFrom: []string{"iphone'umdan gönderildi", "ipad'imden gönderildi", "outlook'u edinin"},
		common: []string{"ve", "bir", "bu", "için", "da", "de", "ile", "ben", "var", "mi", "olarak", "çok", "değil", "ne", "merhaba", "teşekkürler", "lütfen"},
	},
	{
		tag: "ru", on: []string{"от", "в"}, wrote: []string{"написал", "написала", "написал(а)", "пишет", "писал", "писал(а)", "написал:", "отправил"},
		from: []string{"от", "от кого", "отправитель"}, date: []string{"отправлено", "дата", "отправлен", "послано"}, to: []string{"кому", "получатель"}, cc: []string{"копия"}, subject: []string{"тема"},
		original: []string{"исходное сообщение", "оригинальное сообщение", "пересылаемое сообщение:"}, forwarded: []string{"пересылаемое сообщение", "пересланное сообщение", "перенаправленное сообщение", "начало переадресованного сообщения"}, prefixes: []string{"пересл"},
		closings: []string{"с уважением", "с наилучшими пожеланиями", "всего доброго", "всего хорошего"},
		thanks:   []string{"спасибо", "заранее спасибо"}, sentFrom: []string{"отправлено с", "отправлено из", "отправлено через", "посмотрите outlook", "скачать outlook"},
		disclaimer: []string{"настоящее сообщение", "данное сообщение"},
		common:     []string{"и", "в", "не", "на", "что", "с", "я", "это", "как", "по", "но", "мы", "вы", "у", "за", "же", "бы", "здравствуйте", "спасибо", "для"},
	},
	{
		tag: "uk", on: []string{"у", "від"}, wrote: []string{"написав", "написала", "пише", "написав(ла)", "написав:"},
		from: []string{"від"}, date: []string{"надіслано", "дата", "відправлено"}, to: []string{"кому"}, cc: []string{"копія"}, subject: []string{"тема"},
		original: []string{"оригінальне повідомлення", "вихідне повідомлення"}, forwarded: []string{"переслане повідомлення", "пересилається повідомлення"},
		closings: []string{"з повагою", "з найкращими побажаннями"},
		thanks:   []string{"дякую"}, sentFrom: []string{"надіслано з", "відправлено з"},
		common: []string{"і", "в", "не", "на", "що", "з", "я", "це", "як", "та", "але", "ми", "ви", "за", "дякую", "є", "від", "добрий", "її"},
	},
	{
		tag: "el", on: []string{"στις", "την", "τη"}, wrote: []string{"έγραψε", "έγραψαν", "ο χρήστης έγραψε"},
		from: []string{"από"}, date: []string{"στάλθηκε", "ημερομηνία", "εστάλη"}, to: []string{"προς"}, cc: []string{"κοιν."}, subject: []string{"θέμα"},
		original: []string{"αρχικό μήνυμα"}, forwarded: []string{"προωθημένο μήνυμα", "προωθούμενο μήνυμα"}, prefixes: []string{"πρθ"},
		closings: []string{"με εκτίμηση", "ευχαριστώ", "φιλικά"}, sentFrom: []string{"στάλθηκε από"}, common: []string{"και", "το", "να", "είναι", "για", "με", "δεν", "που", "θα", "σας"},
	},
	{
		tag: "he", on: []string{"בתאריך", "ב-"}, wrote: []string{"כתב/ה", "כתב", "כתבה", "מאת"}, from: []string{"מאת"}, date: []string{"נשלח", "תאריך"}, to: []string{"אל"}, subject: []string{"נושא"},
		original: []string{"הודעה מקורית"}, forwarded: []string{"הודעה שהועברה"}, closings: []string{"בברכה", "תודה"}, sentFrom: []string{"נשלח מה"},
	},
	{
		tag: "ar", on: []string{"في", "بتاريخ"}, wrote: []string{"كتب", "كتبت", "كتب:"}, from: []string{"من"}, date: []string{"التاريخ", "تم الإرسال"}, to: []string{"إلى"}, subject: []string{"الموضوع"},
		original: []string{"الرسالة الأصلية"}, forwarded: []string{"رسالة معاد توجيهها"}, closings: []string{"مع تحياتي", "شكرا"}, sentFrom: []string{"أرسلت من"},
	},
	{
		tag: "vi", on: []string{"vào", "ngày"}, wrote: []string{"đã viết", "viết"}, from: []string{"từ"}, date: []string{"đã gửi", "ngày", "ngày gửi"}, to: []string{"đến", "tới"}, subject: []string{"chủ đề", "tiêu đề"},
		original: []string{"tin nhắn gốc", "thư gốc"}, forwarded: []string{"thư được chuyển tiếp", "tin nhắn chuyển tiếp"}, closings: []string{"trân trọng", "cảm ơn"}, sentFrom: []string{"đã gửi từ"}, common: []string{"và", "là", "của", "không", "tôi", "có", "được", "cho", "bạn", "xin"},
	},
	{
		tag: "ja", on: nil, wrote: []string{"のメッセージ", "のメール", "さんは書きました", "wrote", "は書きました", "が書き込みました", "が作成"}, from: []string{"差出人", "送信者", "from"}, date: []string{"送信日時", "日付", "日時", "送信"}, to: []string{"宛先"}, cc: []string{"cc"}, subject: []string{"件名"},
		original: []string{"元のメッセージ", "オリジナルメッセージ", "original message"}, forwarded: []string{"転送メッセージ", "転送されたメッセージ"}, prefixes: []string{"転送"}, closings: []string{"よろしくお願いします", "以上"}, sentFrom: []string{"iphoneから送信", "ipadから送信", "iphone から送信"},
	},
	{
		tag: "zh", on: []string{"在", "于", "於"}, wrote: []string{"写道", "寫道", "写到", "來信", "编写"}, from: []string{"发件人", "寄件者", "寄件人", "发自", "發件人"}, date: []string{"发送时间", "日期", "寄件日期", "发送日期", "時間", "傳送時間", "已傳送"}, to: []string{"收件人", "收件者"}, cc: []string{"抄送", "副本"}, subject: []string{"主题", "主旨", "主題"},
		original: []string{"原始邮件", "原始郵件", "原邮件", "原始消息"}, forwarded: []string{"转发的邮件", "轉寄郵件", "转发邮件", "轉寄的郵件", "轉寄訊息"}, prefixes: []string{"转发", "轉寄"}, closings: []string{"谢谢", "謝謝", "此致"}, sentFrom: []string{"发自我的", "從我的", "自我的", "从我的"},
	},
	{
		tag: "ko", on: nil, wrote: []string{"작성", "님이 작성", "님이 작성한 메시지", "썼습니다", "님이 쓴 글"}, from: []string{"보낸 사람", "보낸사람", "발신"}, date: []string{"보낸 날짜", "날짜", "보낸날짜"}, to: []string{"받는 사람", "받는사람"}, cc: []string{"참조"}, subject: []string{"제목"},
		original: []string{"원본 메시지", "원본 메일", "original message"}, forwarded: []string{"전달된 메시지", "전달된 메일"}, closings: []string{"감사합니다", "고맙습니다"}, sentFrom: []string{"나의 iphone에서 보냄", "에서 보냄"},
	},
}

// htmlHints are the plain texts that only say that there is an HTML one.
var htmlHints = []string{
	"does not support html", "doesn't support html", "html-capable", "html capable", "view this email in your browser", "view it in your browser", "this is an html message", "html message", "to view this message", "requires html",
	"unterstützt kein html", "html-fähig", "im browser anzeigen", "html-format", "ne supporte pas le html", "au format html", "no soporta html", "formato html", "in html-formaat",
}

// otherCutLines are the lines that other desks put above the history of their mail.
var otherCutLines = []string{
	"reply above", "above this line", "please type your reply above", "please reply above", "write above", "antworten sie oberhalb", "oberhalb dieser zeile", "über dieser linie", "au-dessus de cette ligne", "encima de esta línea", "por encima de esta", "acima desta linha", "boven deze regel", "sopra questa riga", "ovanför denna rad", "over denne linje", "powyżej tej linii",
}
