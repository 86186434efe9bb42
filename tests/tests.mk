# The tests; README.md in this folder says how to add one.

PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
export PYTHON

# Installs what is missing for group $(1), then goes on as target $(2) of a new make, which finds
# the packages that were not there when this one began.
with = @sh .ci/install build $(1) && $(MAKE) --no-print-directory $(2)

TEST_ENV = BUILD='$(abspath $(BUILD))' PYTHON='$(PYTHON)' CC='$(CC)'

# The quick tests, and all of them. Each ends with one line "N passed, N failed".
check:
	$(call with,test,check-now)
check-all:
	$(call with,test outputs,check-all-now)

check-now: all unit
	@$(TEST_ENV) sh tests/run.sh unit cli schema

check-all-now: all unit fuzzers
	@$(TEST_ENV) sh tests/run.sh unit cli schema eval manuals memory fuzz install outputs

# Unit tests: tests/unit/test_*.c knows lib/ only, tests/unit/PROGRAM/test_*.c also that program.
UNIT_FOLDERS = extract normalize report
unit_programs = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/$(1)test_*.c))
UNIT = $(call unit_programs) $(foreach f,$(UNIT_FOLDERS),$(call unit_programs,$(f)/))

unit: $(UNIT)

ARCHIVES = $(patsubst %,$(BUILD)/%.a,lib $(UNIT_FOLDERS))
define archive
$(BUILD)/$(1).a: $(call objects,$(1))
	@rm -f $$@
	@$(AR) rcs $$@ $$^
endef
$(foreach f,lib $(UNIT_FOLDERS),$(eval $(call archive,$(f))))

# A test may include "normalize/fold.h", or a source file in order to see its static functions.
$(BUILD)/obj/tests/%.o: CPPFLAGS += -I. -Itests/unit
link_unit = @mkdir -p $(@D); $(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS) -lcmocka
define unit_folder
$(call unit_programs,$(1)/): $(BUILD)/%: $(BUILD)/obj/%.o $(BUILD)/$(1).a $(BUILD)/lib.a
	$$(link_unit)
endef
$(foreach f,$(UNIT_FOLDERS),$(if $(call unit_programs,$(f)/),$(eval $(call unit_folder,$(f)))))
$(call unit_programs): $(BUILD)/%: $(BUILD)/obj/%.o $(BUILD)/lib.a
	$(link_unit)
.SECONDARY: $(UNIT:$(BUILD)/%=$(BUILD)/obj/%.o)

# Fuzzers, by libFuzzer: tests/fuzz/fuzz_*.c knows lib/, tests/fuzz/extract/fuzz_*.c the formats,
# tests/fuzz/normalize/fuzz_*.c the rules.
FUZZ_CC ?= clang
FUZZ_BUILD = $(BUILD)-fuzz
FUZZ_FLAGS = -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -I. -Ilib -O1 -g \
	-fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
FUZZ_LIB = $(patsubst tests/fuzz/%.c,$(FUZZ_BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_EXTRACT = $(patsubst tests/fuzz/%.c,$(FUZZ_BUILD)/%,$(wildcard tests/fuzz/extract/fuzz_*.c))
FUZZ_NORMALIZE = $(patsubst tests/fuzz/%.c,$(FUZZ_BUILD)/%,$(wildcard tests/fuzz/normalize/fuzz_*.c))
NORMALIZE_SOURCES = $(filter-out normalize/main.c,$(wildcard normalize/*.c))
LIB_SOURCES = $(wildcard lib/*.c)
EXTRACT_SOURCES = $(filter-out extract/main.c,$(wildcard extract/*.c))
fuzz_link = @mkdir -p $(@D); $(FUZZ_CC) $(FUZZ_FLAGS) $(PACKAGE_CFLAGS) -o $@ $(filter %.c,$^) $(PACKAGE_LIBS)

$(FUZZ_LIB): $(FUZZ_BUILD)/%: tests/fuzz/%.c $(LIB_SOURCES) $(wildcard lib/*.h)
	$(fuzz_link)
$(FUZZ_EXTRACT): $(FUZZ_BUILD)/%: tests/fuzz/%.c $(EXTRACT_SOURCES) $(LIB_SOURCES) $(wildcard extract/*.h lib/*.h)
	$(fuzz_link)
$(FUZZ_NORMALIZE): $(FUZZ_BUILD)/%: tests/fuzz/%.c $(NORMALIZE_SOURCES) $(LIB_SOURCES) $(wildcard normalize/*.h lib/*.h)
	$(fuzz_link)

fuzzers: $(FUZZ_LIB) $(FUZZ_EXTRACT) $(FUZZ_NORMALIZE)

# SECONDS says how long each fuzzer may search; what it finds is left in the build folder.
SECONDS ?= 60
fuzz:
	$(call with,test,fuzz-now)
fuzz-now: fuzzers
	@$(TEST_ENV) SECONDS_FUZZ=$(SECONDS) sh tests/fuzz/run.sh

# Format, advisers and manuals.
lint:
	$(call with,lint,lint-now)
lint-now:
	@$(TEST_ENV) CPPFLAGS_LINT='$(PACKAGE_CFLAGS)' sh tests/lint/run.sh

# Scores samples/ against tests/eval/gold.
eval:
	$(call with,test,eval-now)
eval-now: all
	@$(TEST_ENV) LIST='$(LIST)' sh tests/eval/run.sh

bench:
	$(call with,test bench,bench-now)
bench-now: all $(BUILD)/measure
	@$(TEST_ENV) sh tests/bench/run.sh

$(BUILD)/measure: $(BUILD)/obj/tests/bench/measure.o
	$(CC) $(ALL_LDFLAGS) -o $@ $^

.PHONY: check check-now check-all check-all-now unit fuzzers fuzz fuzz-now lint lint-now eval \
	eval-now bench bench-now
