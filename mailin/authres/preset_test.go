package authres

import "testing"

const (
	msHop = "Received: from A.eurprd04.prod.outlook.com (2603::1) by B.eurprd04.prod.outlook.com (2603::2) with HTTPS; x\r\n" +
		"Received: from F.eop-EUR03.prod.protection.outlook.com (2603::3) by A.outlook.office365.com (2603::1) with Microsoft SMTP Server; x\r\n"
	msBorder  = "Received: from out.example.net (203.0.113.77) by F.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id 1; x\r\n"
	msVerdict = "Authentication-Results: spf=pass (sender IP is 203.0.113.77)\r\n smtp.mailfrom=acme.example; dkim=pass (signature was verified)\r\n header.d=acme.example;dmarc=pass action=none\r\n header.from=acme.example;compauth=pass reason=100\r\n"
	msSPF     = "Received-SPF: Pass (protection.outlook.com: domain of acme.example designates 203.0.113.77)\r\n"
	msInside  = "Authentication-Results: dkim=none (message not signed)\r\n header.d=none;dmarc=none action=none header.from=acme.example;\r\n"
	asInside  = "X-MS-Exchange-Organization-AuthAs: Internal\r\n"
)

func TestMicrosoft365(t *testing.T) {
	s := Settings{Preset: PresetMicrosoft365, InnerHosts: []string{"imap.acme.example"}}
	tests := []struct {
		name, top, by string
		failed        bool
	}{
		{"as it writes it", msHop + msVerdict + msSPF + msBorder, "dmarc", false},
		{"behind an inner host", "Received: from x by imap.acme.example; x\r\n" + msHop + msVerdict + msBorder, "dmarc", false},
		{"below the border", msHop + msBorder + msVerdict, "", false},
		{"below a foreign host", msBorder + received + msVerdict + msBorder, "", false},
		{"no border at all", msHop + msVerdict, "", false},
		{"foreign host calls itself one of theirs", msHop + "Received: from X.prod.outlook.com by F.mail.protection.outlook.com; x\r\n" + msVerdict + msBorder, "", false},
		{"host name that only ends alike", "Received: from x by evilprod.outlook.com.example; x\r\n" + msVerdict + msBorder, "", false},
		{"somebody else's id", msHop + "Authentication-Results: evil.example; dmarc=pass header.from=acme.example\r\n" + msBorder, "", false},
		{"dmarc fails", msHop + "Authentication-Results: spf=fail smtp.mailfrom=x.example; dkim=none header.d=none;dmarc=fail action=oreject header.from=acme.example;compauth=fail reason=000\r\n" + msBorder, "", true},
		{"bestguesspass", msHop + "Authentication-Results: dkim=none;dmarc=bestguesspass action=none header.from=acme.example\r\n" + msBorder, "", false},
		{"inside one tenant", msHop + msInside + asInside, "auth", false},
		{"AuthAs Anonymous", msHop + msInside + "X-MS-Exchange-Organization-AuthAs: Anonymous\r\n", "", false},
		{"two AuthAs fields", msHop + msInside + asInside + asInside, "", false},
		{"AuthAs on mail from outside", msHop + msInside + msBorder + asInside, "", false},
		{"AuthAs without a hop", msInside + asInside, "", false},
		{"AuthAs against a dmarc failure", msHop + "Authentication-Results: dmarc=fail header.from=acme.example\r\n" + asInside, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if e := check(t, s, tt.top, "alice@acme.example"); e.By != tt.by || e.Proven != (tt.by != "") || e.Failed != tt.failed {
				t.Errorf("got %+v, want by %q, failed %v", e, tt.by, tt.failed)
			}
		})
	}
	if e := check(t, site, msHop+msInside+asInside, "alice@acme.example"); e.Proven {
		t.Errorf("AuthAs believed without the preset: %+v", e)
	}
}

func TestGoogle(t *testing.T) {
	const (
		top     = "Delivered-To: support@acme.example\r\nReceived: by 2002:a05:6a10:1234:b0:1:2 with SMTP id x; y\r\nX-Received: by 2002:a05:1 with SMTP id z; y\r\nARC-Authentication-Results: i=1; mx.google.com; dmarc=pass header.from=acme.example\r\nReturn-Path: <a@acme.example>\r\n"
		border  = "Received: from mail.acme.example (mail.acme.example. [192.0.2.10])\r\n        by mx.google.com with ESMTPS id q\r\n        for <support@acme.example>; y\r\n"
		spf     = "Received-SPF: pass (google.com: domain of a@acme.example designates 192.0.2.10) client-ip=192.0.2.10;\r\n"
		verdict = "Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@acme.example header.s=k1 header.b=Ab/cD+1;\r\n       spf=pass (google.com: domain of a@acme.example designates 192.0.2.10 as permitted sender) smtp.mailfrom=a@acme.example;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=acme.example\r\n"
	)
	tests := []struct {
		name, top string
		proven    bool
	}{
		{"as it writes it", top + border + spf + verdict, true},
		{"without Received-SPF", top + border + verdict, true},
		{"below a field of the sender", top + border + spf + "X-Mailer: z\r\n" + verdict, false},
		{"below a second Received field", top + border + spf + received + verdict, false},
		{"below a foreign host", received + border + verdict, false},
		{"above the border", top + verdict + border, false},
		{"no border", top + verdict, false},
		{"somebody else's id", top + border + "Authentication-Results: mx.google.com.evil.example; dmarc=pass header.from=acme.example\r\n" + verdict, false},
		{"border only as the client's name", "Received: from mx.google.com by evil.example; y\r\n" + verdict, false},
	}
	s := Settings{Preset: PresetGoogle}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if e := check(t, s, tt.top, "alice@acme.example"); e.Proven != tt.proven {
				t.Errorf("got %+v, want proven %v", e, tt.proven)
			}
		})
	}
}
