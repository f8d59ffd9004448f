# Each target is a script in scripts/, which says at its top what it does.

.DEFAULT_GOAL := help
.PHONY: help setup run demo test end2end bench dev assets reproduce fmt lint

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup: ## Finds or installs what the build and the tests need
	@scripts/setup test

run: ## From a fresh machine to the portal on http://127.0.0.1:3000
	@scripts/run

demo: ## The same with a day's invented cases, in ./data/demo
	@scripts/demo

test: ## Everything that CI runs
	@scripts/test

end2end: ## The journeys in Chromium and the accessibility checks, on the release binary
	@scripts/end2end

bench: ## Speed and size under load, beside what this machine can do; writes docs/benchmarks.md
	@scripts/bench

dev: ## Builds anew and restarts whenever a file changes
	@scripts/dev

assets: ## Style sheet, scripts and WebAssembly into target/site
	@scripts/build-assets

reproduce: ## Builds what browsers load once more elsewhere and compares it with a portal's list: make reproduce ADDRESS=https://…
	@scripts/reproduce $(ADDRESS)

fmt: ## Formats the code
	@scripts/lint --fix

lint: ## Formatting and clippy, for server and browser, without tests
	@scripts/lint
