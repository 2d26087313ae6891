package report

import (
	"encoding/json"
	"time"

	"frontdesk/desk"
)

// The objects of the JSON form: names as users rely on them. Durations are in seconds, times RFC 3339 in UTC; a figure that
// cannot be known is null.
type (
	reportObject struct {
		Desk       string                        `json:"desk"`
		Since      string                        `json:"since"`
		Until      string                        `json:"until"`
		Before     string                        `json:"before_since"`
		Only       map[Dimension]string          `json:"only"`
		Measures   []measureObject               `json:"measures"`
		Notes      []string                      `json:"notes"`
		Total      figuresObject                 `json:"total"`
		Splits     map[Dimension][]figuresObject `json:"splits"`
		Backlog    []pointObject                 `json:"backlog"`
		Attainment []weekObject                  `json:"attainment"`
		Responses  []rangeObject                 `json:"first_responses"`
		Solutions  []rangeObject                 `json:"resolutions"`
		Ratings    ratingsObject                 `json:"ratings"`
		Outcomes   []outcomeObject               `json:"changes"`
		Actions    []actionObject                `json:"actions,omitempty"`
	}
	measureObject struct {
		Name       string `json:"name"`
		Title      string `json:"title"`
		Unit       Unit   `json:"unit"`
		Better     string `json:"better"`
		Definition string `json:"definition"`
	}
	figuresObject struct {
		Value  string              `json:"value"`
		Now    map[string]*float64 `json:"now"`
		Before map[string]*float64 `json:"before"`
	}
	pointObject struct {
		At   string `json:"at"`
		Open int    `json:"open"`
	}
	weekObject struct {
		From    string               `json:"from"`
		Targets map[desk.Target]kept `json:"targets"`
	}
	kept struct {
		Met    int `json:"met"`
		Missed int `json:"missed"`
	}
	rangeObject struct {
		Range  string `json:"range"`
		Now    int    `json:"now"`
		Before int    `json:"before"`
	}
	ratingsObject struct {
		Now    [5]int `json:"now"`
		Before [5]int `json:"before"`
	}
	outcomeObject struct {
		Outcome string `json:"outcome"`
		Now     int    `json:"now"`
		Before  int    `json:"before"`
	}
	actionObject struct {
		At        string `json:"at"`
		Ticket    int64  `json:"ticket"`
		What      string `json:"what"`
		ByMail    bool   `json:"by_mail"`
		Requester string `json:"requester"`
		Took      int64  `json:"took"`
	}
)

// JSON writes one object on one line.
func (r *Report) JSON() ([]byte, error) {
	o := reportObject{Desk: r.Desk, Since: stamp(r.Since), Until: stamp(r.Until), Before: stamp(r.Before()), Only: r.Only, Notes: Notes,
		Total: r.object(r.Total), Splits: map[Dimension][]figuresObject{}, Backlog: []pointObject{}, Attainment: []weekObject{},
		Responses: r.Responses.object(), Solutions: r.Solutions.object(), Ratings: ratingsObject(r.Ratings), Outcomes: []outcomeObject{}}
	if o.Only == nil {
		o.Only = map[Dimension]string{}
	}
	for _, m := range r.Measures {
		o.Measures = append(o.Measures, measureObject{m.Name, m.Title, m.Unit, map[int]string{1: "more", -1: "less"}[m.Better], m.Definition})
	}
	for _, s := range r.Splits {
		for _, g := range s.Groups {
			o.Splits[s.Dimension] = append(o.Splits[s.Dimension], r.object(g))
		}
	}
	for _, p := range r.Backlog {
		o.Backlog = append(o.Backlog, pointObject{stamp(p.At), p.Open})
	}
	for _, w := range r.Weeks {
		of := map[desk.Target]kept{}
		for i, t := range targets {
			of[t] = kept{w.Met[i], w.Missed[i]}
		}
		o.Attainment = append(o.Attainment, weekObject{stamp(w.From), of})
	}
	for _, c := range r.Outcomes {
		o.Outcomes = append(o.Outcomes, outcomeObject{c.Status, c.Now, c.Before})
	}
	for _, a := range r.Actions {
		o.Actions = append(o.Actions, actionObject{a.At.UTC().Format(time.RFC3339), a.Ticket, a.What, a.ByMail, a.Requester, int64(a.Took.Seconds())})
	}
	data, err := json.Marshal(o)
	return append(data, '\n'), err
}

func (r *Report) object(g Group) figuresObject {
	o := figuresObject{g.Name, map[string]*float64{}, map[string]*float64{}}
	for i, m := range r.Measures {
		o.Now[m.Name], o.Before[m.Name] = g.Now[i].pointer(), g.Before[i].pointer()
	}
	return o
}

func (v Value) pointer() *float64 {
	if !v.Known {
		return nil
	}
	return &v.Number
}

func (s Spread) object() []rangeObject {
	all := []rangeObject{}
	for i, name := range s.Ranges {
		all = append(all, rangeObject{name, s.Now[i], s.Before[i]})
	}
	return all
}
