// SPDX-License-Identifier: MIT
#include "trainer/dataset/digits.h"

#include <charconv>
#include <string>
#include <string_view>

#include "trainer/dataset/file.h"

namespace wattle::trainer {
namespace {

constexpr int kSide = 8;
constexpr int kPixels = kSide * kSide;
constexpr int kBrightest = 16;
constexpr int kClasses = 10;
// The collection takes a quarter of it.
constexpr std::size_t kLargestFile = std::size_t{1} << 20U;

/// Takes the text up to the next separator off the front.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view front = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return front;
}

/// Appends one line; returns what is wrong with it, empty when nothing is.
std::string add_line(std::string_view line, Dataset& dataset) {
  for (int column = 1; column <= kPixels + 1; ++column) {
    const int highest = column <= kPixels ? kBrightest : kClasses - 1;
    const std::string_view field = take(line, ',');
    int value = -1;
    const auto parsed = std::from_chars(field.data(), field.data() + field.size(), value);
    const bool whole = parsed.ec == std::errc{} && parsed.ptr == field.data() + field.size();
    if (!whole || value < 0 || value > highest) {
      return "column " + std::to_string(column) + ": \"" + std::string(field) +
             "\" is not a whole number from 0 to " + std::to_string(highest);
    }
    if (column <= kPixels) {
      dataset.bytes.push_back(static_cast<std::uint8_t>(value));
    } else {
      dataset.targets.front().labels.push_back(value);
    }
  }
  return line.empty() ? std::string() : "more than " + std::to_string(kPixels + 1) + " columns";
}

}  // namespace

Result<Dataset> read_digits(const std::filesystem::path& path) {
  const auto bytes = read_file(path, kLargestFile);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  Dataset dataset;
  dataset.name = "digits";
  dataset.input.shape = {1, kSide, kSide};
  dataset.divisor = kBrightest;
  dataset.targets = {{"class", numbered_classes(kClasses), {}}};
  const std::string content(bytes->begin(), bytes->end());
  std::string_view text = content;
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = take(text, '\n');
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (const std::string fault = add_line(line, dataset); !fault.empty()) {
      return fail(ErrorCode::kCorrupt,
                  path.string() + ": line " + std::to_string(number) + ", " + fault);
    }
  }
  if (dataset.size() == 0) {
    return fail(ErrorCode::kCorrupt, path.string() + ": holds no example");
  }
  dataset.own_test_begin = dataset.size();
  return dataset;
}

}  // namespace wattle::trainer
