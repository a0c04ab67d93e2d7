// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <system_error>

#include "energy/meters/replay_formats.h"
#include "energy/text/csv.h"
#include "energy/text/number.h"

namespace wattle::energy {
namespace {

tl::unexpected<Error> corrupt(std::size_t line, const std::string& what) {
  return fail(ErrorCode::kCorrupt, "line " + std::to_string(line) + ": " + what);
}

std::optional<std::size_t> column(const CsvTable& table, std::string_view name) {
  const auto at = std::ranges::find(table.heading(), name);
  if (at == table.heading().end()) return std::nullopt;
  return static_cast<std::size_t>(at - table.heading().begin());
}

std::optional<int> whole(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool all = error == std::errc() && end == digits.data() + digits.size();
  return all && number >= 0 ? std::optional<int>(number) : std::nullopt;
}

/// "2023/03/08 13:11:36.142" or with dashes, as seconds since 1970 of whatever time it is told in.
std::optional<double> time_of(std::string_view cell) {
  const std::string_view text = without_blanks(cell);
  if (text.size() < 19) return std::nullopt;
  const auto year = whole(text.substr(0, 4));
  const auto month = whole(text.substr(5, 2));
  const auto day = whole(text.substr(8, 2));
  const auto hour = whole(text.substr(11, 2));
  const auto minute = whole(text.substr(14, 2));
  // A leading zero would make it a name for number_of.
  const auto tens = whole(text.substr(17, 1));
  const auto second = number_of(text.substr(18));
  if (!year || !month || !day || !hour || !minute || !tens || !second) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return 86400.0 * static_cast<double>(days) + 3600.0 * *hour + 60.0 * *minute + 10.0 * *tens +
         *second;
}

/// "30.98 W"
std::optional<double> watts_of(std::string_view cell) {
  std::string_view text = without_blanks(cell);
  if (text.ends_with('W')) text.remove_suffix(1);
  return number_of(text);
}

using Cell = std::function<std::optional<double>(std::string_view)>;

/// Where a time and a quantity stand, and how they are written.
struct Columns {
  std::size_t time = 0;
  std::size_t value = 0;
  Cell read_time = number_of;
  Cell read_value = number_of;
  bool power = false;
};

Result<std::vector<ReplaySample>> read_samples(const CsvTable& table, const Columns& columns) {
  std::vector<ReplaySample> samples;
  double previous = 0.0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view time_cell = table.cell(row, columns.time);
    const std::string_view value_cell = table.cell(row, columns.value);
    const auto time = columns.read_time(time_cell);
    const auto value = columns.read_value(value_cell);
    const std::size_t line = table.line(row);
    if (!time) return corrupt(line, "\"" + std::string(time_cell) + "\" is not a time");
    if (!value || *value < 0.0) {
      return corrupt(line, "\"" + std::string(value_cell) + "\" is not " +
                               (columns.power ? "a power" : "an energy"));
    }
    const bool first = samples.empty();
    if (!first && !(Seconds(*time) > samples.back().time)) {
      return corrupt(line, "its time is not later than the line before");
    }
    Joules joules(*value);
    if (columns.power) {
      joules = first ? Joules(0)
                     : samples.back().joules + Watts((previous + *value) / 2.0) *
                                                   (Seconds(*time) - samples.back().time);
    } else if (!first && joules < samples.back().joules) {
      return corrupt(line, "its energy is less than on the line before");
    }
    samples.push_back({Seconds(*time), joules});
    previous = *value;
  }
  return samples;
}

std::optional<Columns> own_columns(const CsvTable& table) {
  const auto seconds = column(table, "seconds");
  const auto joules = column(table, "joules");
  const auto watts = column(table, "watts");
  if (!seconds || joules.has_value() == watts.has_value()) return std::nullopt;
  return Columns{.time = *seconds,
                 .value = joules ? *joules : *watts,
                 .read_time = number_of,
                 .read_value = number_of,
                 .power = watts.has_value()};
}

std::optional<Columns> nvidia_columns(const CsvTable& table) {
  const auto time = column(table, "timestamp");
  if (!time) return std::nullopt;
  for (const char* name : {"power.draw [W]", "power.draw", "gpu_power_draw"}) {
    if (const auto power = column(table, name)) {
      return Columns{.time = *time,
                     .value = *power,
                     .read_time = time_of,
                     .read_value = watts_of,
                     .power = true};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Recording> parse_table_recording(std::string_view text) {
  // nvidia-smi is stopped in the middle of a line; tables that people write often lack the last
  // end.
  const bool log = text.substr(0, text.find('\n')).find("timestamp") != std::string_view::npos;
  if (log) text = text.substr(0, text.rfind('\n') + 1);
  const auto table = CsvTable::parse(text);
  if (!table) return corrupt(table.error().front().line, table.error().front().problem);
  const auto own = own_columns(*table);
  const auto columns = own ? own : nvidia_columns(*table);
  if (!columns) {
    return fail(
        ErrorCode::kInvalidArgument, "the heading names no recording",
        "it should have \"seconds\" and \"joules\", \"seconds\" and \"watts\", or be that of "
        "nvidia-smi with \"timestamp\" and \"power.draw [W]\"");
  }
  auto samples = read_samples(*table, *columns);
  if (!samples) return tl::unexpected(samples.error());
  return Recording{std::move(*samples), {own ? "recorded" : "gpu"}};
}

}  // namespace wattle::energy
