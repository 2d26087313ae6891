package mailin

import (
	"slices"
	"strings"
)

// language holds what mail programs and people write in one language. Everything is
// lower case unless said, wordings are parted by "|"; a new language is one more entry
// in one of the wordings files and nothing elsewhere.
type language struct {
	tag string // BCP 47

	// Attribution lines: "On DATE, NAME wrote:".
	on    string // first words
	wrote string // verbs, as they end the line or stand before the name
	said  string // verbs that people use as well: a date or an address has to stand with them

	// Labels of the header block above an earlier mail.
	from, date, to, cc, subject string

	original  string // between dashes above an earlier mail
	forwarded string // above a forwarded one
	prefixes  string // of the subject of a forwarded mail, without the colon
	cut       string // our own line "reply above this line", which stands between "##"; as written

	closings string // how a letter ends
	thanks   string // the same, but without a name below it is a sentence
	sentFrom string // how the lines begin that telephones and programs add
	sentEnds string // or how they end
	notice   string // how a notice begins that stands below every mail of a firm
	secret   string // parts of words of which one stands in such a notice
	footer   string // how a line begins that can be nothing but a notice

	common   string // very common words, parted by spaces, to tell the language
	calendar string // days, months and hours, parted by spaces, for the same
}

// languages are all that the reader knows, English first.
var languages = slices.Concat(germanic, nordic, romance, slavic, semitic, asian, furtherLanguages)

// wordings takes a field of a language apart.
func wordings(field string) []string {
	if field == "" {
		return nil
	}
	list := strings.Split(field, "|")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

// products are parts of the names that stand in the lines that telephones and programs add.
var products = wordings("iphone|smartphone|ipad|ipod|ios|galaxy|samsung|android|outlook|yahoo|k-9|blackberry|windows|nokia|lumia|xiaomi|redmi|huawei|oppo|oneplus|pixel|xperia|motorola|htc|mail|proton|tuta|aol|gmx|web.de|t-online|thunderbird|spark|typeapp|zimbra|zoho|missive|verizon|t-mobile|foxmail|posteo|em client|workspace one|" +
	"phone|tablet|handy|telefon|téléphone|teléfono|móvil|celular|telemóvel|mobil|puhelime|kännykä|телефон|смартфон|планшет|почт|κινητό|נייד|الهاتف|الجوال|手机|手機|小米|华为|邮箱|携帯|スマ|휴대|폰|app")

// htmlHints are the plain texts that only say that there is an HTML one.
var htmlHints = []string{
	"does not support html", "doesn't support html", "html-capable", "html capable", "view this email in your browser", "view it in your browser", "this is an html message", "html message", "to view this message", "requires html",
	"unterstützt kein html", "html-fähig", "im browser anzeigen", "html-format", "ne supporte pas le html", "au format html", "no soporta html", "formato html", "in html-formaat",
}

// otherCutLines are the lines that other desks put above the history of their mail.
var otherCutLines = []string{
	"reply above", "above this line", "please type your reply above", "please reply above", "write above", "antworten sie oberhalb", "oberhalb dieser zeile", "über dieser linie", "au-dessus de cette ligne", "encima de esta línea", "por encima de esta", "acima desta linha", "boven deze regel", "sopra questa riga", "ovanför denna rad", "over denne linje", "powyżej tej linii",
}
