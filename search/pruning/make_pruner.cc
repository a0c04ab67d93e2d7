// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cassert>

#include "search/pruning/asha_pruner.h"
#include "search/pruning/energy_pruner.h"
#include "search/pruning/hyperband_pruner.h"
#include "search/pruning/median_pruner.h"
#include "search/pruning/patience_pruner.h"
#include "search/pruning/pruner.h"
#include "search/space/names_of.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using Made = std::unique_ptr<Pruner>;

class NoPruner final : public Pruner {
 public:
  std::string_view kind() const override { return "none"; }
  std::optional<std::string> should_stop(const Trial& /*trial*/,
                                         const PruningContext& /*context*/) const override {
    return std::nullopt;
  }
};

Rungs rungs_of(const json& pruner) {
  Rungs rungs;
  rungs.first = pruner.value("min_steps", rungs.first);
  rungs.eta = pruner.value("reduction_factor", rungs.eta);
  return rungs;
}

Made make_none(const json& /*pruner*/, const Goal& /*goal*/) {
  return std::make_unique<NoPruner>();
}

Made make_median(const json& pruner, const Goal& goal) {
  MedianPrunerOptions options;
  options.startup_trials = pruner.value("startup_trials", options.startup_trials);
  options.warmup_steps = pruner.value("warmup_steps", options.warmup_steps);
  return std::make_unique<MedianPruner>(goal, options);
}

Made make_asha(const json& pruner, const Goal& goal) {
  return std::make_unique<AshaPruner>(goal, rungs_of(pruner));
}

Made make_hyperband(const json& pruner, const Goal& goal) {
  HyperbandPrunerOptions options;
  options.rungs = rungs_of(pruner);
  options.brackets = pruner.value("brackets", options.brackets);
  return std::make_unique<HyperbandPruner>(goal, options);
}

Made make_patience(const json& pruner, const Goal& goal) {
  PatiencePrunerOptions options;
  options.patience = pruner.value("patience", options.patience);
  options.min_delta = pruner.value("min_delta", options.min_delta);
  return std::make_unique<PatiencePruner>(goal, options);
}

Made make_energy(const json& pruner, const Goal& goal) {
  EnergyPrunerOptions options;
  options.warmup_steps = pruner.value("warmup_steps", options.warmup_steps);
  return std::make_unique<EnergyPruner>(goal, options);
}

struct KindRow {
  const char* name;
  Made (*make)(const json& pruner, const Goal& goal);
};

/// Every pruner there is, in the order of the docs.
constexpr std::array kKinds{
    KindRow{"none", make_none},         KindRow{"median", make_median},
    KindRow{"asha", make_asha},         KindRow{"hyperband", make_hyperband},
    KindRow{"patience", make_patience}, KindRow{"energy", make_energy},
};

}  // namespace

const std::vector<std::string>& pruner_kinds() {
  static const std::vector<std::string> kinds = names_of(kKinds, &KindRow::name);
  return kinds;
}

std::unique_ptr<Pruner> make_pruner(const nlohmann::json& pruner, const Goal& goal) {
  const auto kind = pruner.at("kind").get<std::string>();
  const auto* const row = std::find_if(kKinds.begin(), kKinds.end(),
                                       [&](const KindRow& each) { return kind == each.name; });
  assert(row != kKinds.end());
  return row->make(pruner, goal);
}

}  // namespace wattle::search
