package templates

import "testing"

func TestEveryNameRenders(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Names {
		for _, n := range samples(name) {
			w, err := s.Render(n, sampleView)
			if err != nil || w.Subject == "" || w.Text == "" || w.HTML == "" {
				t.Errorf("%s: %+v, %v", name, w, err)
			}
		}
	}
}

func BenchmarkAgentNew(b *testing.B) {
	s, err := Load("")
	if err != nil {
		b.Fatal(err)
	}
	n := samples("agent-new")[0]
	n.Problems, n.Writer, n.History = nil, "", nil
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Render(n, sampleView); err != nil {
			b.Fatal(err)
		}
	}
}
