package mailin

// nordic languages.
var nordic = []language{
	{
		tag:       "sv",
		on:        "den|på",
		wrote:     "skrev|skrev följande|skriver|har skrivit",
		from:      "från|avsändare",
		date:      "skickat|datum|skickades|skickad",
		to:        "till|mottagare",
		cc:        "kopia|cc",
		subject:   "ämne|ang|rubrik",
		original:  "ursprungligt meddelande|originalmeddelande|ursprungligt brev|ursprungligt mejl|original meddelande",
		forwarded: "vidarebefordrat meddelande|vidarebefordrat brev|vidarebefordrat mejl|vidarebefordrat e-postmeddelande|början på vidarebefordrat meddelande",
		prefixes:  "vb|vs|vidarebefordrat",
		cut:       "Svara ovanför den här raden",
		closings: "med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|vänlig hälsning|hälsningar|hälsning|bästa hälsningar|med bästa hälsningar|" +
			"varma hälsningar|många hälsningar|mvh|m.v.h.|vh|hälsar|tack och hälsningar|tack på förhand och mvh|kram|högaktningsfullt",
		thanks:   "tack|tack på förhand|tack så mycket|stort tack|tackar|många tack|allt gott|ha det bra|ha en bra dag|ha en fin dag|trevlig helg",
		sentFrom: "skickat från|skickades från|skickat med|skickat via|skickad från|hämta outlook|skaffa outlook|ladda ner outlook",
		sentEnds: "skickat",
		notice: "detta meddelande|detta e-postmeddelande|det här meddelandet|denna e-post|informationen i detta|informationen i denna|innehållet i detta|" +
			"om du inte är rätt|om du har fått detta",
		secret: "konfidentiell|sekretess|avsedd|mottagare",
		footer: "tänk på miljön",
		common: "och att det som en jag är inte på för med har av till den vi om kan hej tack men ett från så mig min vad när hur du ni någon några sedan " +
			"efter också fick får ska skulle vill måste där här var blir åt utan eller nu bara mycket det här",
		calendar: "kl mån tis ons tors tor fre lör sön måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars april maj juni juli augusti " +
			"september oktober november december",
	},
	{
		tag:       "da",
		on:        "den|på|d.",
		wrote:     "skrev|skrev følgende|har skrevet|skriver|følgende",
		from:      "fra|afsender",
		date:      "sendt|dato|afsendt",
		to:        "til|modtager",
		cc:        "kopi|cc",
		subject:   "emne|vedr",
		original:  "oprindelig meddelelse|oprindelig besked|original besked|original meddelelse|oprindelig mail|oprindelig e-mail|original mail",
		forwarded: "videresendt meddelelse|videresendt besked|start på videresendt besked|videresendt mail|videresendt e-mail",
		prefixes:  "vs|videresendt",
		cut:       "Svar venligst over denne linje",
		closings: "med venlig hilsen|venlig hilsen|med venlige hilsner|venlige hilsner|hilsen|hilsner|mange hilsner|kærlig hilsen|kh|mvh|m.v.h.|vh|dbh|" +
			"bedste hilsner|de bedste hilsner|bedste hilsen|med hilsen|mange tak og hilsen|på forhånd tak og hilsen",
		thanks:   "tak|på forhånd tak|mange tak|tusind tak|tak for hjælpen|god dag|hav en god dag|god weekend",
		sentFrom: "sendt fra|sendt via|sendt med|hent outlook|få outlook|download outlook",
		sentEnds: "sendt",
		notice: "denne e-mail|denne mail er|denne meddelelse|denne besked|oplysningerne i denne|indholdet af denne|hvis du ikke er den rette|" +
			"hvis du har modtaget denne",
		secret: "fortrolig|modtager|tiltænkt",
		footer: "tænk på miljøet",
		common: "og at det som en jeg er ikke på for med har af til den vi om kan hej tak men et der de mig min hvad når hvordan du nogen siden efter også " +
			"fik får skal skulle vil må var bliver uden eller nu kun meget ved hvis os jer hende inden gerne været blevet os kunne venligst noget dig " +
			"sig bare fordi",
		calendar: "kl man tir ons tor fre lør søn mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts april maj juni juli august september " +
			"oktober november december",
	},
	{
		tag:       "no",
		on:        "den|på|kl.",
		wrote:     "skrev|skrev følgende|skriver|har skrevet",
		from:      "fra|avsender",
		date:      "sendt|dato",
		to:        "til|mottaker",
		cc:        "kopi|cc|kopi til",
		subject:   "emne|vedr",
		original:  "opprinnelig melding|original melding|opprinnelig e-post|opprinnelig meling",
		forwarded: "videresendt melding|start på videresendt melding|videresendt e-post|videresendt beskjed",
		prefixes:  "vs|videresendt",
		cut:       "Svar over denne linjen",
		closings: "med vennlig hilsen|med vennlige hilsener|vennlig hilsen|vennlige hilsener|mvh|m.v.h.|vh|hilsen|hilsener|beste hilsen|med hilsen|" +
			"mange hilsener|på forhånd takk og hilsen",
		thanks:   "takk|på forhånd takk|tusen takk|mange takk|takk for hjelpen|ha en fin dag|ha en god dag|god helg",
		sentFrom: "sendt fra|sendt via|sendt med|hent outlook|få outlook|skaff deg outlook|last ned outlook",
		sentEnds: "sendt",
		notice:   "denne e-posten|denne epost|denne meldingen|informasjonen i denne|innholdet i denne|hvis du ikke er rett|hvis du har mottatt denne",
		secret:   "fortrolig|konfidensiell|mottaker|ment for",
		footer:   "tenk på miljøet",
		common: "og å det som en jeg er ikke på for med har av til vi om kan hei takk men et fra den de meg min hva når hvordan du noen siden etter også " +
			"fikk får skal skulle vil må var blir uten eller nå bare mye ved hvis oss dere før gjerne vært blitt kunne noe deg seg fordi",
		calendar: "kl man tir ons tor fre lør søn mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar mars april mai juni juli august september " +
			"oktober november desember des",
	},
	{
		tag:       "fi",
		on:        "klo",
		wrote:     "kirjoitti|kirjoitti seuraavasti|kirjoittaa|kirjoitti näin|kirjoitit",
		from:      "lähettäjä|keneltä",
		date:      "lähetetty|päivämäärä|päiväys|pvm",
		to:        "vastaanottaja|vastaanottajat|kenelle",
		cc:        "kopio|kopiot",
		subject:   "aihe|otsikko",
		original:  "alkuperäinen viesti|alkuperäinen sähköposti",
		forwarded: "välitetty viesti|edelleenlähetetty viesti|edelleen lähetetty viesti|välitetty viesti alkaa|edelleenlähetetty viesti alkaa",
		prefixes:  "vl|ed",
		cut:       "Vastaa tämän rivin yläpuolelle",
		closings: "ystävällisin terveisin|ystävällisesti|terveisin|terveiset|yst.terv.|yst. terv.|terv.|terv|t.|t|parhain terveisin|kunnioittavasti|yt|" +
			"ystävällisin tervehdyksin|terkuin|kiitos ja terveisin",
		thanks:   "kiitos|kiitos etukäteen|kiitoksia|kiittäen|paljon kiitoksia|kiitän|hyvää päivänjatkoa|mukavaa päivää|hyvää viikonloppua",
		sentFrom: "lähetetty|hanki outlook|lataa outlook",
		sentEnds: "lähetetty|androidille|iosille",
		notice:   "tämä viesti|tämä sähköposti|tämän viestin|tämän sähköpostin|jos et ole viestin|jos olet saanut tämän",
		secret:   "luottamuksell|vastaanottaja|tarkoitettu",
		common: "ja on ei se että en hei kun ole mutta tai voi kiitos olen jos niin minun myös ovat joku sitä tämä ennen lähtien meillä minulla mitä miten " +
			"vielä nyt sitten vain kuin oli ollut meidän teidän voisiko voitte siitä mikä koska jälkeen onko eikä olisi",
		calendar: "ma ti ke to pe la su maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai tammik helmik maalisk huhtik toukok kesäk heinäk " +
			"elok syysk lokak marrask jouluk tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta " +
			"marraskuuta joulukuuta klo kello",
	},
}
