// SPDX-License-Identifier: MIT
#include "search/report/chart/accounts_chart.h"

#include "search/report/chart/bars.h"
#include "search/report/number_text.h"
#include "search/report/series.h"

namespace wattle::search {

ChartFigure accounts_chart(const StudyRecord& study, const Findings& findings) {
  ChartFigure figure;
  figure.id = "accounts";
  figure.title = "Where the joules went";
  figure.caption = joules_text(study.ledger.total) + " in all" +
                   (findings.ledger_estimated ? ", an estimate. " : ". ") + accounts_words();
  figure.numbers = {{"account", "joules", "share"}, {}, 1};
  std::vector<Bar> bars;
  for (const AccountShare& share : account_shares(study, findings)) {
    const std::string joules = joules_text(share.joules);
    const std::string percent = percent_text(share.share);
    bars.push_back({share.name, share.joules.value, joules + " (" + percent + ")"});
    figure.numbers.rows.push_back({share.name, joules, percent});
  }
  draw_bars(bars, figure);
  return figure;
}

}  // namespace wattle::search
