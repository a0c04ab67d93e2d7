// SPDX-License-Identifier: MIT
// Recordings in files, for the meter `replay:FILE`.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "energy/meters/replay.h"
#include "energy/system.h"

namespace wattle::energy {

struct Recording {
  std::vector<ReplaySample> samples;
  std::vector<std::string> domains;
};

/// Tells the format by the beginning:
///
///   a heading with "seconds" and "joules"   cumulative joules; domain "recorded"
///   a heading with "seconds" and "watts"    integrated by trapezoids; domain "recorded"
///   a heading with "timestamp" and "power.draw [W]" (or "gpu_power_draw")
///                                           a log of nvidia-smi, of one GPU, integrated likewise;
///                                           a last line that was cut off is left out; domain "gpu"
///   "*** Sampled system activity"           a text log of macOS powermetrics: the mean power of
///                                           each sample for as long as it says; domains "gpu" and
///                                           "package", or "package" on Intel processors
///
/// Fails with kCorrupt and the line, or with kInvalidArgument for another format.
Result<Recording> parse_recording(std::string_view text);

/// Fails with kNotFound or kIo, as `parse_recording` and as ReplayMeter do, each naming the file.
Result<std::unique_ptr<EnergyMeter>> open_replay_file(const std::filesystem::path& file,
                                                      const System& system);

}  // namespace wattle::energy
