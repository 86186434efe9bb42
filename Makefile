# Svodka. Targets for people: all run check check-all lint bench eval install uninstall clean.

SHELL = /bin/sh
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC ?= cc
PKG_CONFIG ?= pkg-config
IN ?= samples
OUT ?=

bindir = $(PREFIX)/bin
mandir = $(PREFIX)/share/man
datadir = $(PREFIX)/share/svodka

PACKAGES = libxml-2.0 libzip libpcre2-8 libdeflate yajl libutf8proc

ifneq ($(SAN),)
BUILD := $(BUILD)/san
OPTIMIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LINK = -fsanitize=address,undefined
else
OPTIMIZE = -O2 -g
LINK =
endif

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wpointer-arith -Wwrite-strings -Wundef -Wno-pedantic
OURS = -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Ilib -MMD -MP \
	-DSVODKA_DATADIR='"$(datadir)"' $(WARNINGS) $(WERROR) $(OPTIMIZE)

include tests/setup.mk

ALL_CFLAGS = $(OURS) $(shell $(PKG_CONFIG) --cflags $(PACKAGES)) $(CFLAGS)
LIBS = $(shell $(PKG_CONFIG) --libs $(PACKAGES))

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard $(1)/*.c))
LIB_OBJECTS = $(call objects,lib)
PROGRAMS = svodka-extract svodka-normalize svodka-report

all: $(PROGRAMS:%=$(BUILD)/%)

$(BUILD)/svodka-extract: $(call objects,extract) $(LIB_OBJECTS)
$(BUILD)/svodka-normalize: $(call objects,normalize) $(LIB_OBJECTS)
$(BUILD)/svodka-report: $(call objects,report) $(LIB_OBJECTS)

$(PROGRAMS:%=$(BUILD)/%):
	$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -c -o $@ $<

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

clean:
	rm -rf $(BUILD)

.PHONY: all clean
