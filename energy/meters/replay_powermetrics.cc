// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "energy/meters/replay_formats.h"
#include "energy/text/number.h"

namespace wattle::energy {
namespace {

constexpr std::string_view kSample = "*** Sampled system activity";

/// One sample, as far as its lines have told.
struct Block {
  std::size_t line = 0;
  Seconds elapsed;
  std::optional<Watts> combined;  ///< "Combined Power (CPU + GPU + ANE)"
  std::optional<Watts> intel;     ///< "Intel energy model derived package power (...)"
  Watts parts;                    ///< CPU, GPU and ANE, on versions that do not add them up
  bool has_parts = false;
};

/// "(106.08ms elapsed)"
std::optional<Seconds> elapsed_of(std::string_view line) {
  const std::size_t end = line.rfind("ms elapsed)");
  if (end == std::string_view::npos) return std::nullopt;
  const std::size_t open = line.rfind('(', end);
  if (open == std::string_view::npos) return std::nullopt;
  const auto milliseconds = number_of(line.substr(open + 1, end - open - 1));
  if (!milliseconds || !(*milliseconds > 0.0)) return std::nullopt;
  return Seconds(1e-3 * *milliseconds);
}

/// "132 mW" or "1.23W", behind the colon.
std::optional<Watts> power_of(std::string_view line) {
  std::string_view text = without_blanks(line.substr(line.rfind(':') + 1));
  double unit = 1.0;
  if (!text.ends_with('W')) return std::nullopt;
  text.remove_suffix(1);
  if (text.ends_with('m')) {
    text.remove_suffix(1);
    unit = 1e-3;
  }
  const auto number = number_of(text);
  if (!number || *number < 0.0) return std::nullopt;
  return Watts(unit * *number);
}

tl::unexpected<Error> corrupt(std::size_t line, const std::string& what) {
  return fail(ErrorCode::kCorrupt, "line " + std::to_string(line) + ": " + what);
}

bool is_part(std::string_view line) {
  return line.starts_with("CPU Power:") || line.starts_with("GPU Power:") ||
         line.starts_with("ANE Power:");
}

/// Takes a line of power into the block; other lines say nothing here.
Result<void> take_power(std::string_view line, std::size_t number, Block& block) {
  const bool combined = line.starts_with("Combined Power");
  const bool intel = line.starts_with("Intel energy model derived package power");
  if (!combined && !intel && !is_part(line)) return {};
  const auto power = power_of(line);
  if (!power) return corrupt(number, "\"" + std::string(line) + "\" is not a power");
  if (combined) {
    block.combined = power;
  } else if (intel) {
    block.intel = power;
  } else {
    block.parts += *power;
    block.has_parts = true;
  }
  return {};
}

Result<void> close_block(const Block& block, Recording& recording) {
  if (block.line == 0) return {};  // before the first sample
  if (!block.combined && !block.intel && !block.has_parts) {
    return corrupt(block.line, "the sample that begins here has no power");
  }
  const Watts mean = block.combined ? *block.combined : block.intel.value_or(block.parts);
  const ReplaySample& last = recording.samples.back();
  recording.samples.push_back({last.time + block.elapsed, last.joules + mean * block.elapsed});
  if (block.intel) recording.domains = {"package"};
  return {};
}

}  // namespace

Result<Recording> parse_powermetrics(std::string_view text) {
  Recording recording{{{Seconds(0), Joules(0)}}, {"gpu", "package"}};
  Block block;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    ++number;
    if (!line.starts_with(kSample)) {
      if (auto taken = take_power(line, number, block); !taken) {
        return tl::unexpected(taken.error());
      }
      continue;
    }
    if (auto closed = close_block(block, recording); !closed) {
      return tl::unexpected(closed.error());
    }
    const auto elapsed = elapsed_of(line);
    if (!elapsed) return corrupt(number, "it does not say how many milliseconds have elapsed");
    block = {.line = number, .elapsed = *elapsed, .combined = {}, .intel = {}, .parts = {}};
  }
  if (auto closed = close_block(block, recording); !closed) return tl::unexpected(closed.error());
  return recording;
}

}  // namespace wattle::energy
