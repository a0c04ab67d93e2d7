// SPDX-License-Identifier: MIT
#include "search/service/openapi.h"

// As in search/report/chart/page_script.cc: the assembler takes a file as it is.
asm(".pushsection .rodata\n"
    ".hidden wattle_openapi_begin\n"
    ".globl wattle_openapi_begin\n"
    "wattle_openapi_begin:\n"
    ".incbin \"" WATTLE_OPENAPI
    "\"\n"
    ".hidden wattle_openapi_end\n"
    ".globl wattle_openapi_end\n"
    "wattle_openapi_end:\n"
    ".popsection\n");

extern "C" {
__attribute__((visibility("hidden"))) extern const char wattle_openapi_begin[];
__attribute__((visibility("hidden"))) extern const char wattle_openapi_end[];
}

namespace wattle::search {

std::string_view openapi_text() { return {wattle_openapi_begin, wattle_openapi_end}; }

}  // namespace wattle::search
