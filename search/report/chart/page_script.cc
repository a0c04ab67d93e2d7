// SPDX-License-Identifier: MIT
#include "search/report/chart/page_script.h"

// A megabyte as an array of C++ takes a compiler half a minute; the assembler takes a file as it
// is. Both GCC and Clang pass this text on to one that knows `.incbin`.
#ifdef WATTLE_ECHARTS
#define WATTLE_TAKE_IN(file) ".incbin \"" file "\"\n.ascii \"\\n\"\n"

asm(".pushsection .rodata\n"
    ".hidden wattle_chart_script_begin\n"
    ".globl wattle_chart_script_begin\n"
    "wattle_chart_script_begin:\n"  //
    WATTLE_TAKE_IN(WATTLE_ECHARTS)  //
    WATTLE_TAKE_IN(WATTLE_SCRIPTS "/words.js")
    WATTLE_TAKE_IN(WATTLE_SCRIPTS "/axes.js")
    WATTLE_TAKE_IN(WATTLE_SCRIPTS "/drawing.js")
    WATTLE_TAKE_IN(WATTLE_SCRIPTS "/controls.js")
    ".hidden wattle_chart_script_end\n"
    ".globl wattle_chart_script_end\n"
    "wattle_chart_script_end:\n"
    ".popsection\n");

extern "C" {
__attribute__((visibility("hidden"))) extern const char wattle_chart_script_begin[];
__attribute__((visibility("hidden"))) extern const char wattle_chart_script_end[];
}
#endif

namespace wattle::search {

std::string_view chart_script() {
#ifdef WATTLE_ECHARTS
  return {wattle_chart_script_begin, wattle_chart_script_end};
#else
  return {};
#endif
}

}  // namespace wattle::search
