package mailin

import "frontdesk/desk"

func classify(m *desk.Mail, root *part, w *walker) { m.Class = desk.ClassHuman }
