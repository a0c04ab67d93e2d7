// SPDX-License-Identifier: MIT
// The parts that every interactive chart is made of, and the page's element around one. A chart is
// a pure function from what was found to a ChartFigure; nothing here knows what it is about.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "search/store/store.h"

namespace wattle::search {

/// A line of the text that is shown for a mark: "name: value".
struct TipLine {
  std::string name;  ///< empty: the value alone
  int column = 0;    ///< of the mark's row of data
  /// "number", "joules"; "text" as it stands; "trial" is a trial's number, of which its parameters
  /// are told, too.
  std::string unit = "number";
};

/// Marks of one look.
struct ChartSeries {
  /// A series of ECharts. Each mark of its `data` is a row (an array), or an object with the row as
  /// `tip`.
  nlohmann::json series;
  std::vector<TipLine> tip;  ///< what is told of a mark; none: it is not asked
};

/// The numbers behind a chart, for those who do not see it, and for copying.
struct ChartTable {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
  std::size_t words = 0;  ///< so many first columns hold words; the others hold numbers
};

/// What ECharts is given is plain data. In it stand for what only the page knows, as values of
/// members of that name: `color` and `borderColor` "@accent", the colour of that name in the page's
/// style; `formatter` "@joules", a unit as above, or "@bar", a mark's `tip` as "amount · name";
/// `renderItem` "@span" or "@area", a shape of drawing.js.
struct ChartFigure {
  std::string id;  ///< of the element and of a saved file: lower-case letters, digits and dashes
  std::string title;
  std::string caption;              ///< what it shows in a sentence, and how to read it
  nlohmann::json option;            ///< of ECharts, without series
  std::vector<ChartSeries> series;  ///< drawn in this order
  ChartTable numbers;
  bool wide = false;  ///< over the whole width of the page
  int height = 300;   ///< in pixels
};

/// Figures under one heading.
struct ChartSection {
  std::string heading;
  std::string note;  ///< a paragraph below it; may be empty
  std::vector<ChartFigure> figures;
};

/// What drawing.js draws from: {"option", with its series, "tips", one list a series}.
nlohmann::json figure_json(const ChartFigure& figure);

/// The table's element, all text escaped.
std::string table_html(const ChartTable& table);

/// The element, all text escaped. A figure whose series have no data says so instead of drawing.
std::string figure_html(const ChartFigure& figure);
/// The sections that have figures.
std::string sections_html(const std::vector<ChartSection>& sections);

/// The parameters of the trials that figures tell of (tips with the unit "trial"), as texts by the
/// trials' numbers.
nlohmann::json told_parameters(const std::vector<ChartSection>& sections,
                               const std::vector<Trial>& trials);
/// The same as an element, once a page.
std::string trials_data_html(const std::vector<ChartSection>& sections,
                             const std::vector<Trial>& trials);

/// JSON to stand in a <script> element: without <, > and &, so that no text in it ends the element;
/// bytes that are not UTF-8 are replaced.
std::string script_json(const nlohmann::json& value);

/// Rounded to six significant digits, which is finer than a drawing; null when it is not finite.
nlohmann::json drawn_number(double value);

}  // namespace wattle::search
