package mailin

// englishReports are the words of delivery reports in English.
var englishReports = reportWords{
	tag: "en",
	subjects: []string{
		"undeliverable", "undelivered", "undeliverable mail", "delivery status notification", "delivery failure", "delivery failed", "delivery has failed", "mail delivery failed", "mail delivery problem", "mail delivery failure", "failure notice", "failure delivery", "returned mail", "returned to sender", "return to sender", "returning message to sender", "returning to sender", "non-delivery", "nondeliverable", "non delivery", "not delivered", "could not be delivered", "could not send message", "cannot be delivered", "unable to deliver", "delivery notification", "delivery report", "delivery error", "delivery status", "delivery delayed", "delayed mail", "delivery delay", "message delayed", "mail delayed", "warning: message", "warning: could not send", "mail system error", "mail could not be delivered", "mail failure", "mail failed", "message undeliverable", "undeliverable message", "message status - undeliverable", "permanent delivery failure", "error sending your mail", "notification d'échec", "mail error", "email delivery failure", "delivery problem", "rejected:", "dsn:", "deferred:", "dsn: fail", "failed mail", "failed delivery", "mail not delivered", "considered unsolicited bulk", "not a member", "are not member", "are not a member", "duplicated message-id", "user unknown", "smtp server: errors from",
	},
	failed: []string{
		"could not be delivered", "couldn't be delivered", "cannot be delivered", "can not be delivered", "was not delivered", "not been delivered", "wasn't able to deliver", "unable to deliver", "could not deliver", "delivery to the following", "following recipient", "following address", "failed to deliver", "fail to deliver", "delivery failed", "delivery has failed", "undeliverable", "undelivered", "permanent error", "permanent fatal error", "fatal errors", "delivery failure", "failed recipient", "failed addresses", "has not yet been delivered", "delivery has been delayed", "delayed", "returned message", "was rejected", "automatically rejected", "user unknown", "unknown user", "no such user", "mailbox full", "mailbox is full", "recipient address rejected", "had trouble delivering", "error occurred while trying to deliver", "delivery errors", "delivery problems", "mail delivery system", "invalid user address", "host unknown", "recipient rejected", "does not exist", "doesn't exist", "is not a member", "are not member", "are not a member", "not allowed to post", "may not post", "posting privileges", "message could not be sent", "was undeliverable", "your message was", "did not reach", "returned to you", "cannot send message", "failed permanently", "delivery attempt", "unable to be delivered", "loop back warning", "mail loop", "duplicated message-id", "rejected your message", "error message", "mail server", "over quota",
	},
	delayed: []string{
		"will continue to try", "will keep trying", "will be retried", "will retry", "still trying", "still being retried", "will continue trying", "no action is required on your part", "not yet been delivered", "delivery attempts will continue", "delivery will be attempted", "do not need to resend", "don't need to resend", "you do not need to", "warning message only", "temporarily deferred", "has been delayed", "delivery is delayed", "message is delayed",
	},
}

// temporaryTexts say that a failure was of a passing kind.
var temporaryTexts = []string{
	"temporar", "try again later", "connection timed out", "timed out", "connection refused", "too many connections", "greylist", "graylist", "deferred", "resources unavailable", "service unavailable", "try again",
}

// permanentTexts say that a failure is for good.
var permanentTexts = []string{
	"permanent", "user unknown", "unknown user", "no such user", "does not exist", "doesn't exist", "not exist", "unknown recipient", "invalid recipient", "no mailbox", "mailbox unavailable", "mailbox not found", "unknown address", "unrouteable", "unroutable", "host unknown", "unknown host", "domain not found", "host not found", "account has been disabled", "has been disabled", "inactive", "rejected", "refused", "denied", "no such", "not found", "not accepted", "invalid", "mailbox full", "mailbox is full", "over quota", "exceeded", "too large", "too big", "blocked", "spam", "undeliverable", "failed",
}

// returnedMarks stand on the line above a mail that is sent back, with dashes, with a
// colon at its end, or alone.
var returnedMarks = []string{
	"original message", "copy of the message", "copy of your message", "copy of message", "message text follows", "message header follows", "message headers follow", "headers follow", "header follows", "returned message", "unsent message", "undelivered message", "header of the original", "headers of the original", "header of the message", "headers of the message", "the header section", "original mail", "message header", "message headers", "original headers", "original header", "message follows", "message body follows", "text of your message", "body of your message", "your message follows", "content of your message", "included below", "is included", "begins here", "message contents", "message content", "received message", "failed message", "message is attached", "first few lines", "first lines", "beginning of the", "start of message", "start of the message", "start of your message", "original e-mail", "original email", "returned mail", "rejected message", "kopie der nachricht", "ursprüngliche nachricht", "originalnachricht", "kopfzeilen", "header der", "message original", "message d'origine", "mensaje original", "messaggio originale", "mensagem original", "oorspronkelijk bericht", "below this line", "元のメール", "送信されたメール", "原文",
}

// addressCues stand in the same line as a failed address, before or after it.
var addressCues = []string{
	"rcpt to", "recipient", "user unknown", "unknown user", "no such user", "unknown", "mailbox", "undeliverable", "failed", "rejected", "could not", "couldn't", "cannot", "unable", "address", "does not exist", "doesn't", "not found", "delivered", "user", "account", "to:", "550", "551", "552", "553", "554", "450", "451", "452", "421", "gateway", "quota", "空", "宛",
}

// noAddressCues stand in the same line as addresses that are nobody's failure.
var noAddressCues = []string{
	"contact", "from:", "mail from", "return-path", "sender:", "message-id:", "message id:", "message-id <", "message id <", "questions", "postmaster@", "reply-to", "help", "support", "envelope-from", "generated from", "abuse@", "reporting-mta", "x-", "please", "http://", "https://", "subject:", "in-reply-to", "references:", "received:", "list administrator", "maintainer",
}
