# Svodka. For people: all run install uninstall clean, and the tests in tests/tests.mk:
# check check-all lint fuzz bench eval.

SHELL = /bin/sh
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC ?= cc
AR ?= ar
PKG_CONFIG ?= pkg-config
INSTALL ?= install
IN ?= samples
OUT ?=

bindir = $(PREFIX)/bin
mandir = $(PREFIX)/share/man
datadir = $(PREFIX)/share/svodka

PACKAGES = libxml-2.0 libzip libpcre2-8 libdeflate nettle yajl libutf8proc xlsxwriter sqlite3
PROGRAMS = svodka-extract svodka-normalize svodka-report svodka

# With sanitizers everything is built apart. A folder beside the plain one, so that the programs
# find rules/ at the same place.
ifneq ($(SAN),)
override BUILD := $(patsubst %-san,%,$(BUILD))-san
SANITIZERS = -fsanitize=address,undefined
OPTIMIZE = -O1 -g -fno-omit-frame-pointer $(SANITIZERS) -fno-sanitize-recover=all
else
OPTIMIZE = -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2
endif

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wpointer-arith -Wwrite-strings -Wundef
OURS = -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Ilib -MMD -MP \
	-DSVODKA_DATADIR='"$(datadir)"' $(WARNINGS) $(WERROR) $(OPTIMIZE)

# Asked once, and only where something is compiled or linked.
lazily = $(eval $(1) := $(shell $(PKG_CONFIG) $(2) $(PACKAGES)))$($(1))
PACKAGE_CFLAGS = $(call lazily,PACKAGE_CFLAGS,--cflags)
PACKAGE_LIBS = $(call lazily,PACKAGE_LIBS,--libs)
ALL_CFLAGS = $(OURS) $(PACKAGE_CFLAGS) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(SANITIZERS) -Wl,--as-needed -Wl,-z,relro,-z,now $(LDFLAGS)

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard $(1)/*.c))

all: $(PROGRAMS:%=$(BUILD)/%)

$(BUILD)/svodka-extract: $(call objects,extract) $(call objects,lib)
$(BUILD)/svodka-normalize: $(call objects,normalize) $(call objects,lib)
$(BUILD)/obj/report/html.o $(BUILD)/obj/report/remarks.o: $(wildcard report/html/*)
$(BUILD)/obj/report/docx.o: $(wildcard report/docx/*)
$(BUILD)/obj/lib/store.o: $(wildcard lib/store/*.sql)
$(BUILD)/svodka-report: $(call objects,report) $(call objects,lib)
$(BUILD)/svodka: $(call objects,report/svodka) $(BUILD)/obj/report/catalog.o $(call objects,lib)

$(PROGRAMS:%=$(BUILD)/%):
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Installs what is missing, builds, runs the chain over a folder, prints the summary.
run:
	@sh .ci/install build
	@$(MAKE) --no-print-directory -s -j2 all
	@sh .ci/chain $(BUILD) '$(IN)' '$(OUT)'

PAGES1 = $(wildcard extract/*.1 normalize/*.1 report/*.1 report/svodka/*.1)
PAGES5 = $(wildcard lib/*.5 rules/*.5)
SCHEMAS = $(wildcard lib/*.schema.json)
RULES = $(shell cd rules && find . -type f ! -name '*.[0-9]' | sort)

install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(mandir)/man1 $(DESTDIR)$(mandir)/man5 \
		$(DESTDIR)$(datadir)/schema
	$(INSTALL) -m 755 $(PROGRAMS:%=$(BUILD)/%) $(DESTDIR)$(bindir)
	$(INSTALL) -m 644 $(PAGES1) $(DESTDIR)$(mandir)/man1
	for f in $(PAGES5); do \
		$(INSTALL) -m 644 $$f $(DESTDIR)$(mandir)/man5/svodka-$${f##*/} || exit 1; done
	$(INSTALL) -m 644 $(SCHEMAS) $(DESTDIR)$(datadir)/schema
	for f in $(RULES); do $(INSTALL) -D -m 644 rules/$$f $(DESTDIR)$(datadir)/$$f || exit 1; done

uninstall:
	rm -f $(PROGRAMS:%=$(DESTDIR)$(bindir)/%)
	rm -f $(addprefix $(DESTDIR)$(mandir)/man1/,$(notdir $(PAGES1)))
	rm -f $(addprefix $(DESTDIR)$(mandir)/man5/svodka-,$(notdir $(PAGES5)))
	rm -f $(addprefix $(DESTDIR)$(datadir)/,$(RULES)) \
		$(addprefix $(DESTDIR)$(datadir)/schema/,$(notdir $(SCHEMAS)))
	-find $(DESTDIR)$(datadir) -depth -type d -empty -delete

clean:
	rm -rf $(BUILD) $(BUILD)-san $(BUILD)-fuzz

include tests/tests.mk
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

.PHONY: all run install uninstall clean
