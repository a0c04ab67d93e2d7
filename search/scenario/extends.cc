// SPDX-License-Identifier: MIT
#include "search/scenario/extends.h"

#include <algorithm>
#include <utility>

#include "search/scenario/json_reader.h"

namespace wattle::search {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// A longer chain is a mistake.
constexpr std::size_t kLongestChain = 32;

/// One spelling for one file; a file that is not there keeps its name.
fs::path resolved(const fs::path& file) {
  std::error_code failed;
  fs::path result = fs::weakly_canonical(file, failed);
  return failed ? file : result;
}

std::string chain_text(const std::vector<fs::path>& chain) {
  std::string text;
  for (const fs::path& file : chain)
    text += (text.empty() ? "" : " -> ") + file.filename().string();
  return text;
}

/// What is wrong inside a base, told at the place that names the base.
Faults told_at_extends(const Faults& inner, const json& name) {
  Faults faults;
  for (const Fault& fault : inner) {
    const std::string place = fault.pointer.empty() ? "" : " at " + fault.pointer;
    faults.push_back(
        fault_at("/extends", name, "a scenario that can be read;" + place + " " + fault.expected));
  }
  return faults;
}

}  // namespace

Validated<json> with_bases(const json& document, const fs::path& folder, const fs::path& file) {
  std::vector<json> layers{document};
  std::vector<fs::path> chain;
  if (!file.empty()) chain.push_back(resolved(file));
  fs::path where = folder;
  while (layers.back().is_object() && layers.back().contains("extends")) {
    const json name = layers.back()["extends"];
    if (!name.is_string()) {
      return tl::unexpected(Faults{fault_at("/extends", name, "text: the name of a file")});
    }
    const fs::path base = resolved(where / name.get<std::string>());
    const bool cycle = std::find(chain.begin(), chain.end(), base) != chain.end();
    chain.push_back(base);
    if (cycle || chain.size() > kLongestChain) {
      return tl::unexpected(Faults{
          fault_at("/extends", name, "a file that does not lead back here: " + chain_text(chain))});
    }
    Validated<json> read = read_json_file(base);
    if (!read) return tl::unexpected(told_at_extends(read.error(), name));
    layers.back().erase("extends");
    layers.push_back(std::move(*read));
    where = base.parent_path();
  }
  json merged = std::move(layers.back());
  for (auto layer = layers.rbegin() + 1; layer != layers.rend(); ++layer) {
    merged.merge_patch(*layer);
  }
  return merged;
}

}  // namespace wattle::search
