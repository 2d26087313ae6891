package mailin

import "testing"

// TestAttributions: the line above a quote, as programs write it in many languages,
// with the quote marked and not.
func TestAttributions(t *testing.T) {
	for _, line := range []string{
		"Le samedi 28 novembre 2026 19:42, Bob <b@x.example> a écrit :",
		"På fredag 2 nov 2026 kl 16:05 skrev Bob:",
		"Il 02/11/26 16:05, Bob ha scritto:",
		"W dniu 02.11.2026 o 16:05, Bob pisze:",
		"On 02/11/26 at 16.05, Bob wrote:",
		"Bob via Desk <b@x.example> schrieb am Mo., 2. Nov. 2026, 16:05:",
		"2026年11月2日(月) 16:05 Bob <b@x.example>:",
		"2026년 11월 2일 (월) 오후 4:05, Bob <b@x.example>님이 작성:",
		"\u202bבתאריך יום ב׳, 2 בנוב׳ 2026 ב-16:05 מאת \u202aBob\u202c\u200f <\u202ab@x.example\u202c\u200f>:\u202c",
		"في الاثنين، 2 نوفمبر 2026 في 4:05 م تمت كتابة ما يلي بواسطة Bob <b@x.example>:",
		"เมื่อ จ. 2 พ.ย. 2026 เวลา 16:05 Bob <b@x.example> เขียนว่า:",
		"Στις Δευ 2 Νοε 2026 στις 4:05 μ.μ., ο χρήστης Bob <b@x.example> έγραψε:",
		"Bob <b@x.example> ezt írta (időpont: 2026. nov. 2., H, 16:05):",
		"În lun., 2 nov. 2026 la 16:05, Bob <b@x.example> a scris:",
		"Vào 16:05, T.2, 2 thg 11, 2026 Bob <b@x.example> đã viết:",
		"Pada tanggal Sen, 2 Nov 2026 pukul 16.05 Bob <b@x.example> menulis:",
		"El 2 nov 2026, a las 16:05, Bob <b@x.example> escribió:",
		"Em 2 de nov de 2026, à(s) 16:05, Bob <b@x.example> escreveu:",
		"Op 2 nov. 2026, om 16:05 heeft Bob <b@x.example> het volgende geschreven:",
		"Bob <b@x.example> wrote (2. november 2026):",
		"* Bob <b@x.example> [2026-11-02 16:05]:",
		"In article <1@x.example>, Bob wrote:",
		"On Mon, 2 Nov 2026 16:05:00 +0100\nBob <b@x.example> wrote:",
		"Bob (b@x.example) commented on 2 Nov 2026 at 16:05:",
	} {
		for _, quote := range []string{"\n\n> old", "\n\nold line"} {
			if got := plain("new\n\n" + line + quote).text; got != "new" {
				t.Errorf("%q above %q: new text %q", line, quote, got)
			}
		}
	}
}

// TestHeaderBlocks: the block above an earlier mail that carries no quote marks.
func TestHeaderBlocks(t *testing.T) {
	for _, block := range []string{
		"-----Messaggio originale-----\nDa: Bob",
		"------------------ 原始邮件 ------------------\n发件人: \"Bob\" <b@x.example>;\n发送时间: 2026年11月2日 下午4:05",
		"发件人: Bob <b@x.example>\n发送时间: 2026年11月2日 16:05\n收件人: Ann\n主题: x",
		"差出人: Bob <b@x.example>\n送信日時: 2026年11月2日 16:05\n宛先: Ann\n件名: x",
		"De: Bob <b@x.example>\nFecha: lunes, 2 de noviembre de 2026, 16:05\nPara: Ann\nAsunto: x",
		"Fra: Bob [mailto:b@x.example]\nSendt: 2. november 2026 16:05\nTil: Ann\nEmne: x",
		"Od: Bob <b@x.example>\nWysłano: 2 listopada 2026 16:05\nDo: Ann\nTemat: x",
		"От: Bob <b@x.example>\nОтправлено: 2 ноября 2026 г. 16:05\nКому: Ann\nТема: x",
		"Kimden: Bob <b@x.example>\nGönderildi: 2 Kasım 2026 16:05\nKime: Ann\nKonu: x",
		"Feladó: Bob <b@x.example>\nElküldve: 2026. november 2. 16:05\nCímzett: Ann\nTárgy: x",
		"Lähettäjä: Bob <b@x.example>\nLähetetty: 2. marraskuuta 2026 16:05\nVastaanottaja: Ann\nAihe: x",
		"From: Bob <b@x.example>\n\nSent: Monday 2 Nov 2026\n\nTo: Ann\n\nSubject: x",
		"**From:** Bob <b@x.example>\n**Sent:** Monday 2 Nov 2026\n**To:** Ann\n**Subject:** x",
		"________________________________\n\nVon: Bob\nGesendet: Montag\nAn: Ann\nBetreff: x",
		"-------- Original message --------\nFrom: Bob <b@x.example> \nDate: 02/11/2026  16:05  (GMT+01:00) \nTo: a@x.example",
		"***** Original Message *****",
		"- - - Original Message - - -",
	} {
		if got := plain("new\n\n" + block + "\n\nold line here").text; got != "new" {
			t.Errorf("%q: new text %q", block, got)
		}
	}
}
