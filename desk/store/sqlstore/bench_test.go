package sqlstore_test

import (
	"testing"

	"frontdesk/desk/store/storetest"
)

func BenchmarkStore(b *testing.B) { storetest.Bench(b, opener) }
