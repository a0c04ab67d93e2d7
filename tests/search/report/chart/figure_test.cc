// SPDX-License-Identifier: MIT
#include "search/report/chart/figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "search/report/chart/page_script.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ChartFigure small_figure() {
  ChartFigure figure;
  figure.id = "small";
  figure.title = "A <title>";
  figure.caption = "It says \"this\" & that.";
  figure.option = {{"xAxis", {{"name", "</script><b>"}}}};
  figure.series = {
      {{{"type", "scatter"}, {"data", {{1, 2, 3}, {4, 5, 6}}}}, {{"Trial", 2, "trial"}}}};
  figure.numbers = {{"what", "how much"}, {{"<a>", "1"}}, 1};
  return figure;
}

/// What stands in the figure's <script> element.
nlohmann::json data_of(const std::string& html) {
  const std::string open = "<script type=\"application/json\">";
  const std::size_t begin = html.find(open) + open.size();
  return nlohmann::json::parse(html.substr(begin, html.find("</script>", begin) - begin));
}

TEST(FigureHtml, EscapesTexts) {
  const std::string html = figure_html(small_figure());
  EXPECT_THAT(html, HasSubstr("A &lt;title&gt;"));
  EXPECT_THAT(html, HasSubstr("It says &quot;this&quot; &amp; that."));
  EXPECT_THAT(html, HasSubstr("<td>&lt;a&gt;</td><td class=\"number\">1</td>"));
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
}

TEST(FigureHtml, HoldsOptionSeriesAndTips) {
  const nlohmann::json data = data_of(figure_html(small_figure()));
  EXPECT_EQ(data["option"]["xAxis"]["name"], "</script><b>");
  EXPECT_EQ(data["option"]["series"][0]["data"][1][0], 4);
  EXPECT_EQ(data["tips"],
            nlohmann::json::parse(R"([[{"name":"Trial","column":2,"unit":"trial"}]])"));
}

TEST(FigureHtml, SaysWhenThereIsNothingToDraw) {
  ChartFigure figure = small_figure();
  figure.series[0].series["data"] = nlohmann::json::array();
  figure.numbers.rows.clear();
  const std::string html = figure_html(figure);
  EXPECT_THAT(html, HasSubstr("Nothing to show yet"));
  EXPECT_THAT(html, Not(HasSubstr("drawing")));
  EXPECT_THAT(html, Not(HasSubstr("<table>")));
}

TEST(SectionsHtml, LeavesOutThoseWithoutFigures) {
  EXPECT_EQ(sections_html({{"Empty", "with a note", {}}}), "");
  EXPECT_THAT(sections_html({{"Full", "note & more", {small_figure()}}}),
              HasSubstr("<h2>Full</h2>\n<p>note &amp; more</p>\n"));
}

TEST(TrialsDataHtml, HasTheParametersOfTheTrialsThatAreToldOf) {
  const StudyRecord study = testing::sample_study();
  const std::string html = trials_data_html({{"", "", {small_figure()}}}, study.trials);
  EXPECT_THAT(html, HasSubstr("\"3\":\"batch_size = "));
  EXPECT_THAT(html, HasSubstr("\"6\":"));
  EXPECT_THAT(html, Not(HasSubstr("\"4\":")));
}

TEST(ScriptJson, CannotEndItsElementAndReadsBackTheSame) {
  for (const std::string text :
       {"</script>", "<!--<script>", "]]>", "&lt;", "\xE2\x80\xA8", "\"quoted\"", "\\u003c"}) {
    const std::string json = script_json({{text, text}});
    EXPECT_THAT(json, Not(HasSubstr("<"))) << text;
    EXPECT_THAT(json, Not(HasSubstr(">"))) << text;
    EXPECT_THAT(json, Not(HasSubstr("&"))) << text;
    EXPECT_EQ(nlohmann::json::parse(json), (nlohmann::json{{text, text}}));
  }
}

TEST(ScriptJson, ReplacesWhatIsNoText) {
  EXPECT_NO_THROW(nlohmann::json::parse(script_json("\xff<")));
}

TEST(DrawnNumber, HasSixDigits) {
  EXPECT_EQ(drawn_number(0.123456789), 0.123457);
  EXPECT_EQ(drawn_number(-1234.56789), -1234.57);
  EXPECT_EQ(drawn_number(1e-300), 1e-300);
  EXPECT_EQ(drawn_number(1234567.0), 1234567.0);
  EXPECT_EQ(drawn_number(0.0), 0.0);
}

/// Half a unit of the sixth digit: relative to the first digit at most 5e-6.
TEST(DrawnNumber, IsCloseOverAllMagnitudes) {
  constexpr double kHalfUnit = 5e-6;
  for (int power = -300; power <= 300; ++power) {
    const double value = 3.14159265358979 * std::pow(10.0, power);
    EXPECT_NEAR(drawn_number(value).get<double>() / value, 1.0, kHalfUnit) << power;
  }
}

TEST(DrawnNumber, IsNullWhereThereIsNone) {
  EXPECT_TRUE(drawn_number(std::nan("")).is_null());
  EXPECT_TRUE(drawn_number(std::numeric_limits<double>::infinity()).is_null());
}

TEST(ChartScript, CannotEndItsElement) {
  if (chart_script().empty()) GTEST_SKIP() << "skipped: built without charts";
  EXPECT_EQ(chart_script().find("</script"), std::string_view::npos);
  EXPECT_EQ(chart_script().find("<!--"), std::string_view::npos);
}

TEST(ChartScript, HoldsTheLibraryAndOurPrograms) {
  if (chart_script().empty()) GTEST_SKIP() << "skipped: built without charts";
  for (const char* part : {"Licensed to the Apache Software Foundation",
                           "const tipLines =", "class Drawing", "const listenToKeys ="}) {
    EXPECT_NE(chart_script().find(part), std::string_view::npos) << part;
  }
}

}  // namespace
}  // namespace wattle::search
