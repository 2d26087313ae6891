package mailin

// autoReplySubjects begin the subjects of automatic replies, in any language.
var autoReplySubjects = []string{
	"automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "auto:", "out of office", "out-of-office", "out of the office", "ooo:", "on vacation", "vacation reply", "i am away", "away from my mail", "away from the office", "automatic response", "automated reply", "automated response",
	"automatische antwort", "abwesenheitsnotiz", "abwesenheitsbenachrichtigung", "abwesenheit:", "abwesend:", "automatische rückantwort", "automatische abwesenheitsnotiz", "ich bin nicht im büro", "nicht im büro", "ich bin im urlaub", "autoantwort", "außer haus",
	"réponse automatique", "reponse automatique", "absence du bureau", "message d'absence", "absent du bureau", "notification d'absence", "absence :",
	"respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "resposta automática", "resposta automatica", "resposta automàtica", "fora do escritório", "ausência",
	"risposta automatica", "fuori ufficio", "assente dall'ufficio", "automatisch antwoord", "automatisch bericht", "afwezigheidsbericht", "afwezig:", "niet aanwezig", "automatiskt svar", "autosvar", "automatisk svar", "fraværsmelding", "fravær:", "ikke på kontoret", "frånvaro", "automaattinen vastaus", "poissaoloviesti", "poissa:",
	"automatyczna odpowiedź", "odpowiedź automatyczna", "poza biurem", "nieobecność", "automatická odpověď", "automatická odpoveď", "mimo kancelář", "automatikus válasz", "răspuns automat", "raspuns automat", "otomatik yanıt", "otomatik cevap", "ofis dışında", "автоматический ответ", "автоответ", "нет на рабочем месте", "автоматична відповідь", "αυτόματη απάντηση", "automatski odgovor", "samodejni odgovor", "automatinis atsakymas", "automaatvastus", "automātiska atbilde", "автоматичен отговор",
	"自动回复", "自動回覆", "自動応答", "自動返信", "不在通知", "不在のお知らせ", "부재중 자동 응답", "자동 회신", "자동 응답", "trả lời tự động", "תשובה אוטומטית", "رد تلقائي", "ตอบกลับอัตโนมัติ",
}

// autoReplyAnywhere are the words that mark an automatic reply also behind "Re:".
var autoReplyAnywhere = []string{"out of office autoreply", "out of office reply", "autoreply:", "auto-reply:", "abwesenheitsnotiz:", "out of office:"}

// generatedSubjects begin the subjects of mail that machines write on their own.
var generatedSubjects = []string{"cron <", "cron job", "anacron job", "logwatch for", "*** problem service alert", "** problem service alert", "** recovery service alert", "** problem host alert", "** recovery host alert", "[alert]", "[resolved]", "[firing:"}

// noReplyNames are local parts that nobody reads.
var noReplyNames = []string{"noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "dont-reply", "dontreply", "nicht-antworten", "nepasrepondre", "ne-pas-repondre", "noresponder", "no-responder", "notreply"}

// daemonNames are local parts and names of mail systems.
var daemonNames = []string{"mailer-daemon", "mailer_daemon", "mailerdaemon", "maildaemon", "mail-daemon", "mdaemon", "postmaster", "post_master", "poostmaster", "post.master", "mailadmin", "mail.delivery.system", "mail-delivery", "maildelivery", "bounce", "bounces", "mail_delivery", "mail delivery", "delivery subsystem", "delivery system", "mail system", "ndr administrator", "system administrator", "systemadministrator", "systemadmin", "internet mail delivery", "microsoftexchange", "mmdf", "memo service", "uucp", "mailer daemon", "mail daemon", "mail gateway", "email gateway", "mail administrator", "mail server", "mailserver", "post office", "smtp server", "message transport", "mailsystem", "maiser", "administrateur système", "administrador del sistema", "amministratore di sistema", "systeembeheerder", "zustellsystem", "message-delivery", "delivery-notification", "majordomo", "listserv", "sympa", "mailman"}

// mailerNames begin local parts from which nothing but delivery reports comes.
var mailerNames = []string{"mailer-daemon", "mailer_daemon", "mailerdaemon", "maildaemon", "mail-daemon", "microsoftexchange"}

// listServerEndings end the local parts of the machine behind a mailing list.
var listServerEndings = []string{"-admin", "-owner", "-request", "-bounces", "-errors", "-help", "-return", "-ctl", "-subscribe", "-unsubscribe"}

// replyHeaders are fields that only automatic replies carry; a value is required to
// begin as given, "" takes any value.
var replyHeaders = []struct{ name, value string }{
	{"X-Autoreply", ""}, {"X-Autoreply-From", ""}, {"X-Autorespond", ""}, {"X-Autoresponder", ""}, {"X-Auto-Reply", ""}, {"X-Auto-Reply-From", ""}, {"X-Auto-Respond", ""}, {"X-Mail-Autoreply", ""}, {"X-Autoreply-Domain", ""}, {"X-AutoReply-Sent", ""}, {"X-MailAutoReply", ""}, {"Auto-Reply", ""}, {"X-FC-MachineGenerated", "true"},
	{"X-Apple-Action", "vacation"}, {"X-Vacation", ""}, {"X-Vacation-Message", ""}, {"X-Ooo", ""}, {"X-MS-Exchange-Generated-Message-Source", "mailbox rules agent"}, {"Precedence", "auto_reply"}, {"Precedence", "auto-reply"}, {"X-Precedence", "auto_reply"}, {"X-POST-MessageClass", "9; autoresponder"}, {"Delivered-To", "autoresponder"}, {"Return-Receipt-Action", ""}, {"X-Cpanel-Autoresponder", ""}, {"X-Amavis-Alert-Autoresponse", ""}, {"X-Tmda-Confirm", ""}, {"X-Delivery-Agent", "tmda"},
}

// reportHeaders are fields of mail that a mail program sends on behalf of a person who
// complains about or leaves a list.
var reportHeaders = []struct{ name, value string }{{"X-Apple-Unsubscribe", "true"}}

// bulkHeaders are fields of mailing lists and newsletters.
var bulkHeaders = []struct{ name, value string }{
	{"Precedence", "bulk"}, {"Precedence", "list"}, {"Precedence", "junk"}, {"X-Precedence", "bulk"}, {"X-Precedence", "list"}, {"X-Precedence", "junk"},
	{"List-Id", ""}, {"List-Post", ""}, {"List-Unsubscribe", ""}, {"List-Help", ""}, {"List-Subscribe", ""}, {"List-Owner", ""}, {"List-Archive", ""}, {"Mailing-List", ""}, {"X-Mailing-List", ""}, {"X-Listname", ""}, {"X-Mailman-Version", ""}, {"X-BeenThere", ""}, {"X-ML-Name", ""}, {"X-List", ""}, {"X-MLServer", ""}, {"X-Loop-List", ""}, {"X-Campaign", ""}, {"X-CampaignID", ""}, {"X-Campaign-Id", ""}, {"X-Mailchimp-Id", ""}, {"X-MC-User", ""},
}

// generatedHeaders are fields of mail that machines write on their own.
var generatedHeaders = []struct{ name, value string }{
	{"X-Auto-Response-Suppress", "all"}, {"X-Cron-Env", ""}, {"X-Auto-Generated", ""}, {"X-Mailer-Daemon", ""}, {"X-Generated-By", "cron"}, {"X-JIRA-FingerPrint", ""}, {"X-GitHub-Reason", ""}, {"X-Nagios-Notification", ""}, {"X-Zabbix-Event", ""}, {"X-Redmine-Host", ""}, {"X-RT-Loop-Prevention", ""},
}
