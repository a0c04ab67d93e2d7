// SPDX-License-Identifier: MIT
#include "energy/meters/processor.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>

#include "energy/system_file.h"
#include "energy/text/number.h"

namespace wattle::energy {
namespace {

using Fields = std::map<std::string, std::string, std::less<>>;

// "key<tab>: value"; of each key the first.
Fields read_fields(const std::filesystem::path& file) {
  Fields fields;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string_view text(line);
    fields.try_emplace(std::string(without_blanks(text.substr(0, colon))),
                       without_blanks(text.substr(colon + 1)));
  }
  return fields;
}

std::string text_of(const Fields& fields, std::string_view key) {
  const auto field = fields.find(key);
  return field == fields.end() ? std::string() : field->second;
}

// Decimal, or hexadecimal after "0x" as ARM's; 0 when it is no number.
int number_in(const Fields& fields, std::string_view key) {
  return static_cast<int>(std::strtol(text_of(fields, key).c_str(), nullptr, 0));
}

bool has_flag(const Fields& fields, std::string_view flag) {
  std::istringstream flags(text_of(fields, "flags"));
  for (std::string word; flags >> word;) {
    if (word == flag) return true;
  }
  return false;
}

std::optional<double> hertz_in(const std::string& name) {
  const std::size_t at = name.rfind("@ ");
  const std::size_t unit = name.rfind("GHz");
  if (at == std::string::npos || unit == std::string::npos || unit < at) return std::nullopt;
  const auto gigahertz = number_of(std::string_view(name).substr(at + 2, unit - at - 2));
  if (!gigahertz || !(*gigahertz > 0.0)) return std::nullopt;
  return 1e9 * *gigahertz;
}

}  // namespace

Processor read_processor(const std::filesystem::path& proc, const std::filesystem::path& sys) {
  const Fields fields = read_fields(proc / "cpuinfo");
  Processor processor;
  const bool arm = fields.contains("CPU implementer");
  processor.vendor = text_of(fields, arm ? "CPU implementer" : "vendor_id");
  processor.family = number_in(fields, "cpu family");
  processor.model = number_in(fields, arm ? "CPU part" : "model");
  processor.name = text_of(fields, "model name");
  processor.board = text_of(fields, "Model");
  const int cores = number_in(fields, "cpu cores");
  if (cores > 0)
    processor.threads_per_core = static_cast<double>(number_in(fields, "siblings")) / cores;
  processor.virtual_machine = has_flag(fields, "hypervisor");
  const auto kilohertz = read_system_number(sys / "devices/system/cpu/cpu0/cpufreq/base_frequency");
  processor.base_hertz = hertz_in(processor.name);
  if (kilohertz && *kilohertz > 0) processor.base_hertz = 1e3 * static_cast<double>(*kilohertz);
  return processor;
}

bool counts_last_level_misses(const Processor& processor) {
  return processor.vendor == "GenuineIntel";
}

std::string identity(const Processor& processor) {
  if (!processor.name.empty()) return processor.name;
  std::ostringstream text;
  text << processor.vendor << "/0x" << std::hex << processor.model;
  if (!processor.board.empty()) text << ", " << processor.board;
  return text.str();
}

}  // namespace wattle::energy
