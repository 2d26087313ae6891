package mailin

// slavic languages.
var slavic = []language{
	{
		tag:      "ru",
		on:       "от|в",
		wrote:    "написал|написала|написал(а)|написали|пишет|писал|писала|писал(а)|написал:|написал следующее|вы писали",
		said:     "отправил|отправила|ответил|ответила",
		from:     "от|от кого|отправитель",
		date:     "отправлено|дата|отправлен|послано|дата отправки|время|получено",
		to:       "кому|получатель|получатели",
		cc:       "копия|скрытая копия|копии",
		subject:  "тема",
		original: "исходное сообщение|оригинальное сообщение|исходное письмо|оригинал сообщения|пересылаемое сообщение:|оригинальное письмо",
		forwarded: "пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|начало переадресованного сообщения|начало пересылаемого сообщения|" +
			"начало пересланного сообщения|пересылаемое письмо|пересланное письмо|завершение пересылаемого сообщения|переадресованное сообщение",
		prefixes: "пересл|fwd|hа|вп",
		cut:      "Пишите ответ выше этой строки",
		closings: "с уважением|с наилучшими пожеланиями|всего доброго|всего хорошего|всего наилучшего|с наилучшими|с уважением и наилучшими пожеланиями|" +
			"искренне ваш|искренне ваша|с почтением|заранее благодарен|заранее благодарна|спасибо, с уважением|спасибо и хорошего дня|с благодарностью|" +
			"с надеждой на сотрудничество",
		thanks: "спасибо|заранее спасибо|большое спасибо|спасибо большое|спасибо заранее|благодарю|благодарим|спасибо за помощь|хорошего дня|удачного дня|" +
			"до свидания",
		sentFrom: "отправлено с|отправлено из|отправлено через|отправлено при помощи|отправлено от|отправлено на|послано с|посмотрите outlook|скачать outlook|" +
			"скачайте outlook|получить outlook|получите outlook|это письмо отправлено|сообщение отправлено",
		sentEnds: "отправлено",
		notice: "настоящее сообщение|настоящее электронное|данное сообщение|данное письмо|данное электронное|это сообщение и|это сообщение может|" +
			"это сообщение предназначено|это письмо и|это электронное|информация, содержащаяся|содержание данного|содержание этого|если вы не являетесь|" +
			"если вы получили это|если вы получили данное|если данное|конфиденциальность:|конфиденциально:",
		secret: "конфиденциальн|адресат|предназначен|получател",
		footer: "уведомление о конфиденциальности",
		common: "и в не на что с я это как по но мы вы у за же бы здравствуйте спасибо для от мне нас нам вас вам к о из так если уже до когда или есть был " +
			"была было его её они пожалуйста можно может добрый день очень только нет после ещё при все",
		calendar: "пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота воскресенье янв февр мар апр мая июн июл авг сент окт нояб дек " +
			"января февраля марта апреля июня июля августа сентября октября ноября декабря пользователь",
	},
	{
		tag:      "uk",
		on:       "у|від|в",
		wrote:    "написав|написала|пише|написав(ла)|написав(-ла)|написав:|писав|писала|пишуть",
		from:     "від|відправник|від кого",
		date:     "надіслано|дата|відправлено|надісланий|час",
		to:       "кому|одержувач|отримувач",
		cc:       "копія|прихована копія|копії",
		subject:  "тема",
		original: "оригінальне повідомлення|вихідне повідомлення|початкове повідомлення|оригінал повідомлення|оригінальний лист",
		forwarded: "переслане повідомлення|пересилається повідомлення|початок переспрямованого повідомлення|початок листа, що пересилається|" +
			"початок пересланого повідомлення|перенаправлене повідомлення|переадресоване повідомлення",
		prefixes: "пересл|пересилання",
		cut:      "Пишіть відповідь вище цього рядка",
		closings: "з повагою|з найкращими побажаннями|з найкращими|усього найкращого|всього найкращого|всього доброго|усього доброго|щиро ваш|щиро ваша|" +
			"дякую, з повагою|з вдячністю",
		thanks: "дякую|щиро дякую|дуже дякую|дякую заздалегідь|заздалегідь дякую|дякуємо|наперед дякую|спасибі|гарного дня|до побачення",
		sentFrom: "надіслано з|надіслано із|надіслано через|надіслано за допомогою|відправлено з|відправлено із|відправлено через|отримати outlook|" +
			"завантажити outlook|отримайте outlook|завантажте outlook",
		sentEnds: "надіслано|відправлено",
		notice: "це повідомлення|цей лист та|цей лист і|цей електронний лист|ця електронна|дане повідомлення|інформація, що міститься|якщо ви не є|" +
			"якщо ви отримали це",
		secret: "конфіденційн|адресат|призначен|одержувач|отримувач",
		common: "і в не на що з я це як та але ми ви за дякую є від добрий її у до для мені нас нам вас вам про так якщо вже коли або був була було його " +
			"вони будь ласка можна може день дуже тільки немає після ще при всі чи хтось ваш наш",
		calendar: "пн вт ср чт пт сб нд понеділок вівторок середа четвер субота неділя січ лют бер квіт трав черв лип серп вер жовт лист груд січня лютого " +
			"березня квітня травня червня липня серпня вересня жовтня листопада грудня користувач",
	},
	{
		tag:      "pl",
		on:       "w dniu|dnia|użytkownik|wiadomość|dn.",
		wrote:    "napisał|napisała|napisał(a)|napisał(-a)|pisze|użytkownik napisał|napisał/a|napisał:|pisał|pisała|napisali",
		from:     "od|nadawca",
		date:     "wysłano|data|wysłane|wysłana|data wysłania",
		to:       "do|adresat|odbiorca",
		cc:       "dw|udw|kopia|do wiadomości",
		subject:  "temat|dotyczy",
		original: "wiadomość oryginalna|oryginalna wiadomość|treść oryginalnej wiadomości|wiadomość oryg.|pierwotna wiadomość|oryginalny e-mail|wiadomość od",
		forwarded: "wiadomość przekazana dalej|przekazana wiadomość|początek przekazywanej wiadomości|początek wiadomości przekazanej dalej|" +
			"początek przekazanej wiadomości|wiadomość przekazana|treść przekazanej wiadomości|przesłana wiadomość|wiadomość przesłana dalej|" +
			"forwardowana wiadomość",
		prefixes: "pd|przek|podaj dalej",
		cut:      "Odpowiedz powyżej tej linii",
		closings: "pozdrawiam|pozdrawiamy|serdecznie pozdrawiam|pozdrawiam serdecznie|z poważaniem|pozdrowienia|serdeczne pozdrowienia|z wyrazami szacunku|" +
			"z pozdrowieniami|z serdecznymi pozdrowieniami|łączę pozdrowienia|łączę wyrazy szacunku|z góry dziękuję i pozdrawiam|dziękuję i pozdrawiam|" +
			"dzięki i pozdrawiam|pozdr|pozdr.|z uszanowaniem|z szacunkiem",
		thanks: "dziękuję|dzięki|dziękujemy|z góry dziękuję|dziękuję z góry|bardzo dziękuję|dziękuję bardzo|wielkie dzięki|z góry dzięki|dziękuję za pomoc|" +
			"miłego dnia|życzę miłego dnia|dobrego dnia|do usłyszenia|do zobaczenia",
		sentFrom: "wysłane z|wysłano z|wysłane za|wysłano za|wysłane przez|wysłana z|wiadomość wysłana|pobierz outlook|pobierz program outlook|" +
			"pobierz aplikację outlook|uzyskaj outlook|uzyskaj aplikację outlook|wysłano przez",
		sentEnds: "wysłane|wysłano",
		notice: "niniejsza wiadomość|niniejszy e-mail|niniejsza korespondencja|ta wiadomość|ten e-mail jest|treść tej|treść niniejszej|informacje zawarte w|" +
			"informacja zawarta w|zawartość tej|jeśli nie jesteś|jeżeli nie jest|jeśli nie są|jeżeli nie są|jeśli otrzymali|administratorem danych",
		secret: "poufn|adresat|przeznaczon|odbiorc",
		footer: "pomyśl o środowisku|zanim wydrukujesz|klauzula",
		common: "i w na nie jest to się z do że o za jak ale proszę mam po od dla dzień czy tym ten ta co tak są był była było być przez już przed może ktoś " +
			"gdy lub oraz bardzo tylko mnie mi nam nas pan pani pana dobry moje nasz jestem można jeśli bez także tego którą przy nadal",
		calendar: "pon śr czw pt sob niedz poniedziałek wtorek środa czwartek piątek sobota niedziela sty lut kwi maj cze lip sie wrz paź lis gru stycznia " +
			"lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia godz",
	},
	{
		tag:       "cs",
		on:        "dne|v|ve",
		wrote:     "napsal|napsal(a)|napsala|napsal/a|píše|napsali|uvedl",
		from:      "od|odesílatel|odesilatel",
		date:      "odesláno|datum|odeslána|odesláno dne",
		to:        "komu|příjemce|pro",
		cc:        "kopie|kopie:|skrytá kopie",
		subject:   "předmět|věc",
		original:  "původní zpráva|původní e-mail|původní email|originální zpráva|původní mail",
		forwarded: "přeposlaná zpráva|předaná zpráva|začátek přeposlané zprávy|začátek přeposílané zprávy|přesměrovaná zpráva|přeposlaný e-mail|přeposlaný email",
		prefixes:  "předat|přeposláno|přep|př",
		cut:       "Odpovězte nad tento řádek",
		closings: "s pozdravem|s přátelským pozdravem|s pozdravem a přáním hezkého dne|s pozdravem a přáním pěkného dne|s přáním hezkého dne|" +
			"s přáním pěkného dne|hezký den|zdraví|s úctou|se srdečným pozdravem|srdečně zdraví|srdečně|děkuji a přeji hezký den|" +
			"děkuji a přeji pěkný den|děkuji a zdravím|děkuji, s pozdravem|předem děkuji a přeji hezký den",
		thanks: "děkuji|děkuji předem|předem děkuji|děkujeme|díky|moc děkuji|děkuji moc|dík|mockrát děkuji|děkuji za pomoc|předem díky|pěkný den|" +
			"přeji hezký den|přeji pěkný den|na shledanou|mějte se|zdravím|hezký víkend",
		sentFrom: "odesláno z|odesláno ze|odesláno pomocí|odesláno přes|odeslané z|posláno z|získat outlook|získejte outlook|stáhnout outlook|" +
			"stáhněte si outlook|poslat z",
		sentEnds: "odesláno",
		notice: "tato zpráva a|tato zpráva je|tato zpráva může|tato zpráva obsahuje|tato e-mailová|tento e-mail|tento email|obsah této|obsah tohoto|" +
			"informace obsažené v|pokud nejste|jestliže nejste|pokud jste obdržel",
		secret: "důvěrn|adresát|určen|příjemc",
		footer: "prosím, zvažte|myslete na",
		common: "a je na se to že ne jsem do s pro ale prosím dobrý den mám za jak nebo děkuji si když v z k o u od po aby jako jsme jste byl byla bylo být " +
			"už ještě není může někdo před tento tato také jen jak kde který která které mi mě nám nás vám vás tak než podívat pokud",
		calendar: "po út st čt pá pondělí úterý středa čtvrtek pátek sobota neděle ledna února března dubna května června července srpna září října listopadu " +
			"prosince odesílatel uživatel",
	},
	{
		tag:       "sk",
		on:        "dňa|v",
		wrote:     "napísal|napísala|napísal(a)|napísal/a|píše",
		from:      "od|odosielateľ",
		date:      "odoslané|dátum",
		to:        "komu|príjemca|pre",
		cc:        "kópia",
		subject:   "predmet|vec",
		original:  "pôvodná správa|pôvodný e-mail|originálna správa",
		forwarded: "preposlaná správa|odovzdaná správa|začiatok preposlanej správy|presmerovaná správa",
		prefixes:  "prep",
		closings:  "s pozdravom|s priateľským pozdravom|s úctou|so srdečným pozdravom",
		thanks:    "ďakujem|ďakujem vopred|vopred ďakujem|ďakujeme|vďaka|pekný deň|prajem pekný deň|zdravím",
		sentFrom:  "odoslané z|odoslané zo|poslané z|získať outlook|získajte outlook",
		notice:    "táto správa a|táto správa je|tento e-mail|informácie obsiahnuté",
		secret:    "dôvern|adresát|určen|príjemc",
		common: "a je na sa to že nie som do s pre ale prosím dobrý deň mám za ako alebo ďakujem si keď v z k o od po aby sme ste bol bola bolo byť už ešte " +
			"môže niekto pred tento táto tiež len kde ktorý ktorá mi nám nás vám vás tak ak",
	},
	{
		tag:       "hr",
		on:        "dana|dne|u|na|pon|uto|sri|čet|pet|sub|ned",
		wrote:     "napisao|napisala|je napisao|je napisao/la|je napisala|napisao/la|napisao je|piše|je napisao/napisala|je napisal|je napisal/a",
		from:      "od|šalje|pošiljatelj|pošiljalac",
		date:      "poslano|datum|poslato|pošiljano",
		to:        "prima|za|primatelj|primalac",
		cc:        "kopija|kp",
		subject:   "predmet|naslov|tema|zadeva",
		original:  "izvorna poruka|originalna poruka|izvorno sporočilo|izvirno sporočilo",
		forwarded: "proslijeđena poruka|prosleđena poruka|posredovano sporočilo",
		closings:  "s poštovanjem|lijep pozdrav|srdačan pozdrav|pozdrav|lp|lep pozdrav|srdačno",
		thanks:    "hvala|hvala unaprijed|hvala lijepa",
		sentFrom:  "poslano s|poslano sa|poslano iz|poslato sa|poslato iz|poslano z|preuzmite outlook|nabavite outlook",
		common:    "i je u na da se za ne to su sam od kako što ali ako hvala molim poštovani sa koji koja nije smo ste bio bila može netko prije već samo",
	},
	{
		tag:       "bg",
		on:        "на",
		wrote:     "написа|пише|написа:",
		from:      "от",
		date:      "изпратено|дата",
		to:        "до",
		cc:        "копие",
		subject:   "относно|тема",
		original:  "оригинално съобщение|първоначално съобщение",
		forwarded: "препратено съобщение",
		closings:  "поздрави|с уважение|с поздрав",
		thanks:    "благодаря|благодаря предварително",
		sentFrom:  "изпратено от|изпратено чрез|изтеглете outlook",
		common:    "и на да се не е за от в че с по това ли са като но има ние вие моля благодаря здравейте може ще съм или към след още който която",
	},
}
