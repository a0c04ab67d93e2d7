// SPDX-License-Identifier: MIT
#include "search/report/importance.h"

#include <algorithm>
#include <utility>

#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// Apart from the streams of the trials, which begin at 0.
constexpr std::uint64_t kForestStream = 0x666f72657374;

/// Where the space was widened or narrowed by hand, a trial may be no point of it any more.
MeasuredTrials within(const SearchSpace& space, const MeasuredTrials& all,
                      std::vector<Parameters>& points) {
  MeasuredTrials inside{all.quantity, {}, {}, all.reason};
  for (std::size_t i = 0; i < all.trials.size(); ++i) {
    nlohmann::json values = nlohmann::json::object();
    for (const Parameter& parameter : space.parameters()) {
      const Value* const value = all.trials[i]->parameters.find(parameter.name);
      if (value != nullptr) values[parameter.name] = *value;
    }
    Parameters point(std::move(values));
    if (!space.contains(point)) continue;
    points.push_back(std::move(point));
    inside.trials.push_back(all.trials[i]);
    inside.values.push_back(all.values[i]);
  }
  return inside;
}

/// Why nothing can be said from so many values.
std::string defect_of(const std::vector<double>& values) {
  if (values.size() < kLeastTrials) {
    return count_text(values.size(), "complete trial") + " of the space with it " +
           (values.size() == 1 ? "is" : "are") + " too few (it takes " +
           std::to_string(kLeastTrials) + ")";
  }
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return *least == *most ? "it was the same in every trial" : "";
}

FunctionalAnovaOptions options_for(const SearchSpace& space) {
  // Cost grows with the squares of parameters and of leaves: of many parameters the trees are
  // small.
  constexpr std::size_t kLeavesOfAll = 3000;
  FunctionalAnovaOptions options;
  const auto leaves = static_cast<int>(kLeavesOfAll / space.size());
  options.forest.most_leaves = std::clamp(leaves, 60, options.forest.most_leaves);
  return options;
}

ResponseImportance of_response(const Design& design, const MeasuredTrials& all,
                               std::uint64_t seed) {
  ResponseImportance result;
  result.quantity = all.quantity;
  result.complete = all.trials.size();
  result.reason = all.reason;
  if (!result.reason.empty()) return result;

  std::vector<Parameters> points;
  const MeasuredTrials used = within(design.space, sampled(all, kMostTrials, seed), points);
  result.used = used.trials.size();
  result.drawn = std::min(all.trials.size(), kMostTrials);
  result.reason = defect_of(used.values);
  if (!result.reason.empty()) return result;

  Rng rng(seed, kForestStream);
  ParameterImportance importance =
      parameter_importance(design.space, points, used.values, options_for(design.space), rng);
  result.explained = importance.explained;
  result.reason = std::move(importance.reason);
  for (ParameterShare& share : importance.shares) {
    (share.second.empty() ? result.single : result.pairs).push_back(std::move(share));
  }
  result.pairs.resize(std::min(result.pairs.size(), kPairsTold));
  return result;
}

}  // namespace

StudyImportance importance_of(const StudyRecord& study, const Findings& findings,
                              const std::optional<Design>& design) {
  StudyImportance importance;
  if (!design) return importance;
  const std::uint64_t seed = seed_of(study);
  importance.confounding = confounding(study);
  importance.metric = of_response(*design, metric_of_trials(study, findings), seed);
  if (!findings.joules_known) return importance;
  importance.estimated = findings.estimated;
  importance.joules = of_response(*design, logarithms_of(joules_of_trials(study, findings)), seed);
  return importance;
}

}  // namespace wattle::search
