// SPDX-License-Identifier: MIT
#include "search/scenario/json_reader.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using nlohmann::json;

const char* const kNotShown = "[...]";
const char* const kTooDeep = "nesting of at most 64 levels";

/// Follows the parser and notes where it is, which names an object has had, and how deep it went.
class Watcher {
 public:
  bool operator()(int depth, json::parse_event_t event, json& parsed) {
    // The parser tells of no end of what was dropped; its depth is the number of open containers.
    if (open_.size() > static_cast<std::size_t>(depth)) {
      open_.resize(static_cast<std::size_t>(depth));
    }
    switch (event) {
      case json::parse_event_t::key:
        open_.back().member = parsed.get<std::string>();
        if (!open_.back().seen.insert(open_.back().member).second) {
          faults_.push_back(fault_at(pointer(), parsed, "each name once in an object"));
        }
        return true;
      case json::parse_event_t::object_start:
      case json::parse_event_t::array_start:
        count_element();
        open_.push_back({event == json::parse_event_t::array_start, 0, {}, {}});
        if (depth < kDeepestNesting) return true;
        if (!too_deep_) faults_.push_back({pointer(), kNotShown, kTooDeep, {}});
        too_deep_ = true;
        return false;  // drops what is inside
      case json::parse_event_t::value:
        count_element();
        return true;
      default:
        return true;
    }
  }

  Faults take_faults() { return std::move(faults_); }

 private:
  struct Open {
    bool is_array = false;
    std::size_t elements = 0;
    std::string member;
    std::set<std::string> seen;
  };

  void count_element() {
    if (!open_.empty() && open_.back().is_array) {
      open_.back().member = std::to_string(open_.back().elements++);
    }
  }

  std::string pointer() const {
    std::string place;
    for (const Open& open : open_) {
      if (!open.member.empty() || !open.seen.empty()) place = child_pointer(place, open.member);
    }
    return place;
  }

  std::vector<Open> open_;
  bool too_deep_ = false;
  Faults faults_;
};

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

/// Keeps nothing but the place where parsing ended early.
class ErrorFinder final : public nlohmann::json_sax<json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t byte, const std::string&, const json::exception& error) override {
    byte_ = byte;
    problem_ = plain_words(error.what());
    overflow_ = dynamic_cast<const json::out_of_range*>(&error) != nullptr;
    return false;
  }

  SyntaxError found_in(const std::string& text) const {
    // The parser counts bytes from 1.
    const std::size_t at = std::min(byte_ == 0 ? 0 : byte_ - 1, text.size());
    return {position_of(text, at), problem_,
            overflow_ ? "numbers within the range of doubles" : "well-formed JSON"};
  }

 private:
  std::size_t byte_ = 0;
  std::string problem_;
  bool overflow_ = false;
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

}  // namespace

std::optional<SyntaxError> find_syntax_error(const std::string& text) {
  if (const std::size_t nul = text.find('\0'); nul != std::string::npos) {
    return SyntaxError{position_of(text, nul), "a NUL character", "well-formed JSON"};
  }
  ErrorFinder finder;
  if (json::sax_parse(text, &finder)) return std::nullopt;
  return finder.found_in(text);
}

Validated<json> read_json(const std::string& text) {
  Watcher watcher;
  const auto watch = [&watcher](int depth, json::parse_event_t event, json& parsed) {
    return watcher(depth, event, parsed);
  };
  constexpr bool kThrows = false;
  json document = json::parse(text, watch, kThrows);
  Faults faults = watcher.take_faults();
  if (document.is_discarded() || text.find('\0') != std::string::npos) {
    faults.push_back(syntax_fault(text, find_syntax_error(text).value_or(SyntaxError{})));
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return document;
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
