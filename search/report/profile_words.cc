// SPDX-License-Identifier: MIT
#include "search/report/profile_words.h"

#include <array>
#include <numeric>

#include "energy/text/join.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

double sum_of(const std::vector<ProfileShare>& shares) {
  return std::accumulate(shares.begin(), shares.end(), 0.0,
                         [](double sum, const ProfileShare& each) { return sum + each.joules; });
}

/// As in the measuring of trials: below so many steps a window says little.
constexpr double kStepsOfMeter = 20.0;

std::string window_sentence(const Measuring& measuring) {
  if (measuring.window >= kStepsOfMeter * measuring.resolution) return {};
  return " A measurement took " + seconds_text(measuring.window) +
         ", which is short beside the meter's step of " + seconds_text(measuring.resolution) +
         ": small numbers say little.";
}

/// "-" where nothing is computed.
std::string call_text(const trainer::CallCost& cost) {
  return cost.seconds > 0.0 ? cost_text(cost.joules, cost.half_width) : "-";
}

std::string step_sentence(const trainer::ModelProfile& profile) {
  const double layers = sum_of(layer_shares(profile));
  std::string text = "A training step of " + std::to_string(profile.batch) +
                     " examples: " + cost_text(profile.step.joules, profile.step.half_width) +
                     " in " + seconds_text(Seconds(profile.step.seconds)) +
                     "; its layers one by one: " + joules_text(Joules(layers));
  if (!(profile.step.joules > 0.0)) return text + ".";
  text += " (" + percent_text(layers / profile.step.joules) + ")";
  return text + (layers < profile.step.joules ? ". The rest is loss, update and data."
                                              : ". Alone they cost more than together.");
}

}  // namespace

std::string meter_sentence(const Measuring& measuring) {
  const energy::EnergyReading& all = measuring.all;
  std::string text = "Joules above idle, by the meter " + measuring.meter + " (" +
                     std::string(source_words(all.source)) + ", covers " + join(all.domains) + ")";
  if (all.low < all.high && all.joules > Joules(0)) {
    text += "; the truth of each may be " + number_text(all.low / all.joules, 2) + " to " +
            number_text(all.high / all.joules, 2) + " times as much, all by the same factor";
  }
  return text + ". ± is the 95 % interval of the repeats." + window_sentence(measuring);
}

std::string cost_text(double joules, double half_width) {
  return joules_text(Joules(joules)) + " ± " + joules_text(Joules(half_width));
}

std::string count_text(std::int64_t count) {
  constexpr double kThousand = 1e3;
  constexpr std::array kUnits{"", " k", " M", " G", " T"};
  auto value = static_cast<double>(count);
  std::size_t unit = 0;
  while (value >= kThousand && unit + 1 < kUnits.size()) {
    value /= kThousand;
    ++unit;
  }
  return number_text(value, 3) + kUnits[unit];
}

std::vector<std::string> profile_sentences(const ProfileReport& report) {
  std::string what = report.name + ", " + std::to_string(report.threads) +
                     (report.threads == 1 ? " thread" : " threads");
  if (!report.parameters.json().empty()) what += ": " + parameters_text(report.parameters);
  const Measuring measuring{report.all, report.meter, report.window, report.resolution};
  return {what + ".", meter_sentence(measuring), step_sentence(report.profile)};
}

ProfileTable layers_table(const trainer::ModelProfile& profile) {
  ProfileTable table;
  table.heads = {"layer", "kind",    "output",   "parameters", "MACs",
                 "bytes", "forward", "backward", "share"};
  table.left = 3;
  const auto shares = layer_shares(profile);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const trainer::LayerProfile& layer = profile.layers[i];
    table.rows.push_back({layer.name, layer.kind, layer.output_shape, count_text(layer.parameters),
                          count_text(layer.macs), count_text(layer.bytes), call_text(layer.forward),
                          call_text(layer.backward), percent_text(shares[i].share)});
    table.shares.push_back(shares[i].share);
  }
  return table;
}

ProfileTable kinds_table(const trainer::ModelProfile& profile) {
  ProfileTable table;
  table.heads = {"kind of layer", "forward and backward", "share"};
  for (const ProfileShare& kind : kind_shares(profile)) {
    table.rows.push_back(
        {kind.name, cost_text(kind.joules, kind.half_width), percent_text(kind.share)});
    table.shares.push_back(kind.share);
  }
  return table;
}

ProfileTable inference_table(const trainer::ModelProfile& profile) {
  constexpr double kPredictions = 1000.0;
  ProfileTable table;
  table.heads = {"batch", "joules of 1,000 predictions", "time"};
  table.left = 0;
  for (const trainer::InferenceProfile& each : profile.inference) {
    const double times = kPredictions / static_cast<double>(each.batch);
    table.rows.push_back({std::to_string(each.batch),
                          cost_text(each.cost.joules * times, each.cost.half_width * times),
                          seconds_text(Seconds(each.cost.seconds * times))});
  }
  return table;
}

}  // namespace wattle::search
