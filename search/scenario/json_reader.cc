// SPDX-License-Identifier: MIT
#include "search/scenario/json_reader.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using nlohmann::json;

const char* const kNotShown = "[...]";
const char* const kTooDeep = "nesting of at most 64 levels";
const char* const kWellFormed = "well-formed JSON";

TextPosition position_of(const std::string& text, std::size_t at) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(at);
  const std::size_t newline = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t start = newline == std::string::npos ? 0 : newline + 1;
  // Bytes 10xxxxxx continue a character of UTF-8.
  const auto column =
      1 + std::count_if(text.begin() + static_cast<std::ptrdiff_t>(start), end,
                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return {static_cast<std::size_t>(1 + std::count(text.begin(), end, '\n')),
          static_cast<std::size_t>(column)};
}

/// The parser's words without its prefix "[json.exception...] parse error at line 1, column 2: ".
std::string plain_words(const std::string& what) {
  const std::size_t start = what.find(": ");
  const std::size_t prefix = what.find("] ");
  if (start != std::string::npos) return what.substr(start + 2);
  return prefix == std::string::npos ? what : what.substr(prefix + 2);
}

/// Follows the parser and notes where it is, which names an object has had, how deep it went, and
/// what it could not read.
class Watcher final : public nlohmann::json_sax<json> {
 public:
  bool null() override { return count_element(); }
  bool boolean(bool /*value*/) override { return count_element(); }
  bool number_integer(number_integer_t /*value*/) override { return count_element(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return count_element(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override {
    return count_element();
  }
  bool string(string_t& /*value*/) override { return count_element(); }
  bool binary(binary_t& /*value*/) override { return count_element(); }
  bool start_object(std::size_t /*elements*/) override { return open(false); }
  bool start_array(std::size_t /*elements*/) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    open_.back().member = name;
    if (!open_.back().seen.insert(name).second && open_.size() <= kDeepestNesting) {
      faults_.push_back(fault_at(pointer(), name, "each name once in an object"));
    }
    return true;
  }

  bool parse_error(std::size_t byte, const std::string& /*token*/,
                   const json::exception& error) override {
    // The parser counts bytes from 1.
    const std::size_t at = std::min(byte == 0 ? 0 : byte - 1, text_.size());
    const bool overflow = dynamic_cast<const json::out_of_range*>(&error) != nullptr;
    syntax_error_ = {position_of(text_, at), plain_words(error.what()),
                     overflow ? "numbers within the range of doubles" : kWellFormed};
    return false;
  }

  /// `text` must outlive the watcher.
  explicit Watcher(const std::string& text) : text_(text) {}

  void refuse(SyntaxError error) { syntax_error_ = std::move(error); }
  const std::optional<SyntaxError>& syntax_error() const { return syntax_error_; }
  Faults take_faults() { return std::move(faults_); }

 private:
  struct Open {
    bool is_array = false;
    std::size_t elements = 0;
    std::string member;
    std::set<std::string> seen;
  };

  bool count_element() {
    if (!open_.empty() && open_.back().is_array) {
      open_.back().member = std::to_string(open_.back().elements++);
    }
    return true;
  }

  bool open(bool is_array) {
    count_element();
    open_.push_back({is_array, 0, {}, {}});
    if (open_.size() > kDeepestNesting && !too_deep_) {
      faults_.push_back({pointer(), kNotShown, kTooDeep, {}});
      too_deep_ = true;
    }
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::string pointer() const {
    std::string place;
    for (const Open& open : open_) {
      if (!open.member.empty() || !open.seen.empty()) place = child_pointer(place, open.member);
    }
    return place;
  }

  const std::string& text_;
  std::vector<Open> open_;
  std::optional<SyntaxError> syntax_error_;
  bool too_deep_ = false;
  Faults faults_;
};

/// The error with the line it is in.
Fault syntax_fault(const std::string& text, const SyntaxError& error) {
  std::istringstream lines(text);
  std::string line;
  for (std::size_t i = 0; i < error.position.line; ++i) std::getline(lines, line);
  return fault_at({}, line,
                  error.expected + "; line " + std::to_string(error.position.line) + ", column " +
                      std::to_string(error.position.column) + ": " + error.problem);
}

/// Reads `text` to its end or its first error.
Watcher watched(const std::string& text) {
  Watcher watcher(text);
  if (const std::size_t nul = text.find('\0'); nul != std::string::npos) {
    watcher.refuse({position_of(text, nul), "a NUL character", kWellFormed});
  } else {
    json::sax_parse(text, &watcher);
  }
  return watcher;
}

}  // namespace

std::optional<SyntaxError> find_syntax_error(const std::string& text) {
  return watched(text).syntax_error();
}

Validated<json> read_json(const std::string& text) {
  Watcher watcher = watched(text);
  Faults faults = watcher.take_faults();
  if (watcher.syntax_error()) faults.push_back(syntax_fault(text, *watcher.syntax_error()));
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  // A second time: the library's own way to watch while it builds takes n^2 for a list of n
  // objects.
  return json::parse(text);
}

Validated<json> read_json_file(const std::filesystem::path& file) {
  const auto fault = [&file](const char* expected) {
    return tl::unexpected(Faults{fault_at({}, file.string(), expected)});
  };
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return fault("a file that exists");
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  std::array<char, 4096> block{};
  while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.eof() || stream.bad()) return fault("a file that can be read");
  return read_json(text);
}

bool is_shallow(const json& value) {
  const auto within = [](const auto& self, const json& inner, int depth) -> bool {
    if (!inner.is_structured()) return true;
    if (depth >= kDeepestNesting) return false;
    return std::all_of(inner.begin(), inner.end(),
                       [&](const json& item) { return self(self, item, depth + 1); });
  };
  return within(within, value, 0);
}

}  // namespace wattle::search
