package mailin

// romance languages.
var romance = []language{
	{
		tag:     "fr",
		on:      "le|en date du|à",
		wrote:   "a écrit|écrit|a ecrit|écrivait|a écrit ce qui suit|ont écrit|écrivit",
		said:    "a envoyé|a répondu|a commenté",
		from:    "de|expéditeur|exp|expediteur|émetteur",
		date:    "envoyé|envoyé le|message du|date|date d'envoi|envoye|reçu|envoyée|date et heure",
		to:      "à|a|destinataire|répondre à|pour|destinataires",
		cc:      "cc|cci|copie|copie à|copie (cc)",
		subject: "objet|sujet|obj",
		original: "message d'origine|message original|message d’origine|message initial|courriel original|courriel d'origine|courriel initial|mail d'origine|" +
			"mail original|e-mail d'origine|rendez-vous d'origine|message de|message précédent",
		forwarded: "message transféré|message transmis|début du message transféré|début du message réexpédié|message transferé|transféré par|message réexpédié|" +
			"courriel transféré|mail transféré|message suivi",
		prefixes: "tr|trans|réf",
		cut:      "Répondez au-dessus de cette ligne",
		closings: "cordialement|bien cordialement|très cordialement|cordiales salutations|avec mes cordiales salutations|salutations|salutations cordiales|" +
			"meilleures salutations|mes meilleures salutations|avec mes meilleures salutations|sincèrement|bien sincèrement|bien à vous|bien à toi|" +
			"bien amicalement|amicalement|amitiés|respectueusement|sincères salutations|salutations distinguées|salutations sincères|" +
			"avec mes salutations|cdt|cdlt|cordlt|slts|bises|bisous|merci et bonne journée|merci et bonne soirée|merci, cordialement|merci cordialement|" +
			"merci et cordialement|je vous prie d'agréer|veuillez agréer",
		thanks: "merci|merci d'avance|merci d’avance|merci beaucoup|merci bien|par avance merci|d'avance merci|mille mercis|avec mes remerciements|" +
			"merci pour votre aide|merci de votre aide|en vous remerciant par avance|en vous remerciant d'avance|bonne journée|très bonne journée|" +
			"bonne fin de journée|bonne soirée|bon week-end|bonne semaine|à bientôt|à plus|a+|en vous remerciant|dans l'attente de votre retour|" +
			"en vous souhaitant bonne réception",
		sentFrom: "envoyé de mon|envoyé depuis|envoyé par|envoyé à partir de|envoyé avec|envoyé sans fil|envoyé du mon|envoyé du|envoyé de|envoyé via|" +
			"envoyée de|envoyée depuis|téléchargez outlook|télécharger outlook|obtenir outlook|obtenez outlook|provenance : courrier|provenance :|" +
			"message envoyé depuis|message envoyé de|mail envoyé depuis|e-mail envoyé depuis|courriel envoyé",
		notice: "ce message et|ce message est|ce message peut|ce message contient|ce message, |ce courriel et|ce courriel est|ce courriel peut|" +
			"ce courriel contient|ce courriel, |ce mail et|ce mail est confidentiel|cet e-mail|cet email|cette communication|ce courrier électronique|" +
			"avis important|confidentialité :|les informations contenues dans|les informations figurant dans|l'information contenue dans|" +
			"le contenu de ce|le contenu de cet|si vous n'êtes pas le|si vous n’êtes pas le|si vous avez reçu ce|si ce message ne vous est pas",
		secret: "confidenti|destinataire|réservé|erreur",
		footer: "avis de confidentialité|clause de confidentialité|mention légale|pensez à l'environnement|pensez à l’environnement|pensez environnement|" +
			"avant d'imprimer|n'imprimez ce",
		common: "le la les de et est vous je pas pour dans que une un avec sur nous bonjour merci mon ne ce au il des du qui plus par en sont mais ou où " +
			"j'ai c'est votre notre ma mes leur été être avoir avez fait depuis avant quelqu'un peut cette ces si elle aussi tout bien très comme sans " +
			"après même car",
		calendar: "lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche janv févr mars avr mai juin juil août sept oct nov déc " +
			"janvier février avril juillet septembre octobre novembre décembre",
	},
	{
		tag:       "es",
		on:        "el|en|con fecha|al",
		wrote:     "escribió|ha escrito|escribio|escribe|escribió lo siguiente|ha escrito lo siguiente|escribía",
		said:      "respondió|envió|comentó",
		from:      "de|remitente|desde",
		date:      "enviado|enviado el|fecha|enviado:|fecha de envío|enviada|recibido|fecha y hora",
		to:        "para|a|destinatario|responder a|destinatarios",
		cc:        "cc|cco|copia|con copia a",
		subject:   "asunto|tema|ref",
		original:  "mensaje original|mensaje de origen|correo original|e-mail original|cita original|mensaje de",
		forwarded: "mensaje reenviado|inicio del mensaje reenviado|reenviado por|correo reenviado|comienzo del mensaje reenviado|principio del mensaje reenviado",
		prefixes:  "rv|reenv|rev|rw|reenviado",
		cut:       "Responda por encima de esta línea",
		closings: "saludos|un saludo|un cordial saludo|un saludo cordial|cordial saludo|saludos cordiales|cordiales saludos|muchos saludos|saludos atentos|" +
			"reciba un cordial saludo|reciban un cordial saludo|atentamente|atentos saludos|atte|atte.|cordialmente|un abrazo|abrazos|un fuerte abrazo|" +
			"gracias y saludos|gracias y un saludo|muchas gracias y saludos|saludos y gracias|sinceramente|respetuosamente|slds|s2|besos",
		thanks: "muchas gracias|gracias|gracias de antemano|muchas gracias de antemano|mil gracias|gracias por adelantado|muchísimas gracias|" +
			"gracias por su ayuda|gracias por todo|de antemano gracias|desde ya muchas gracias|buen día|que tenga un buen día|que tengas un buen día|" +
			"quedo atento|quedo atenta|quedo a la espera",
		sentFrom: "enviado desde|enviado con|enviado por|enviado a través de|enviado de|enviado vía|enviado mediante|mensaje enviado desde|obtener outlook|" +
			"obtenga outlook|obtén outlook|consigue outlook|descargar outlook|descarga outlook",
		sentEnds: "enviado",
		notice: "este mensaje y|este mensaje es|este mensaje puede|este mensaje contiene|este mensaje se|este mensaje, |este mensaje va|" +
			"este correo electrónico|este correo y|este correo es|este correo contiene|este e-mail|este email|aviso importante|confidencialidad:|" +
			"confidencial:|la información contenida en|la información incluida en|la información de este|la presente comunicación|si no es usted el|" +
			"si usted no es el|si no es el destinatario|si ha recibido este|si recibe este|en cumplimiento de|de conformidad con lo",
		secret: "confidencial|destinatario|dirigid|error",
		footer: "aviso legal|aviso de confidencialidad|cláusula de confidencialidad|nota de confidencialidad|advertencia legal|antes de imprimir|" +
			"piense en el medio",
		common: "el la los las de que y en un una por para con no es se su hola gracias mi al lo está como del más pero o este esta si me nos le les han ha " +
			"hay desde antes alguien puede favor tengo tiene cuando sobre también muy sin ser son porque ya sus estamos buenos días qué",
		calendar: "lun mar mié jue vie sáb dom lunes martes miércoles jueves viernes sábado domingo ene abr ago dic enero febrero marzo abril mayo junio julio " +
			"agosto septiembre octubre noviembre diciembre",
	},
	{
		tag:       "ca",
		on:        "el|en data",
		wrote:     "ha escrit|va escriure|escrigué",
		from:      "de",
		date:      "enviat|data|enviat el",
		to:        "per a|a",
		cc:        "a/c|cc",
		subject:   "assumpte|tema",
		original:  "missatge original",
		forwarded: "missatge reenviat|inici del missatge reenviat",
		closings:  "salutacions|salutacions cordials|cordialment|atentament|una abraçada|salut",
		thanks:    "gràcies|moltes gràcies|gràcies per endavant",
		sentFrom:  "enviat des|enviat amb|enviat per",
		notice:    "aquest missatge|aquest correu|la informació continguda",
		secret:    "confidencial|destinatari",
		common: "el la els les de que i en un una per amb no és es gràcies hola aquest aquesta està però o si més al del han ha hi des abans algú pot també " +
			"molt sense són perquè bon dia",
	},
	{
		tag:       "it",
		on:        "il|in data|il giorno|in",
		wrote:     "ha scritto|scrive|ha scritto quanto segue|scrisse|scriveva",
		said:      "ha risposto|ha commentato",
		from:      "da|mittente|per conto di",
		date:      "inviato|data|inviato il|data invio|inviata",
		to:        "a|destinatario|per|destinatari",
		cc:        "cc|ccn|per conoscenza|p.c.",
		subject:   "oggetto|ogg",
		original:  "messaggio originale|messaggio original|messaggio di origine|email originale|e-mail originale|messaggio da",
		forwarded: "messaggio inoltrato|inizio messaggio inoltrato|inoltrato da|inizio del messaggio inoltrato|email inoltrata|messaggio inoltrato da",
		prefixes:  "i|inoltro|inoltra",
		cut:       "Rispondere sopra questa riga",
		closings: "cordiali saluti|cordiale saluto|un cordiale saluto|i più cordiali saluti|i miei più cordiali saluti|distinti saluti|porgo distinti saluti|" +
			"saluti|saluti cordiali|un saluto|tanti saluti|cordialmente|cordialità|in fede|con i migliori saluti|i migliori saluti|migliori saluti|" +
			"un caro saluto|cari saluti|grazie e saluti|grazie e cordiali saluti|grazie mille e cordiali saluti|grazie e buona giornata|" +
			"grazie e buon lavoro|ringraziando porgo cordiali saluti",
		thanks: "grazie|grazie mille|molte grazie|tante grazie|grazie in anticipo|grazie per l'aiuto|ringrazio|vi ringrazio|la ringrazio|ringraziando|" +
			"grazie ancora|buona giornata|buon lavoro|buona serata|buon weekend|a presto|ciao|resto in attesa|in attesa di riscontro",
		sentFrom: "inviato da|inviato dal mio|inviato dal|inviato dalla|inviato con|inviato tramite|inviata da|messaggio inviato da|mail inviata da|" +
			"scarica outlook|ottieni outlook",
		sentEnds: "inviato",
		notice: "questo messaggio e|questo messaggio è|questo messaggio può|questo messaggio contiene|il presente messaggio|la presente e-mail|" +
			"la presente email|la presente comunicazione|il contenuto di questa|il contenuto della presente|il contenuto del presente|" +
			"le informazioni contenute|le informazioni trasmesse|le informazioni riportate|le informazioni di questo|questa e-mail|questa email|" +
			"questa comunicazione|riservatezza:|ai sensi del|ai sensi dell|ai sensi della|se ha ricevuto questo|se avete ricevuto questo|" +
			"qualora non fosse|qualora il messaggio",
		secret: "riservat|confidenzial|destinatari|errore",
		footer: "avviso di riservatezza|avvertenze legali|avviso legale|nota di riservatezza|prima di stampare|rispetta l'ambiente|pensa all'ambiente",
		common: "il la di che è e un una per con non del della sono ho le buongiorno grazie mi si ma anche questo lo gli i da in al alla nel nella dal dalla " +
			"ci più come se ha hanno essere stato può prima qualcuno vostro nostro perché quando ancora già molto tutto cosa sul salve dei delle fine",
		calendar: "lun mar mer gio ven sab dom lunedì martedì mercoledì giovedì venerdì sabato domenica gen mag giu lug set ott dic gennaio febbraio marzo " +
			"aprile maggio giugno luglio settembre ottobre novembre dicembre ore",
	},
	{
		tag:      "pt",
		on:       "em|no dia|a|na|às",
		wrote:    "escreveu|escreveu o seguinte|escrito|escreve",
		said:     "respondeu|enviou|comentou",
		from:     "de|remetente",
		date:     "enviado|enviada em|enviado em|data|enviada|enviado a|data de envio",
		to:       "para|destinatário|destinatários",
		cc:       "cc|cco|c/c|com cópia",
		subject:  "assunto|ass",
		original: "mensagem original|e-mail original|email original|mensagem de",
		forwarded: "mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|início da mensagem reencaminhada|e-mail encaminhado|" +
			"encaminhado por|mensagem enviada",
		prefixes: "enc|res|encaminhado",
		cut:      "Responda acima desta linha",
		closings: "atenciosamente|atentamente|cumprimentos|melhores cumprimentos|com os melhores cumprimentos|os melhores cumprimentos|" +
			"com os meus cumprimentos|cordialmente|cordiais saudações|saudações|saudações cordiais|cordiais cumprimentos|att|att.|atte|at.te|abraços|" +
			"abraço|um abraço|grande abraço|obrigado e cumprimentos|obrigada e cumprimentos|grato|grata|respeitosamente|sds|cpts|beijos",
		thanks: "obrigado|obrigada|muito obrigado|muito obrigada|desde já obrigado|desde já obrigada|obrigado desde já|agradecido|agradecida|agradeço|" +
			"agradeço desde já|desde já agradeço|obrigado pela ajuda|obg|bom dia|boa tarde|tenha um bom dia|bom fim de semana|sem mais",
		sentFrom: "enviado do meu|enviada do meu|enviado via|enviado de|enviado do|enviado da|enviado a partir|enviado pelo|enviado por|enviado com|" +
			"enviado através|enviado no|mensagem enviada|obter o outlook|obtenha o outlook|baixe o outlook|baixar o outlook",
		sentEnds: "enviado",
		notice: "esta mensagem e|esta mensagem pode|esta mensagem é|esta mensagem contém|esta mensagem, |este e-mail e|este e-mail é|este e-mail pode|" +
			"este email e|este email é|esta comunicação|este correio|as informações contidas|a informação contida|as informações desta|" +
			"as informações neste|o conteúdo desta|o conteúdo deste|aviso importante|confidencialidade:|confidencial:|se não for o destinatário|" +
			"se você não é o|se você não for o|caso não seja o|caso você não|se recebeu esta|se você recebeu",
		secret: "confidencia|destinatári|reservad|sigilos",
		footer: "aviso de confidencialidade|aviso legal|nota de confidencialidade|declaração de confidencialidade|antes de imprimir|pense no meio|" +
			"responsabilidade ambiental",
		common: "o a os as de que e em um uma para com não por do da é olá obrigado meu no na você mas dos das ao se está são foi mais como ou este esta " +
			"isso muito também já nos nossa nosso minha pode alguém desde antes quando seu sua tem temos estou bom dia ser até sem pelo pela há",
		calendar: "seg ter qua qui sex sáb dom segunda terça quarta quinta sexta sábado domingo fev abr mai ago set out dez janeiro fevereiro março abril maio " +
			"junho julho agosto setembro outubro novembro dezembro feira às",
	},
	{
		tag:       "ro",
		on:        "în|pe|la data de|la|în data de",
		wrote:     "a scris|a scris:|a scris următoarele|scrie",
		from:      "de la|expeditor",
		date:      "trimis|data|trimis la|trimis:",
		to:        "către|catre|la",
		cc:        "cc",
		subject:   "subiect|subiectul",
		original:  "mesaj original|mesajul original|mesaj initial",
		forwarded: "mesaj redirecționat|mesaj redirectionat|mesaj înaintat|mesaj retransmis|începutul mesajului redirecționat",
		prefixes:  "red|rd",
		closings:  "cu stimă|cu stima|cu respect|salutări|cu considerație|al dvs",
		thanks: "mulțumesc|multumesc|vă mulțumesc|va multumesc|mulțumim|multumim|mersi|mulțumesc anticipat|o zi bună|o zi buna|o zi frumoasă|toate cele bune|" +
			"numai bine",
		sentFrom: "trimis de pe|trimis din|trimis cu|trimis prin|obțineți outlook|descarcă outlook|ia outlook",
		notice:   "acest mesaj|acest e-mail|acest email|informațiile conținute|informatiile continute|conținutul acestui",
		secret:   "confidenți|confidenti|destinatar",
		common: "și de nu este la cu un o pe să că în din pentru care am vă bună mulțumesc dar sau mai ce a fi sunt ale ai avem cum dacă când foarte după " +
			"până fără prin acest această dumneavoastră nostru ne mă se ca rog ziua",
		calendar: "luni marți miercuri joi vineri sâmbătă duminică ian iul ianuarie februarie martie aprilie mai iunie iulie septembrie octombrie noiembrie " +
			"decembrie",
	},
}
