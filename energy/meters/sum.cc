// SPDX-License-Identifier: MIT
#include "energy/meters/sum.h"

#include <algorithm>
#include <array>
#include <utility>

#include "energy/cumulative.h"

namespace wattle::energy {
namespace {

using Meters = std::vector<std::unique_ptr<EnergyMeter>>;

constexpr std::array<Source, 6> kStrongestFirst{Source::kCounter,  Source::kSampled,
                                                Source::kReplayed, Source::kEstimated,
                                                Source::kReported, Source::kUnknown};

Source weaker(Source a, Source b) {
  return std::max(std::ranges::find(kStrongestFirst, a), std::ranges::find(kStrongestFirst, b))[0];
}

bool covers_all(const std::string& domain) { return domain == "wall" || domain == "system"; }

/// 0 means no limit.
Seconds tighter(Seconds a, Seconds b) {
  if (a == Seconds(0) || b == Seconds(0)) return std::max(a, b);
  return std::min(a, b);
}

std::vector<std::string> part_names(const MeterInfo& info) {
  return info.parts.empty() ? std::vector<std::string>{info.name} : info.parts;
}

MeterInfo add(MeterInfo sum, const MeterInfo& next) {
  sum.name += "+" + next.name;
  sum.source = weaker(sum.source, next.source);
  sum.domains.insert(sum.domains.end(), next.domains.begin(), next.domains.end());
  sum.resolution = std::max(sum.resolution, next.resolution);
  sum.longest_gap = tighter(sum.longest_gap, next.longest_gap);
  sum.idle = sum.idle && next.idle ? std::optional<Watts>(*sum.idle + *next.idle) : std::nullopt;
  sum.explanation += "; and " + next.explanation;
  const auto parts = part_names(next);
  sum.parts.insert(sum.parts.end(), parts.begin(), parts.end());
  return sum;
}

MeterInfo describe(const Meters& meters) {
  MeterInfo sum = meters.front()->info();
  sum.parts = part_names(sum);
  for (std::size_t i = 1; i < meters.size(); ++i) sum = add(std::move(sum), meters[i]->info());
  std::ranges::sort(sum.domains);
  return sum;
}

class SumMeter final : public EnergyMeter {
 public:
  explicit SumMeter(Meters meters) : meters_(std::move(meters)), info_(describe(meters_)) {}

  const MeterInfo& info() const override { return info_; }

  Result<CumulativeEnergy> read() override {
    std::vector<CumulativeEnergy> energies;
    std::vector<Joules> parts;
    std::optional<Error> failure;
    for (const auto& meter : meters_) {
      const auto energy = meter->read();
      if (!energy) {
        if (!failure) failure = of(*meter, energy.error());
        continue;
      }
      energies.push_back(*energy);
      if (energy->parts.empty()) parts.push_back(energy->joules);
      parts.insert(parts.end(), energy->parts.begin(), energy->parts.end());
    }
    if (failure) return tl::unexpected(*failure);
    CumulativeEnergy sum = sum_of_parts(energies);
    sum.parts = std::move(parts);
    return sum;
  }

 private:
  static Error of(const EnergyMeter& meter, Error error) {
    error.message = meter.info().name + ": " + error.message;
    return error;
  }

  Meters meters_;
  MeterInfo info_;
};

/// Empty when no two overlap.
std::string overlap(const Meters& meters) {
  for (std::size_t i = 0; i < meters.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const MeterInfo& a = meters[j]->info();
      const MeterInfo& b = meters[i]->info();
      const std::string domain = common_domain(a.domains, b.domains);
      if (domain.empty()) continue;
      return "the meters \"" + a.name + "\" and \"" + b.name + "\" both cover \"" + domain +
             "\", which would count it twice";
    }
  }
  return {};
}

}  // namespace

std::string common_domain(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (const std::string& domain : a) {
    if (std::ranges::find(b, domain) != b.end()) return domain;
  }
  if (std::ranges::any_of(a, covers_all) && !b.empty()) return b.front();
  if (std::ranges::any_of(b, covers_all) && !a.empty()) return a.front();
  return {};
}

Result<std::unique_ptr<EnergyMeter>> sum_meters(Meters meters) {
  if (meters.empty()) return fail(ErrorCode::kInvalidArgument, "there is no meter to add up");
  if (const std::string fault = overlap(meters); !fault.empty()) {
    return fail(ErrorCode::kInvalidArgument, fault);
  }
  if (meters.size() == 1) return std::move(meters.front());
  return std::make_unique<SumMeter>(std::move(meters));
}

}  // namespace wattle::energy
