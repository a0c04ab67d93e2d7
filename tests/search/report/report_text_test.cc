// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/report/chart/page_script.h"
#include "search/report/findings.h"
#include "search/report/html_figures.h"
#include "search/report/html_text.h"
#include "search/report/report.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

/// The page without the program of the charts, which is not Wattle's own text.
std::string own_text(const StudyRecord& study) {
  std::string page = report_html(study);
  if (chart_script().empty()) return page;
  const std::size_t at = page.find(chart_script());
  return at == std::string::npos ? page : page.erase(at, chart_script().size());
}

std::string static_figures(const StudyRecord& study) {
  return html_figures(study, find_out(study));
}

std::string all_sentences(const StudyRecord& study) {
  std::string text;
  for (const std::string& paragraph : findings_text(study, find_out(study)))
    text += paragraph + "\n";
  return text;
}

/// A study whose every name is an attack on the page.
StudyRecord hostile_study() {
  const std::string attack = "<script>alert('x\"')</script>";
  StudyRecord study = testing::sample_study();
  study.name = attack;
  study.scenario["name"] = attack;
  study.scenario["goal"]["metric"] = attack;
  study.stopped_because = attack;
  study.context[attack] = attack;
  for (Trial& trial : study.trials) {
    nlohmann::json values = trial.parameters.json();
    values[attack] = attack;
    trial.parameters = Parameters(values);
    trial.reason = attack;
    if (trial.measurement) trial.measurement->metrics[attack] = 0.5 + 0.01 * trial.number;
  }
  return study;
}

TEST(FindingsText, CallsEstimatesEstimates) {
  EXPECT_THAT(all_sentences(testing::sample_study()), HasSubstr("an estimate, between"));
}

TEST(FindingsText, DoesNotRankJoulesOfDifferentKinds) {
  StudyRecord study = testing::sample_study();
  study.trials[0].measurement->energy.source = energy::Source::kCounter;
  study.trials[1].measurement->energy.domains = {"dram", "package"};
  const Findings findings = find_out(study);
  EXPECT_EQ(findings.best, nullptr);
  EXPECT_TRUE(findings.front.empty());
  EXPECT_EQ(findings.ranked.front()->number, 0);
  EXPECT_THAT(all_sentences(study),
              HasSubstr("not ranked by energy, because their joules are different quantities (1 "
                        "trial: an estimate, of dram, package; 15 trials: an estimate, of package; "
                        "1 trial: measured by a hardware counter, of package)"));
  EXPECT_THAT(report_markdown(study), HasSubstr("There is none: the trials' joules"));
  EXPECT_TRUE(result_json(study)["best"].is_null());
}

TEST(FindingsText, RanksByTheMetricAloneWhateverTheJoulesAre) {
  StudyRecord study = testing::sample_study();
  study.scenario["goal"] = {
      {"kind", "best"}, {"metric", "val_accuracy"}, {"direction", "maximize"}};
  study.trials[0].measurement->energy.source = energy::Source::kCounter;
  EXPECT_NE(find_out(study).best, nullptr);
  EXPECT_TRUE(find_out(study).front.empty());
}

TEST(FindingsText, TellsHowFarTheSharedJoulesWereFromThoseAlone) {
  StudyRecord study = testing::sample_study();
  testing::add_finalist(study, find_out(study).best->number);
  EXPECT_THAT(all_sentences(study), HasSubstr("beside other trials, 6 % more than alone."));
}

TEST(FindingsText, TellsHowFarTheSplitWasOffWhereSeveralTrialsRanAlone) {
  StudyRecord study = testing::sample_study();
  for (const int number : {0, 1, 2, 3}) testing::add_finalist(study, number);  // 0 had not shared
  const auto set = [&](std::size_t at, double shared, double alone) {
    study.trials[at].measurement->energy.joules = Joules(shared);
    study.finalists[at].measurement.energy.joules = Joules(alone);
  };
  set(1, 30.0, 50.0);
  set(2, 60.0, 50.0);
  study.finalists[3].state = TrialState::kFailed;
  testing::add_finalist(study, 4);
  study.finalists[4].measurement.energy.source = energy::Source::kCounter;  // another meter's
  // Of 90 J the shares should have been 45 J each.
  EXPECT_THAT(all_sentences(study),
              HasSubstr("2 trials ran beside others and again alone. Beside others they were given "
                        "10 % less in all, and each one's share of that is 33 % off on average, at "
                        "most 33 %."));
  EXPECT_THAT(report_markdown(study), HasSubstr("30 J (-40 %)"));
  EXPECT_THAT(report_markdown(study), HasSubstr("60 J (+20 %)"));
  const auto checks = result_json(study)["split_checks"];
  ASSERT_EQ(checks.size(), 2u);
  EXPECT_EQ(checks[1]["trial"], 2);
  EXPECT_NEAR(checks[1]["error"].get<double>(), 0.2, 1e-12);
}

TEST(FindingsText, DoesNotCallMeasurementsEstimates) {
  StudyRecord study = testing::sample_study();
  for (Trial& trial : study.trials) {
    if (trial.measurement) trial.measurement->energy.source = energy::Source::kCounter;
  }
  study.context["meter"]["source"] = "counter";
  const std::string text = all_sentences(study);
  EXPECT_THAT(text, Not(HasSubstr("estimate")));
  EXPECT_THAT(text, HasSubstr("measured by a hardware counter"));
}

TEST(FindingsText, TheLedgerIsAsCertainAsTheMeterNotAsTheTrials) {
  StudyRecord study = testing::sample_study();
  for (Trial& trial : study.trials) {
    if (trial.measurement) trial.measurement->energy.source = energy::Source::kReported;
  }
  const std::string text = all_sentences(study);
  EXPECT_THAT(text, HasSubstr("reported by the objective"));
  EXPECT_THAT(text, HasSubstr("These joules are an estimate"));
  EXPECT_THAT(text, Not(HasSubstr("did not complete")));
}

TEST(FindingsText, CountsEndingsWithTheirReasons) {
  const std::string text = all_sentences(testing::sample_study());
  EXPECT_THAT(text, HasSubstr("24 trials: 17 complete, 3 pruned, 3 failed, 1 infeasible."));
  EXPECT_THAT(text, HasSubstr("the loss is no longer a finite number (2 trials)"));
}

TEST(FindingsText, SaysWhenNothingCompleted) {
  EXPECT_THAT(all_sentences(testing::sample_study(0)), HasSubstr("no winner"));
}

TEST(FindingsText, SaysWhenNoTrialMeetsTheBound) {
  StudyRecord study = testing::sample_study();
  study.scenario["goal"] = {{"kind", "cheapest"},
                            {"metric", "val_accuracy"},
                            {"direction", "maximize"},
                            {"at_least", 0.9999}};
  EXPECT_THAT(all_sentences(study), HasSubstr("does not meet the goal's bound"));
}

TEST(FindingsText, SaysWhenTheStudyHasNotEnded) {
  StudyRecord study = testing::sample_study();
  study.stopped_because.clear();
  EXPECT_THAT(all_sentences(study), HasSubstr("has not ended"));
}

TEST(ReportMarkdown, ShowsFiftyRowsAndCountsTheRest) {
  const std::string text = report_markdown(testing::sample_study(60));
  EXPECT_THAT(text, HasSubstr("10 more trials are in trials.csv."));
}

TEST(ReportMarkdown, ListsTheBestTrialFirst) {
  const StudyRecord study = testing::sample_study();
  const std::string text = report_markdown(study);
  const std::size_t first_row = text.find("|---:|---|---:|---:|---:|---:|---|---|\n");
  ASSERT_NE(first_row, std::string::npos);
  const std::string start = "| " + std::to_string(find_out(study).best->number) + " | complete";
  EXPECT_EQ(text.find(start, first_row), text.find('\n', first_row) + 1);
}

TEST(ReportMarkdown, NoTextFromTheUserBecomesMarkup) {
  StudyRecord study = testing::sample_study();
  study.trials[5].reason = "a | b\n# not a heading";
  const std::string text = report_markdown(study);
  EXPECT_THAT(text, HasSubstr("a \\| b # not a heading"));
}

TEST(ReportMarkdown, IsTheSameWhenWrittenTwice) {
  EXPECT_EQ(report_markdown(testing::sample_study()), report_markdown(testing::sample_study()));
}

TEST(ReportHtml, EscapesEveryTextFromTheUser) {
  const std::string page = own_text(hostile_study());
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert"));
  EXPECT_EQ(count(page, "<script"), count(page, "</script>"));
  EXPECT_EQ(count(page, "<script"), count(page, "<script type=\"module\">") +
                                        count(page, "<script type=\"application/json\""));
}

TEST(ReportHtml, RefersToNothingOutside) {
  const std::string page = own_text(testing::sample_study());
  for (const char* outside : {"http://", "https://", "src=", "@import", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(outside))) << outside;
  }
}

TEST(StaticFigures, AreFourThatCanBeReadAloud) {
  const std::string page = static_figures(testing::sample_study());
  EXPECT_EQ(count(page, "<svg "), 4);
  EXPECT_EQ(count(page, "<desc "), 4);
  EXPECT_EQ(count(page, "role=\"img\""), 4);
}

TEST(ReportHtml, ElementsThatOpenAlsoClose) {
  const std::string page = own_text(hostile_study()) + static_figures(hostile_study());
  for (const std::string name : {"div", "table", "tr", "td", "th", "figure", "svg", "text", "ul",
                                 "details", "p", "main", "body", "html", "circle", "rect"}) {
    const int closed = count(page, "</" + name + ">");
    EXPECT_EQ(count(page, "<" + name + " ") + count(page, "<" + name + ">"), closed) << name;
  }
}

TEST(ReportHtml, HoldsNoNumberThatIsNone) {
  const std::string page = own_text(testing::sample_study());
  for (const char* none : {"\"nan\"", "\"inf\"", ">nan<", ">-nan<", ">inf<"}) {
    EXPECT_THAT(page, Not(HasSubstr(none))) << none;
  }
}

TEST(ReportHtml, ListsAThousandTrialsAndCountsTheRest) {
  const std::string page = own_text(testing::sample_study(1003));
  EXPECT_THAT(page, HasSubstr("<p>3 more trials are in trials.csv.</p>"));
  EXPECT_THAT(own_text(testing::sample_study(1000)), Not(HasSubstr("more trials are in")));
}

TEST(ReportHtml, SaysTheSameWithAndWithoutCharts) {
  const StudyRecord study = testing::sample_study();
  const std::string page = own_text(study);
  for (const std::string& paragraph : findings_text(study, find_out(study))) {
    EXPECT_THAT(page, HasSubstr("<p>" + html_escape(paragraph) + "</p>"));
  }
}

TEST(StaticFigures, SayThatThereIsNoTrial) {
  EXPECT_THAT(static_figures(testing::sample_study(0)), HasSubstr("No trial to show yet"));
}

TEST(StaticFigures, DrawAStudyOfOneTrial) {
  EXPECT_EQ(count(static_figures(testing::sample_study(1)), "</svg>"), 4);
}

TEST(HtmlEscape, ReplacesMarkupAndControlCharacters) {
  EXPECT_EQ(html_escape("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  EXPECT_EQ(html_escape("\x1b[2J"), "\xEF\xBF\xBD[2J");
}

TEST(Reports, WithoutJoulesNoEnergyIsTold) {
  const StudyRecord study = testing::sample_study_without_joules();
  EXPECT_THAT(all_sentences(study), HasSubstr("the table records no joules"));
  const std::string markdown = report_markdown(study);
  EXPECT_THAT(markdown, Not(HasSubstr("Energy accounts")));
  EXPECT_THAT(markdown, Not(HasSubstr("The front")));
  EXPECT_THAT(markdown, HasSubstr("n/a"));
  const std::string html = own_text(study);
  EXPECT_THAT(html, HasSubstr("n/a"));
  EXPECT_EQ(count(static_figures(study), "<figure"), 1);
  for (const std::string& text : {markdown, html}) EXPECT_THAT(text, Not(HasSubstr("0 J")));
}

TEST(Reports, OfImportedTrialsSayThatTheirEnergyIsUnknown) {
  StudyRecord study = testing::sample_study_without_joules();
  study.scenario["objective"] = {{"kind", "imported"}, {"metric", "val_accuracy"}};
  EXPECT_THAT(all_sentences(study), HasSubstr("is not known: nobody counted it"));
  EXPECT_THAT(report_markdown(study), Not(HasSubstr("0 J")));
}

TEST(Reports, CountTheTrialsWithoutJoulesAmongOthers) {
  StudyRecord study = testing::sample_study();
  Measurement& first = study.trials.front().measurement.value();
  first.energy = {};
  first.energy.source = energy::Source::kUnknown;
  first.metrics.erase("train_joules");
  const Findings findings = find_out(study);
  EXPECT_EQ(findings.incomparable, "");
  ASSERT_NE(findings.best, nullptr);
  EXPECT_NE(findings.best->number, 0);
  EXPECT_THAT(all_sentences(study), HasSubstr("The energy of 1 trial is not known"));
}

}  // namespace
}  // namespace wattle::search
