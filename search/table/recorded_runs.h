// SPDX-License-Identifier: MIT
// Runs that happened before, to be looked up instead of being run again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "energy/meter.h"
#include "search/space/search_space.h"
#include "search/space/value_hash.h"
#include "search/trial/measurement.h"

namespace wattle::search {

/// One run from its start to its end.
struct RecordedRun {
  std::vector<Step>
      steps;            ///< by ascending step; joules and seconds since the start, never falling
  Metrics metrics;      ///< at its end
  Joules joules;        ///< of the whole run, at least those of its last step
  Seconds seconds;      ///< likewise
  std::string failure;  ///< why it failed; empty when it came to its end
};

/// The runs with the same parameters. They are repetitions: a trial gets one of them.
struct RecordedConfiguration {
  Parameters parameters;
  std::vector<RecordedRun> runs;  ///< at least one
  std::size_t rows = 0;           ///< of the file, that these runs were read from
};

/// Where the runs come from.
struct RecordingInfo {
  std::string name;          ///< the file's, for people
  bool joules_known = true;  ///< false: those of the runs are 0 and say nothing
  std::vector<std::string>
      domains;           ///< what the joules cover, sorted; empty: the record does not say
  std::size_t rows = 0;  ///< of the file, that were taken; RecordedRuns counts it
  std::string digest;    ///< of the file's bytes: equal for equal files
};

/// Immutable; thread-safe.
class RecordedRuns {
 public:
  /// Configurations have different parameters. With a `space`, values are spelled as it spells them
  /// (Parameter::canonical), so that its points are found, and those that it has not are left out.
  RecordedRuns(RecordingInfo info, std::vector<RecordedConfiguration> configurations,
               const SearchSpace* space = nullptr);

  const RecordingInfo& info() const { return info_; }
  const std::vector<RecordedConfiguration>& configurations() const { return configurations_; }
  std::size_t runs() const;

  /// nullptr when nothing was recorded for these parameters. O(parameters).
  const RecordedConfiguration* find(const Parameters& parameters) const;
  /// One of the runs with these parameters, each as likely as the others, the same for the same
  /// `seed`; nullptr as above.
  const RecordedRun* draw(const Parameters& parameters, std::uint64_t seed) const;
  /// The last step of the longest of these runs; nullopt when they have none.
  std::optional<int> planned_steps(const Parameters& parameters) const;

  /// Recorded joules as a reading: exactly those, replayed; unknown when none were recorded.
  energy::EnergyReading reading(Joules joules, Seconds seconds) const;
  /// What stands for a meter in a study that replays.
  energy::MeterInfo meter() const;

 private:
  RecordingInfo info_;
  std::vector<RecordedConfiguration> configurations_;
  std::unordered_map<Value, std::size_t, ValueHash> index_;  ///< into configurations_
};

}  // namespace wattle::search
