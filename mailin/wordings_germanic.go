package mailin

// germanic languages.
var germanic = []language{
	{
		tag:     "en",
		on:      "on|in article",
		wrote:   "wrote|writes|has written|wrote the following",
		said:    "sent|said|commented|replied|posted|wrote to you|added a comment|responded|updated|left a comment",
		from:    "from|sender|sent by|author",
		date:    "date|sent|sent at|sent on|received|date sent|sent time|time",
		to:      "to|reply-to|reply to|recipient|recipients|sent to",
		cc:      "cc|bcc|copy|cc to",
		subject: "subject|re|sub|subj",
		original: "original message|reply message|original mail|original email|original e-mail|original appointment|previous message|message original|" +
			"original text|orig. message|replied message|message from|original msg|quoted message",
		forwarded: "forwarded message|begin forwarded message|forwarded by|forwarded mail|start of forwarded message|forwarded email|forwarded e-mail|" +
			"forwarded message from|fwd message|forwarded msg",
		prefixes: "fwd|fw|forward|forwarded",
		cut:      "Reply above this line",
		closings: "regards|best regards|kind regards|warm regards|warmest regards|kindest regards|with regards|with best regards|with kind regards|" +
			"with warm regards|many thanks and best regards|best|all the best|all best|best wishes|with best wishes|kind wishes|cheers|sincerely|" +
			"sincerely yours|yours sincerely|yours truly|yours faithfully|yours|very truly yours|thanks and regards|thanks & regards|" +
			"thank you and regards|thanks and best regards|thanks & best regards|thanks and kind regards|many thanks and kind regards|respectfully|" +
			"respectfully yours|cordially|rgds|br|b.r.|brgds|kr|cu|love|warmly|faithfully|in kind regards|best,|thanks again and regards|" +
			"regards and thanks",
		thanks: "thanks|thank you|many thanks|thanks in advance|thank you in advance|many thanks in advance|thanks a lot|thanks a million|thanks again|" +
			"thanks so much|thank you very much|thanks very much|thank you so much|thank you again|thx|tia|tnx|ta|thank you for your time|" +
			"thanks for your help|thank you for your help|thanks for your time|much appreciated|with thanks|best regards|take care|greetings|good day|" +
			"have a great day|have a nice day|have a good day|have a nice weekend|have a good weekend|talk soon",
		sentFrom: "sent from|sent via|sent by|sent using|sent with|sent wirelessly|sent on the go|sent through|get outlook for|download outlook for|via mobile|" +
			"from my iphone|from my ipad|from my mobile|from my android|this message was sent from|this message was sent with|this email was sent from|" +
			"this e-mail was sent from|typed on|composed on|written on my|send from|connected by",
		notice: "this e-mail and any|this email and any|this message and any|this e-mail message and any|this email message and any|" +
			"this message, including any|this email, including any|this e-mail, including any|this e-mail (including|this email (including|" +
			"this message (including|this e-mail is confidential|this email is confidential|this e-mail is intended|this email is intended|" +
			"this message is intended|this message is confidential|this message is for the|this e-mail is for the|this email is for the|" +
			"this e-mail is only|this email is only|this transmission|this electronic mail|this electronic message|this e-mail transmission|" +
			"this email transmission|this e-mail message is|this email message is|the information contained in this|the information in this e|" +
			"the information in this m|the information transmitted|information contained in this|the content of this e|the content of this m|" +
			"the contents of this e|the contents of this m|this e-mail may contain|this email may contain|this message may contain|" +
			"this message contains confidential|this message contains information|this message contains priv|this e-mail contains|" +
			"this email contains confidential|this email contains priv|this email contains information|this communication is|this communication and any|" +
			"this communication may contain|this communication, including|confidential:|important notice:|important: this|notice: this|warning: this|" +
			"caution: this|please note that this e|if you are not the intended|if you are not the addressee|if you have received this|" +
			"if you received this",
		secret: "confidential|privileged|intended|addressee|recipient|proprietary",
		footer: "confidentiality notice|confidentiality note|confidentiality statement|confidentiality:|disclaimer:|disclaimer notice|email disclaimer|" +
			"e-mail disclaimer|legal notice|legal disclaimer|privileged/confidential|privileged and confidential|private & confidential|" +
			"private and confidential|please consider the environment|please think of the environment|consider the environment before|" +
			"think before you print|save a tree|any views expressed in this|any opinions expressed in this|the views expressed in this|views or opinions|" +
			"we have taken precautions|although this e|whilst every|you are receiving this because|you received this because|" +
			"you received this message because|you are subscribed to|to unsubscribe from this|to unsubscribe, |to unsubscribe:|unsubscribe from this|" +
			"registered office:|registered in england|company registration|company number|reply to this email directly|this email has been scanned|" +
			"this e-mail has been scanned|scanned by|virus-free|checked by avg|unsubscribe",
		common: "the and is you to of for this that with have please not are it we my can was your thanks hi hello when do would be an at from on if or but " +
			"has will been by as they there which what could since does still how our i me get any need so after before just also about should did them " +
			"who where again no yes",
		calendar: "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday january february march april june july august " +
			"september october november december",
	},
	{
		tag:     "de",
		on:      "am|an|vom",
		wrote:   "schrieb|schrieb am|schreibt|hat geschrieben|geschrieben|folgendes geschrieben|schrieb folgendes|schrieben",
		said:    "hat kommentiert|kommentierte|antwortete",
		from:    "von|absender",
		date:    "gesendet|datum|gesendet am|verschickt|zeit|abgeschickt|empfangen|gesendet um",
		to:      "an|empfänger|antwort an|adressat",
		cc:      "kopie|kopie (cc)|cc|bcc|kopie an",
		subject: "betreff|betr.|betrifft|thema",
		original: "ursprüngliche nachricht|urspr. nachricht|originalnachricht|original-nachricht|original nachricht|antwort nachricht|ursprüngliche e-mail|" +
			"originale nachricht|ursprünglicher termin|original-mail|originalmail|ursprüngliche mail|nachricht von|originale e-mail|antwort auf nachricht",
		forwarded: "weitergeleitete nachricht|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|beginn der weitergeleiteten nachricht|" +
			"weitergeleitete e-mail|weitergeleitet von|weitergeleitete mail|weitergeleitete nachricht von",
		prefixes: "wg|wtrlt|weitergeleitet|wtr",
		cut:      "Bitte oberhalb dieser Zeile antworten",
		closings: "mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichen gruessen|mit freundlichem gruß|mit freundlichem gruss|freundliche grüße|" +
			"freundliche grüsse|freundliche gruesse|freundlichen gruß|freundlicher gruß|mit freundlicher empfehlung|mit den besten grüßen|" +
			"mit vielen grüßen|mit lieben grüßen|mit herzlichen grüßen|mit sonnigen grüßen|mit kollegialen grüßen|viele grüße|viele grüsse|viele gruesse|" +
			"viele liebe grüße|vielen dank und viele grüße|vielen dank und freundliche grüße|vielen dank und beste grüße|vielen dank und liebe grüße|" +
			"besten dank und freundliche grüsse|besten dank und freundliche grüße|danke und viele grüße|danke und liebe grüße|danke und beste grüße|" +
			"liebe grüße|liebe grüsse|liebe gruesse|ganz liebe grüße|beste grüße|beste grüsse|beste gruesse|besten gruß|bester gruß|schöne grüße|" +
			"schönen gruß|sonnige grüße|herzliche grüße|herzliche grüsse|herzlichen gruß|herzlichst|grüße|grüsse|gruesse|grüßle|gruß|gruss|grüezi|" +
			"lieben gruß|lieber gruß|mfg|m.f.g.|mit freundlichen|lg|l.g.|vg|v.g.|bg|hg|glg|vlg|hochachtungsvoll|mit besten grüßen|mit besten grüssen|" +
			"mit bestem gruß|mit bestem dank und freundlichen grüßen|mit herzlichem gruß|danke und gruß|dank und gruß|danke & gruß|danke und grüße|" +
			"dankend",
		thanks: "danke|danke schön|dankeschön|vielen dank|danke im voraus|vielen dank im voraus|besten dank|besten dank im voraus|herzlichen dank|" +
			"vielen dank für ihre hilfe|danke für die hilfe|danke für ihre hilfe|danke vorab|vielen dank vorab|merci|mit bestem dank|tausend dank|" +
			"schönen tag|schönen tag noch|einen schönen tag|einen schönen tag noch|schönes wochenende|ein schönes wochenende|bis bald|ihr|ihre|euer|dein|" +
			"deine",
		sentFrom: "von meinem|gesendet von|gesendet mit|gesendet via|gesendet aus|gesendet über|verschickt mit|verschickt von|versendet von|versendet mit|" +
			"diese nachricht wurde von meinem|diese nachricht wurde mit|diese e-mail wurde von meinem|diese e-mail wurde mit|diese mail wurde von|" +
			"diese mail wurde mit|holen sie sich outlook|outlook für|mobil gesendet|unterwegs gesendet|von unterwegs|mail von meinem",
		sentEnds: "gesendet|geschrieben|verschickt|versendet|beziehen|verfasst",
		notice: "diese e-mail enthält|diese email enthält|diese mail enthält|diese e-mail kann|diese nachricht kann vertrauliche|" +
			"diese nachricht ist vertraulich|diese nachricht enthält vertrauliche|diese nachricht ist nur|diese nachricht ist ausschließlich|" +
			"diese nachricht und|diese e-mail ist|diese mail ist vertraulich|der inhalt dieser e|der inhalt dieser mail|der inhalt dieser nachricht|" +
			"die in dieser e|die informationen in dieser|die information in dieser|hinweis: diese|wichtiger hinweis:|bitte beachten sie, dass diese e|" +
			"diese e-mail und|diese email und|diese mail und|sollten sie nicht der|sollten sie diese|falls sie nicht der|falls sie diese e|" +
			"wenn sie nicht der richtige|wenn sie diese e",
		secret: "vertraulich|adressat|empfänger|bestimmt|irrtümlich|geheim",
		footer: "vertraulichkeitshinweis|rechtlicher hinweis|bitte denken sie an die umwelt|denken sie an die umwelt|bitte prüfen sie der umwelt|" +
			"haftungsausschluss|informationen zum datenschutz|datenschutzhinweis|hinweise zum datenschutz|unsere datenschutz|geschäftsführer:|" +
			"geschäftsführung:|sitz der gesellschaft|registergericht|amtsgericht|handelsregister|vertretungsberechtigt|vorstand:|ust-id|ust.-id|" +
			"umsatzsteuer-id",
		common: "der die das und ist nicht ich sie es mit ein eine für auf den wir bitte kann zu von dass auch hallo im danke dem des sich haben hat wird " +
			"wie noch nach bei aus wenn aber oder als mein meine uns werden sind einen einem seit vor nur ihr ihre ihnen mir bin war habe können jemand " +
			"schon um zum zur keine mehr guten tag",
		calendar: "mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august september " +
			"oktober november dezember okt dez uhr",
	},
	{
		tag:       "nl",
		on:        "op|datum",
		wrote:     "schreef|schreef op|het volgende geschreven|heeft geschreven|schreef het volgende|schrijft|geschreven",
		from:      "van|afzender",
		date:      "verzonden|datum|verstuurd|verzonden op|tijd",
		to:        "aan|naar|ontvanger|geadresseerde",
		cc:        "cc|kopie|bcc",
		subject:   "onderwerp|betreft",
		original:  "oorspronkelijk bericht|origineel bericht|oorspronkelijke bericht|originele bericht|oorspronkelijke e-mail",
		forwarded: "doorgestuurd bericht|begin doorgestuurd bericht|doorgestuurde bericht|doorgestuurde e-mail|doorgezonden bericht",
		prefixes:  "doorst|fw|dg",
		cut:       "Antwoord boven deze regel",
		closings: "met vriendelijke groet|met vriendelijke groeten|met vriendelijke groet en|vriendelijke groet|vriendelijke groeten|met hartelijke groet|" +
			"met hartelijke groeten|hartelijke groet|hartelijke groeten|groet|groeten|de groeten|groetjes|groetjes van|veel groeten|mvg|m.vr.gr.|mvrgr|" +
			"met groet|gr|gr.|hoogachtend|beste groeten|bedankt en groeten|alvast bedankt en groeten",
		thanks: "bedankt|alvast bedankt|dank u|dank u wel|dank je wel|dank|hartelijk dank|bij voorbaat dank|met dank|fijne dag|prettige dag|nog een fijne dag",
		sentFrom: "verzonden vanaf|verzonden vanuit|verzonden met|verzonden via|verzonden door|verstuurd vanaf|verstuurd vanuit|verstuurd met|verstuurd via|" +
			"outlook voor|download outlook|krijg outlook|haal outlook",
		sentEnds: "verzonden|verstuurd|downloaden",
		notice: "dit bericht en|dit bericht is|dit bericht kan|dit bericht (met|deze e-mail en|deze e-mail is|deze e-mail kan|deze email en|deze mail en|" +
			"de informatie in dit|de informatie in deze|de informatie verzonden|de inhoud van dit|de inhoud van deze|dit e-mailbericht|indien u niet de|" +
			"als u niet de|aan dit bericht kunnen",
		secret: "vertrouwelijk|geadresseerde|bestemd|ontvanger",
		footer: "denk aan het milieu",
		common: "de het een en van ik is niet dat op te voor met aan zijn we bij ook maar graag kan hallo naar heb die er om als dan nog wel wat hoe uit u " +
			"uw mijn wij deze dit heeft wordt worden door over sinds geen iemand kunt kunnen niet meer bedankt beste geachte",
		calendar: "ma di wo do vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus " +
			"september oktober november december mrt okt",
	},
}
