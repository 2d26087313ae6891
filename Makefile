# What a developer types. The README has the two commands that matter to everybody else.

GO ?= go
FUZZTIME ?= 1m
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

build:            ## the binary, static
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.commit=$(VERSION)" -o bin/frontdesk ./cmd/frontdesk

test:             ## installs what the tests need (Debian, root), then runs them all
	sh .ci/test

bench:            ## mails per second from a Dovecot mailbox to committed tickets, beside mbsync; and all Go benchmarks
	bash .ci/bench

fuzz:             ## every fuzz target of the parser for FUZZTIME; FRONTDESK_SEEDS names a directory of mails to begin with
	@for target in $$($(GO) test -list ^Fuzz ./mailin | grep ^Fuzz); do \
		$(GO) test -run xxx -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s ./mailin || exit 1; done

crash:            ## kills the daemon at every crash point and holds the ledger against the servers
	$(GO) test -count=1 -v -run TestCrash ./cmd/internal/daemon -args -crash-all

corpora:          ## scores the parser on the mail corpora, where a copy of them lies beside this checkout
	@if [ -x ../shared/corpora/measure ]; then $(GO) build -o bin/frontdesk ./cmd/frontdesk && ../shared/corpora/measure bin/frontdesk; \
	else echo "corpora: there is no ../shared/corpora here, so nothing was measured; make test holds the parser to mailin/testdata"; fi

demo:             ## a day of a helpdesk, no configuration, no network
	$(GO) run ./cmd/frontdesk demo

tidy:             ## go.mod; -e because a test dependency of a dependency cannot be fetched everywhere
	$(GO) mod tidy -e

.PHONY: build test bench fuzz crash corpora demo tidy
