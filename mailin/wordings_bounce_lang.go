package mailin

// reportWords are what mail systems write in one language beside English, of which
// wordings_bounce.go has the most: lower case, parts of a subject or of a sentence.
type reportWords struct {
	tag      string
	subjects []string // of reports of both kinds
	failed   []string // in the text: a mail did not arrive
	delayed  []string // in the text: it has not yet arrived
}

// reportLanguages are the words of reports, language by language.
var reportLanguages = []reportWords{
	{"de",
		[]string{"unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen", "nicht zugestellt", "zustellfehler", "fehler bei der zustellung", "zustellungsfehler", "verzögerte zustellung", "zustellung verzögert", "konnte nicht zugestellt", "fehler bei der nachrichtenzustellung", "nicht ausgeliefert"},
		[]string{"nicht zugestellt", "nicht ausgeliefert", "fehlgeschlagen", "fehler bei der nachrichtenzustellung", "nicht erreicht", "nicht zustellbar", "zurückgewiesen", "zustellung an folgende", "existiert nicht"},
		[]string{"wird weiterhin versucht", "weitere zustellversuche", "zustellung verzögert", "verzögerte zustellung", "noch nicht zugestellt"}},
	{"fr",
		[]string{"non remis", "non distribuable", "non livré", "échec de la remise", "échec de remise", "echec de la remise", "notification d'échec", "notification d'état de remise", "échec de distribution", "echec de distribution", "échec de livraison", "non délivr", "remise retardée", "remise différée"},
		[]string{"n'a pas pu être", "n'a pas pu etre", "n'a pu être", "n'a pas été remis", "n'a pas été distribué", "impossible de joindre", "échec de la remise", "impossible de remettre", "n'ont pu être joints"},
		[]string{"remise retardée", "a été retardée", "n'a pas encore été remis", "toujours en cours de remise"}},
	{"es",
		[]string{"no se puede entregar", "no entregado", "no se pudo entregar", "correo devuelto", "imposible entregar", "error de entrega", "fallo en la entrega", "fallo de entrega", "entrega fallida", "entrega retrasada", "no entregable", "mensaje devuelto"},
		[]string{"no se pudo entregar", "no ha podido", "no se ha podido", "no pudo ser entregado", "error al entregar", "no se entregó", "no alcanzó a", "fue rechazado"},
		[]string{"se ha retrasado", "entrega retrasada", "aún no se ha entregado", "todavía no se ha entregado"}},
	{"it",
		[]string{"mancata consegna", "impossibile recapitare", "consegna fallita", "non recapitabile", "mancato recapito", "recapito non riuscito", "non consegnato", "errore di consegna", "consegna ritardata", "recapito ritardato"},
		[]string{"non è stato possibile", "recapito non riuscito", "non è stato recapitato", "non è stato consegnato", "impossibile recapitare", "consegna non riuscita", "non può essere consegnato"},
		[]string{"è in ritardo", "recapito ritardato", "non è stato ancora recapitato", "non è ancora stato"}},
	{"pt",
		[]string{"não entregue", "falha na entrega", "não foi possível entregar", "não é possível entregar", "impossível entregar", "mensagem devolvida", "não pôde ser entregue", "erro de entrega", "entrega atrasada", "falha de entrega"},
		[]string{"não pôde ser", "não foi possível", "falha na entrega", "não foi entregue", "não pode ser entregue"},
		[]string{"está atrasada", "entrega atrasada", "ainda não foi entregue"}},
	{"nl",
		[]string{"onbestelbaar", "niet bezorgd", "niet bestelbaar", "kan niet worden bezorgd", "bezorging mislukt", "niet afgeleverd", "bezorging vertraagd", "onbezorgbaar"},
		[]string{"kon niet worden", "is mislukt", "niet worden bezorgd", "niet afgeleverd", "kan niet worden bezorgd"},
		[]string{"is vertraagd", "bezorging vertraagd", "nog niet bezorgd"}},
	{"sv",
		[]string{"kunde inte levereras", "går inte att leverera", "olevererbart", "ej levererat", "leveransfel", "kan inte levereras", "fördröjd leverans"},
		[]string{"leveransen misslyckades", "kunde inte levereras", "har inte levererats", "det gick inte att leverera"},
		[]string{"har försenats", "fördröjd", "har ännu inte levererats"}},
	{"da",
		[]string{"kunne ikke leveres", "kan ikke leveres", "ikke leveret", "levering mislykkedes", "uleveret", "leveringsfejl", "forsinket levering"},
		[]string{"levering mislykkedes", "kunne ikke leveres", "blev ikke leveret", "mislykkedes"},
		[]string{"er forsinket", "er blevet forsinket", "endnu ikke leveret"}},
	{"no",
		[]string{"kunne ikke leveres", "kan ikke leveres", "ikke levert", "levering mislyktes", "ulevert", "leveringsfeil", "forsinket levering"},
		[]string{"mislyktes", "kunne ikke leveres", "ble ikke levert"},
		[]string{"er forsinket", "er blitt forsinket", "ennå ikke levert"}},
	{"fi",
		[]string{"ei voitu toimittaa", "ei toimitettavissa", "toimittaminen ei onnistu", "toimitus epäonnistui", "toimittamaton", "toimitusvirhe", "toimitus viivästyy"},
		[]string{"epäonnistui", "ei voitu toimittaa", "ei onnistunut", "ei ole toimitettu"},
		[]string{"on viivästynyt", "viivästyy", "ei ole vielä toimitettu"}},
	{"pl",
		[]string{"niedostarczona", "niedostarczalne", "niedostarczone", "nie można dostarczyć", "nie dostarczono", "niedoręczona", "błąd dostarczania", "opóźnienie dostarczenia", "zwrot wiadomości"},
		[]string{"nie powiodło się", "nie została dostarczona", "nie można dostarczyć", "nie udało się dostarczyć", "nie została doręczona"},
		[]string{"została opóźniona", "jest opóźnione", "nie została jeszcze dostarczona"}},
	{"cs",
		[]string{"nedoručitelné", "nelze doručit", "nedoručeno", "nepodařilo doručit", "nedoručená", "nedoručiteľné", "nepodarilo doručiť", "zpožděné doručení"},
		[]string{"se nezdařilo", "nepodařilo doručit", "nebyla doručena", "nelze doručit", "nepodarilo doručiť", "zlyhalo"},
		[]string{"bylo zpožděno", "zpožděno", "zatím nebyla doručena"}},
	{"hu",
		[]string{"kézbesíthetetlen", "kézbesítési hiba", "sikertelen kézbesítés"},
		[]string{"nem sikerült", "nem kézbesíthető", "sikertelen"},
		[]string{"késik", "késleltetett"}},
	{"ro",
		[]string{"nelivrabil", "nelivrat", "imposibil de livrat", "nu a putut fi livrat", "livrare eșuată"},
		[]string{"nu a reușit", "nu a putut fi livrat", "nu s-a putut livra"},
		[]string{"a fost întârziat"}},
	{"ru",
		[]string{"недоставленное", "не доставлено", "недоставлено", "не удалось доставить", "не удается доставить", "ошибка доставки", "сбой доставки", "возвращено отправителю", "доставка задерживается", "задержка доставки"},
		[]string{"не удалось", "не может быть", "не доставлено", "не было доставлено", "не смогли доставить", "невозможно доставить"},
		[]string{"задерживается", "доставка отложена", "еще не доставлено"}},
	{"uk",
		[]string{"недоставлено", "не доставлено", "не вдалося доставити", "помилка доставки"},
		[]string{"не вдалося", "не було доставлено", "не може бути"},
		[]string{"затримується", "ще не доставлено"}},
	{"tr",
		[]string{"teslim edilemedi", "teslim edilemez", "teslim edilemiyor", "iletilemedi", "teslim hatası"},
		[]string{"teslim başarısız", "teslim edilemedi", "iletilemedi", "ulaştırılamadı"},
		[]string{"gecikti", "henüz teslim edilmedi"}},
	{"el",
		[]string{"δεν είναι δυνατή η παράδοση", "δεν παραδόθηκε", "αποτυχία παράδοσης", "ανεπίδοτο"},
		[]string{"απέτυχε", "δεν ήταν δυνατή", "δεν παραδόθηκε"},
		[]string{"έχει καθυστερήσει", "καθυστερεί"}},
	{"he", []string{"לא ניתן למסירה", "לא נמסר", "המסירה נכשלה"}, []string{"נכשלה", "לא נמסרה", "לא ניתן היה למסור"}, []string{"מתעכבת"}},
	{"ar", []string{"غير قابل للتسليم", "تعذر التسليم", "لم يتم التسليم", "فشل التسليم"}, []string{"فشل التسليم", "تعذر تسليم", "لم يتم تسليم"}, []string{"تأخر"}},
	{"zh",
		[]string{"未达", "未送达", "未送達", "退信", "投递失败", "无法投递", "无法送达", "未传递", "无法传递", "無法傳遞", "無法傳送", "無法投遞", "傳遞失敗", "退回"},
		[]string{"無法", "无法", "退回", "未能", "失敗", "失败", "不存在", "未送达"},
		[]string{"已延迟", "延遲", "尚未送达"}},
	{"ja",
		[]string{"配信不能", "配信不可", "配信できません", "送信エラー", "メールエラー", "エラー通知", "送信できません", "配信エラー", "不達", "配信の遅延"},
		[]string{"配信できません", "送信できません", "送れません", "届けることができません", "送信されませんでした", "お届けできません", "配信に失敗", "配信されませんでした", "届きませんでした"},
		[]string{"遅延", "まだ配信されて"}},
	{"ko",
		[]string{"전달되지 않음", "반송", "배달되지 않음", "배달할 수 없음", "발송 실패", "전송 실패", "배달 불가"},
		[]string{"못했습니다", "실패", "배달할 수 없", "전달할 수 없"},
		[]string{"지연"}},
	{"vi", []string{"không thể gửi", "không gửi được", "gửi thất bại"}, []string{"không thể gửi", "không gửi được", "thất bại"}, []string{"bị trì hoãn"}},
	{"th", []string{"ส่งไม่ได้", "ไม่สามารถส่ง"}, []string{"ไม่สามารถส่ง", "ล้มเหลว"}, []string{"ล่าช้า"}},
}

// The words of all languages in one list, English first.
var (
	bounceSubjects = reportList(englishReports.subjects, func(w reportWords) []string { return w.subjects })
	bounceTexts    = reportList(englishReports.failed, func(w reportWords) []string { return w.failed })
	delayTexts     = reportList(englishReports.delayed, func(w reportWords) []string { return w.delayed })
)

func reportList(english []string, of func(reportWords) []string) []string {
	list := english
	for _, w := range reportLanguages {
		list = append(list, of(w)...)
	}
	return list
}
