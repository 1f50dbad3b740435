# make demo    set up, build for release, replay the suites, show a caught regression
# make test    set up, run all tests
# make bad-day, make kills, make interrupts
#              the same at full size: 10,000 cases, 100 kills, 100 interruptions; some minutes each
# make lint    check the format of the sources
# make format  format the sources
# make clean   remove what was built

SWIFT ?= swift
REPORTS := reports
ASSAY := .build/release/assay
SOURCES := Sources Tests Package.swift $(wildcard Benchmarks)

# Many tests are about deadlines: a thousand of them at once keep two processors from any.
WIDTH = $(shell $(SWIFT) test --help-hidden 2>/dev/null | grep -q maximum-parallelization-width \
  && echo --experimental-maximum-parallelization-width 8)

.PHONY: demo test bad-day kills interrupts lint format clean setup build

demo: build
	@echo
	@echo "== What the model gets right: $(ASSAY) run suites"
	@mkdir -p $(REPORTS)
	$(ASSAY) run suites --junit $(REPORTS)/suites.xml
	@echo
	@echo "== A new prompt that looks like an improvement: $(ASSAY) run suites/regressions"
	@$(ASSAY) run suites/regressions --junit $(REPORTS)/regressions.xml; status=$$?; \
	  if [ $$status -ne 1 ]; then echo "expected exit code 1, got $$status" >&2; exit 1; fi
	@echo
	@echo "The regression was caught (exit code 1). JUnit reports:"
	@echo "  $(REPORTS)/suites.xml"
	@echo "  $(REPORTS)/regressions.xml"

build: setup
	$(SWIFT) build -c release --product assay

test: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build $(WIDTH)

bad-day: setup
	ASSAY_CASES=10000 $(SWIFT) test --filter BadDayTests

kills: setup
	ASSAY_KILLS=100 $(SWIFT) test --filter 'KilledRunTests|KilledRecordingTests'

interrupts: setup
	ASSAY_INTERRUPTS=100 $(SWIFT) test --filter InterruptedRunTests

lint:
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

format:
	$(SWIFT) format format --in-place --recursive --parallel $(SOURCES)

setup:
	@sh .ci/setup.sh

clean:
	rm -rf .build $(REPORTS)
