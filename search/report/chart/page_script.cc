// SPDX-License-Identifier: MIT
#include "search/report/chart/page_script.h"

#ifdef WATTLE_ECHARTS
#include "search/report/built_in.h"

#define WATTLE_TAKE_IN(file) WATTLE_BUILT_IN_FILE(file) ".ascii \"\\n\"\n"

WATTLE_BUILT_IN(chart_script,
                WATTLE_TAKE_IN(WATTLE_ECHARTS)                //
                WATTLE_TAKE_IN(WATTLE_SCRIPTS "/words.js")    //
                WATTLE_TAKE_IN(WATTLE_SCRIPTS "/axes.js")     //
                WATTLE_TAKE_IN(WATTLE_SCRIPTS "/drawing.js")  //
                WATTLE_TAKE_IN(WATTLE_SCRIPTS "/controls.js"))
#endif

namespace wattle::search {

std::string_view chart_script() {
#ifdef WATTLE_ECHARTS
  return chart_script_text();
#else
  return {};
#endif
}

}  // namespace wattle::search
