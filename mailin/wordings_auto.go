package mailin

// replyLinks go on behind the subject of an automatic reply.
var replyLinks = []string{"re:", "aw:", "to your", "auf ihre", "à votre", "a su ", "alla sua", "op uw"}

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
	{"X-Apple-Action", "vacation"}, {"X-Vacation", ""}, {"X-Vacation-Message", ""}, {"X-Ooo", ""}, {"X-MS-Exchange-Generated-Message-Source", "mailbox rules agent"}, {"Precedence", "auto_reply"}, {"Precedence", "auto-reply"}, {"X-Precedence", "auto_reply"}, {"X-POST-MessageClass", "9; autoresponder"}, {"Delivered-To", "autoresponder"}, {"Return-Receipt-Action", ""}, {"X-Cpanel-Autoresponder", ""}, {"X-Amavis-Alert-Autoresponse", ""}, {"X-Tmda-Confirm", ""}, {"X-Delivery-Agent", "tmda"}, {"X-Boxbe-Challenge", ""},
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
	{"X-Auto-Response-Suppress", "all"}, {"X-Cron-Env", ""}, {"X-Auto-Generated", ""}, {"X-Mailer-Daemon", ""}, {"X-Generated-By", "cron"}, {"X-JIRA-FingerPrint", ""}, {"X-GitHub-Reason", ""}, {"X-Nagios-Notification", ""}, {"X-Zabbix-Event", ""}, {"X-Redmine-Host", ""}, {"X-RT-Loop-Prevention", ""}, {"X-OTRS-Loop", ""}, {"X-Loop", "yes"}, {"X-No-Loop", "yes"},
}
