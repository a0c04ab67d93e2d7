// SPDX-License-Identifier: MIT
#include "search/pruning/median_pruner.h"
#include "search/pruning/pruner.h"

namespace wattle::search {
namespace {

class NoPruner final : public Pruner {
 public:
  std::string_view kind() const override { return "none"; }
  std::optional<std::string> should_stop(const Trial& /*trial*/,
                                         const History& /*others*/) const override {
    return std::nullopt;
  }
};

}  // namespace

const std::vector<std::string>& pruner_kinds() {
  static const std::vector<std::string> kinds{"none", "median"};
  return kinds;
}

std::unique_ptr<Pruner> make_pruner(const nlohmann::json& pruner, const Goal& goal) {
  if (pruner.at("kind") == "none") return std::make_unique<NoPruner>();
  MedianPrunerOptions options;
  options.startup_trials = pruner.value("startup_trials", options.startup_trials);
  options.warmup_steps = pruner.value("warmup_steps", options.warmup_steps);
  return std::make_unique<MedianPruner>(goal, options);
}

}  // namespace wattle::search
