# `make help` says what there is. SWIFT_BUILD_FLAGS is handed to every `swift build` and `swift test`.

SWIFT_BUILD_FLAGS ?=
SOURCES := Package.swift Sources Tests
RECKON := .build/release/reckon
CRON_FLAGS ?=

.PHONY: help demo test build release bench cron format lint clean

help:
	@echo 'make demo     install what is missing, build, run the nightly job on the example data'
	@echo 'make test     install what is missing, build for debugging, run all tests'
	@echo 'make build    build everything for debugging'
	@echo 'make release  build $(RECKON)'
	@echo 'make bench    measure $(RECKON) against peers and by itself, write docs/performance.md and docs/overheads.md'
	@echo 'make cron     write cron/ anew from Jobs/; build $(RECKON) before'
	@echo 'make format   rewrite the Swift sources in the project style'
	@echo 'make lint     check the style and change nothing'
	@echo 'make clean    remove what was built; .reckon/ and .arrow/ stay'

demo: release
	$(RECKON) run nightly --period 2026-04

test:
	./bootstrap
	swift test $(SWIFT_BUILD_FLAGS)

build:
	./bootstrap
	swift build $(SWIFT_BUILD_FLAGS)

release:
	./bootstrap
	swift build -c release --product reckon $(SWIFT_BUILD_FLAGS)

bench: release
	Benchmarks/bench --reckon $(RECKON)
	Benchmarks/overheads --reckon $(RECKON)

# For a host with the installation in /opt/reckon and its clock on UTC. CRON_FLAGS=--check only looks.
cron:
	$(RECKON) cron render --installed-at /opt/reckon --program /opt/reckon/.build/release/reckon --host-zone UTC \
		--output cron/crontab --systemd cron/systemd $(CRON_FLAGS)

format:
	swift format --in-place --parallel --recursive $(SOURCES)

lint:
	swift format lint --strict --parallel --recursive $(SOURCES)

clean:
	rm -rf .build
