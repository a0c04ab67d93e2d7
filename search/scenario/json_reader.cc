// SPDX-License-Identifier: MIT
#include "search/scenario/json_reader.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
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

/// "line 3, column 5" of a position counted in bytes from 1, and the line itself.
Fault syntax_fault(const std::string& text, std::size_t byte, const std::string& problem) {
  const std::size_t at = std::min(byte == 0 ? 0 : byte - 1, text.size());
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(at);
  const auto line = 1 + std::count(text.begin(), end, '\n');
  const std::size_t newline = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t start = newline == std::string::npos ? 0 : newline + 1;
  // Bytes 10xxxxxx continue a character of UTF-8.
  const auto column =
      1 + std::count_if(text.begin() + static_cast<std::ptrdiff_t>(start), end,
                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return fault_at({}, text.substr(start, text.find('\n', at) - start),
                  "well-formed JSON; line " + std::to_string(line) + ", column " +
                      std::to_string(column) + ": " + problem);
}

/// The parser's words without its prefix "[json.exception...] parse error at line 1, column 2: ".
std::string plain_words(const std::string& what) {
  const std::size_t start = what.find(": ");
  return start == std::string::npos ? what : what.substr(start + 2);
}

}  // namespace

Validated<json> read_json(const std::string& text) {
  Watcher watcher;
  const auto watch = [&watcher](int depth, json::parse_event_t event, json& parsed) {
    return watcher(depth, event, parsed);
  };
  json document;
  Faults syntax;
  try {
    document = json::parse(text, watch);
  } catch (const json::parse_error& error) {
    syntax.push_back(syntax_fault(text, error.byte, plain_words(error.what())));
  } catch (const json::exception& error) {
    // The one other way to fail, without a position: "... number overflow parsing '1e999'".
    const std::string what = error.what();
    const std::size_t quote = what.find('\'');
    syntax.push_back({{},
                      what.substr(quote == std::string::npos ? 0 : quote),
                      "numbers within the range of doubles",
                      {}});
  }
  Faults faults = watcher.take_faults();
  faults.insert(faults.end(), syntax.begin(), syntax.end());
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
