package desk

import (
	"testing"
	"time"
)

func TestLastDayAway(t *testing.T) {
	today := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"I am out of the office until 24 December 2026.":                               "2026-12-24",
		"I'm away until Thursday, 24th of December and read no mail":                   "2026-12-24",
		"I'm away until Thursday the 24th December":                                    "2026-12-24",
		"Away until December 24, 2026 - in urgent cases call 1234":                     "2026-12-24",
		"Back soon (until Dec. 24th)":                                                  "2026-12-24",
		"through 2026-12-24":                                                           "2026-12-24",
		"Ich bin bis 24.12.2026 nicht im Büro.":                                        "2026-12-24",
		"Ich bin bis zum 24. Dezember nicht im Büro.":                                  "2026-12-24",
		"Ich bin bis einschließlich Donnerstag, den 24.12. im Urlaub.":                 "2026-12-24",
		"bis 3.1.27 abwesend":                                                          "2027-01-03",
		"bis 3. Januar":                                                                "2027-01-03",
		"Je suis absent jusqu'au 24 décembre 2026.":                                    "2026-12-24",
		"Je suis absente jusqu’au jeudi 24 décembre":                                   "2026-12-24",
		"jusqu'au 1er janvier":                                                         "2027-01-01",
		"Estaré fuera hasta el 24 de diciembre de 2026.":                               "2026-12-24",
		"Fuera hasta el jueves 24 de diciembre":                                        "2026-12-24",
		"until 24/12/2026":                                                             "2026-12-24",
		"until 12/24/2026":                                                             "2026-12-24",
		"until 24/12":                                                                  "2026-12-24",
		"until 12/12":                                                                  "2026-12-12",
		"From 20 November 2026 until 24 December 2026":                                 "2026-12-24",
		"Until 24 December 2026 I am away.\n\nBis 24. Dezember 2026 bin ich nicht da.": "2026-12-24",
		"until 15 November":                                                            "2026-11-15", // it was forgotten
		"until 3/4/2027":                                                               "",           // April or March?
		"until 4/3":                                                                    "",
		"I'm away until 24 December; the office is closed until 6 January.":            "", // which?
		"until further notice":                                                         "",
		"until Friday":                                                                 "",
		"until 31 February 2027":                                                       "",
		"until 99.99.2026":                                                             "",
		"until 24 Foober 2026":                                                         "",
		"until 10 people have answered":                                                "",
		"I'm on holiday since 1 November 2026.":                                        "",
		"The tilbis 24.12.2026 counts not":                                             "",
		"until 2026-12-241":                                                            "",
		"until 24/12/2026/7":                                                           "",
		"":                                                                             "",
	} {
		got := ""
		if day, ok := lastDayAway(text, today); ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzLastDayAway(f *testing.F) {
	f.Add("until 24 December 2026")
	f.Add("bis 24.12.")
	f.Fuzz(func(t *testing.T, text string) {
		day, ok := lastDayAway(text, time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))
		if ok && (day.Hour() != 0 || day.Year() < 1) {
			t.Errorf("%q: %v", text, day)
		}
	})
}
