// SPDX-License-Identifier: MIT
#include "trainer/dataset/table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "energy/text/number.h"
#include "trainer/dataset/csv_columns.h"

namespace wattle::trainer {
namespace {

// A heuristic: a column with more texts names single rows, and would be a network's widest input.
constexpr std::size_t kMostCategories = 1000;
constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

/// A column as features.
struct Features {
  std::size_t column = 0;
  std::vector<std::string> names;
  std::map<std::string_view, std::size_t> categories;  ///< to the feature; empty: a number
};

/// A number that a 32-bit float can hold.
std::optional<float> value_in(std::string_view cell) {
  const auto number = number_of(cell);
  if (!number || !std::isfinite(static_cast<float>(*number))) {
    return std::nullopt;
  }
  return static_cast<float>(*number);
}

class TableReader {
 public:
  TableReader(const std::filesystem::path& path, const CsvSource& source, const CsvTable& table)
      : path_(path), source_(source), table_(table), use_(table.heading().size(), Use::kGuessed) {}

  Result<Examples> read(const std::vector<std::string>& more_targets) {
    return mark_columns(more_targets)
        .and_then([&] { return read_targets(path_, table_, source_.target, more_targets); })
        .and_then([&](std::vector<Target>&& targets) {
          examples_.dataset.targets = std::move(targets);
          return read_columns();
        })
        .and_then([&]() -> Result<Examples> {
          fill();
          return std::move(examples_);
        });
  }

 private:
  enum class Use { kGuessed, kCategorical, kNone };

  std::size_t columns() const { return table_.heading().size(); }

  Result<void> mark(const std::vector<std::string>& names, const char* member, Use use) {
    for (const std::string& name : names) {
      const auto column = find_column(path_, table_, name, member);
      if (!column) {
        return tl::unexpected(column.error());
      }
      use_[*column] = use;
    }
    return {};
  }

  Result<void> mark_columns(const std::vector<std::string>& more_targets) {
    for (std::size_t column = 0; column < columns(); ++column) {
      if (table_.heading()[column].empty()) {
        use_[column] = Use::kNone;
      }
    }
    return mark(source_.categorical, "data.categorical", Use::kCategorical)
        .and_then([&] { return mark(source_.ignore, "data.ignore", Use::kNone); })
        .and_then([&] { return mark({source_.target}, kTarget, Use::kNone); })
        .and_then([&] { return mark(more_targets, kMoreTargets, Use::kNone); });
  }

  tl::unexpected<Error> fault(std::size_t row, std::size_t column, const std::string& what,
                              std::string hint) const {
    return fail(ErrorCode::kCorrupt, place_of(path_, table_, row, column) + ": " + what,
                std::move(hint));
  }

  Result<void> read_columns() {
    for (std::size_t column = 0; column < columns(); ++column) {
      if (use_[column] == Use::kNone) {
        continue;
      }
      auto features = features_of(column);
      if (!features) {
        return tl::unexpected(features.error());
      }
      features_.push_back(std::move(*features));
    }
    if (features_.empty()) {
      return fail(ErrorCode::kCorrupt, path_.string() + ": no column is left to learn from");
    }
    return {};
  }

  Result<Features> features_of(std::size_t column) const {
    std::vector<std::size_t> numbers;  // rows
    std::vector<std::size_t> texts;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string_view cell = table_.cell(row, column);
      if (!is_missing(cell)) {
        (value_in(cell) ? numbers : texts).push_back(row);
      } else if (!source_.impute) {
        return fault(row, column, "nothing stands here",
                     "\"missing\": \"mean\" puts the mean of the training part there");
      }
    }
    const std::string& name = table_.heading()[column];
    if (numbers.empty() && texts.empty()) {
      return fail(ErrorCode::kCorrupt, path_.string() + ": column \"" + name + "\" is empty",
                  "list it in \"ignore\"");
    }
    if (use_[column] == Use::kCategorical || numbers.empty()) {
      return categories_of(column);
    }
    if (!texts.empty()) {
      const std::size_t odd = texts.size() <= numbers.size() ? texts.front() : numbers.front();
      return fault(odd, column,
                   "\"" + std::string(table_.cell(odd, column)) + "\" in a column of " +
                       std::to_string(numbers.size()) + " numbers and " +
                       std::to_string(texts.size()) + " other texts",
                   "list the column in \"categorical\" if its numbers are names");
    }
    return Features{column, {name}, {}};
  }

  Result<Features> categories_of(std::size_t column) const {
    const std::string& name = table_.heading()[column];
    Features features{column, {}, {}};
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string_view cell = without_blanks(table_.cell(row, column));
      if (!is_missing(cell)) {
        features.categories.emplace(cell, 0);
      }
    }
    if (features.categories.size() > kMostCategories) {
      return fail(ErrorCode::kCorrupt,
                  path_.string() + ": column \"" + name + "\" has " +
                      std::to_string(features.categories.size()) +
                      " different texts, expected at most " + std::to_string(kMostCategories),
                  "list it in \"ignore\"");
    }
    for (auto& [value, feature] : features.categories) {
      feature = features.names.size();
      features.names.push_back(name + "=" + std::string(value));
    }
    return features;
  }

  void fill() {
    Dataset& dataset = examples_.dataset;
    for (const Features& features : features_) {
      dataset.input_names.insert(dataset.input_names.end(), features.names.begin(),
                                 features.names.end());
    }
    const std::size_t width = dataset.input_names.size();
    dataset.input.kind = InputKind::kTable;
    dataset.input.shape = {static_cast<std::int64_t>(width)};
    dataset.values.resize(table_.rows() * width);
    float* place = dataset.values.data();
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      for (const Features& features : features_) {
        write(features, table_.cell(row, features.column), place);
        place += features.names.size();
      }
    }
    dataset.own_test_begin = dataset.size();
  }

  static void write(const Features& features, std::string_view cell, float* place) {
    if (is_missing(cell)) {
      std::fill_n(place, features.names.size(), kMissing);
    } else if (features.categories.empty()) {
      *place = *value_in(cell);
    } else {
      place[features.categories.at(without_blanks(cell))] = 1.0F;
    }
  }

  const std::filesystem::path& path_;
  const CsvSource& source_;
  const CsvTable& table_;
  std::vector<Use> use_;
  std::vector<Features> features_;
  Examples examples_;
};

}  // namespace

Result<Examples> read_table(const std::filesystem::path& path, const CsvSource& source,
                            const std::vector<std::string>& more_targets) {
  const auto table = read_csv(path);
  if (!table) {
    return tl::unexpected(table.error());
  }
  auto examples = TableReader(path, source, *table).read(more_targets);
  if (examples) {
    examples->dataset.name = path.stem().string();
  }
  return examples;
}

}  // namespace wattle::trainer
