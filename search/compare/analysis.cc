// SPDX-License-Identifier: MIT
#include "search/compare/analysis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "search/space/rng.h"
#include "search/statistics/bootstrap.h"
#include "search/statistics/holm.h"
#include "search/study/counting.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr std::uint64_t kBootstrapStream = 0x626f6f74;  // "boot"
constexpr int kGridPoints = 60;
/// A band has sixty points: at 2,000 resamples its ends scatter by 3 % of their distance.
constexpr int kBandResamples = 2000;

/// What the joules of a trial are, in words: their source and what they cover.
std::string quantity(const energy::EnergyReading& reading) {
  std::string text(energy::to_string(reading.source));
  for (const std::string& domain : reading.domains) text += " " + domain;
  return text;
}

/// By arm, the kinds of joules that its trials have.
std::map<std::string, std::set<std::string>> quantities(const std::vector<ArmStudies>& studies) {
  std::map<std::string, std::set<std::string>> found;
  for (const ArmStudies& arm : studies) {
    for (const StudyRecord& study : arm.repeats) {
      for (const Trial& trial : study.trials) {
        if (!trial.measurement) continue;
        const energy::EnergyReading& reading = trial.measurement->energy;
        if (reading.source == energy::Source::kUnknown) continue;
        found[arm.arm.name].insert(quantity(reading));
      }
    }
  }
  return found;
}

std::string different_quantities(const std::vector<ArmStudies>& studies) {
  std::set<std::string> counters;
  for (const ArmStudies& arm : studies) {
    for (const StudyRecord& study : arm.repeats) counters.insert(counted_by(study.context).dump());
  }
  if (counters.size() > 1) return "the studies were counted by different meters or processors";
  const auto by_arm = quantities(studies);
  std::set<std::string> all;
  for (const auto& [arm, kinds] : by_arm) all.insert(kinds.begin(), kinds.end());
  if (all.size() < 2) return {};
  std::string text;
  for (const auto& [arm, kinds] : by_arm) {
    text += (text.empty() ? "" : "; ") + arm + ": ";
    bool first = true;
    for (const std::string& kind : kinds) {
      text += (first ? "" : " and ") + kind;
      first = false;
    }
  }
  return text;
}

std::vector<const StudyRecord*> all_studies(const std::vector<ArmStudies>& studies) {
  std::vector<const StudyRecord*> all;
  for (const ArmStudies& arm : studies) {
    for (const StudyRecord& study : arm.repeats) all.push_back(&study);
  }
  return all;
}

/// True where a trial's joules come from such a source.
template <class Wanted>
bool has_joules(const std::vector<ArmStudies>& studies, const Wanted& wanted) {
  for (const StudyRecord* study : all_studies(studies)) {
    for (const Trial& trial : study->trials) {
      if (trial.measurement && wanted(trial.measurement->energy.source)) return true;
    }
  }
  return false;
}

/// The joules that the studies decided by, as their contexts say.
std::string energy_metric_of(const std::vector<ArmStudies>& studies) {
  const nlohmann::json& context = studies.front().repeats.front().context;
  return context.is_object() ? context.value("energy_metric", std::string(kTrainJoules))
                             : std::string(kTrainJoules);
}

Estimate median_of(const std::vector<double>& values, Rng& rng) {
  const std::vector<std::size_t> sizes{values.size()};
  return bootstrap(
      sizes,
      [&](const Resample& drawn) {
        std::vector<double> sample;
        for (const std::size_t i : drawn.front()) sample.push_back(values[i]);
        return center_of(std::move(sample), Center::kMedian);
      },
      {.method = StatisticalMethod::kPercentile}, rng);
}

/// At the end of each study; the worst there is where it found nothing.
std::vector<double> final_metrics(const ArmFindings& arm, const Goal& goal) {
  std::vector<double> metrics;
  for (const Trajectory& run : arm.repeats) {
    const double metric = run.final_metric();
    metrics.push_back(std::isnan(metric) ? (goal.maximise() ? -HUGE_VAL : HUGE_VAL) : metric);
  }
  return metrics;
}

/// The worst of the arms' median results: what every arm can be asked for.
double weakest_result(const std::vector<ArmFindings>& arms, const Goal& goal) {
  double weakest = std::numeric_limits<double>::quiet_NaN();
  for (const ArmFindings& arm : arms) {
    if (arm.again) continue;
    const double median = center_of(final_metrics(arm, goal), Center::kMedian);
    const bool worse = goal.maximise() ? median < weakest : median > weakest;
    if (std::isnan(weakest) || worse) weakest = median;
  }
  return weakest;
}

/// What the goal itself asks of the metric.
std::optional<double> goal_target(const nlohmann::json& goal) {
  if (goal.at("kind") != "cheapest") return std::nullopt;
  for (const char* bound : {"at_least", "at_most"}) {
    if (goal.contains(bound)) return goal.at(bound).get<double>();
  }
  return std::nullopt;
}

/// Even steps from 0 to `last`; none where nobody has spent anything.
std::vector<double> even_steps(double last) {
  std::vector<double> steps;
  if (!(last > 0.0) || !std::isfinite(last)) return steps;
  for (int i = 0; i < kGridPoints; ++i) steps.push_back(last * i / kGridPoints);
  steps.push_back(last);
  return steps;
}

/// As far as all studies have got.
Grid grid_of(const std::vector<ArmFindings>& arms) {
  double joules = HUGE_VAL;
  double seconds = HUGE_VAL;
  int trials = std::numeric_limits<int>::max();
  for (const ArmFindings& arm : arms) {
    for (const Trajectory& run : arm.repeats) {
      joules = std::min(joules, run.joules().value);
      seconds = std::min(seconds, run.points.empty() ? 0.0 : run.points.back().seconds.value);
      trials = std::min(trials, run.points.empty() ? 0 : run.points.back().trials);
    }
  }
  Grid grid{even_steps(joules), {}, even_steps(seconds)};
  const int step = std::max(1, trials / kGridPoints);
  for (int k = 1; k <= trials; k += step) grid.trials.push_back(k);
  return grid;
}

template <class At>
Band band_of(const std::vector<Trajectory>& runs, const std::vector<double>& grid, const At& at,
             Rng& rng) {
  MatrixXd curves(static_cast<Index>(runs.size()), static_cast<Index>(grid.size()));
  for (Index i = 0; i < curves.rows(); ++i) {
    for (Index j = 0; j < curves.cols(); ++j) {
      curves(i, j) = at(runs[static_cast<std::size_t>(i)], grid[static_cast<std::size_t>(j)]);
    }
  }
  return pointwise_band(curves, Center::kMedian, {.resamples = kBandResamples}, rng);
}

void describe_arm(const Goal& goal, double target, const Grid& grid, ArmFindings& arm, Rng& rng) {
  std::vector<double> joules;
  Joules all;
  Joules overhead;
  Joules wasted;
  for (const Trajectory& run : arm.repeats) {
    joules.push_back(run.joules().value);
    arm.to_target.push_back(joules_to_target(run, goal, target));
    all += run.joules();
    overhead += run.overhead;
    wasted += run.wasted;
  }
  arm.final_metric = median_of(final_metrics(arm, goal), rng);
  arm.joules = median_of(joules, rng);
  if (all > Joules(0)) {
    arm.overhead_share = overhead / all;
    arm.wasted_share = wasted / all;
  }
  arm.survival = kaplan_meier(arm.to_target);
  arm.median_to_target = survival_quantile(arm.survival, 0.5);
  arm.mean_to_target = expected_running_energy(arm.to_target, {}, rng);
  arm.loss_over_joules = band_of(
      arm.repeats, grid.joules,
      [](const Trajectory& run, double spent) { return loss_at(run, Joules(spent)); }, rng);
  arm.loss_over_trials = band_of(
      arm.repeats, grid.trials,
      [](const Trajectory& run, double ended) { return loss_at(run, static_cast<int>(ended)); },
      rng);
  arm.loss_over_seconds = band_of(
      arm.repeats, grid.seconds,
      [](const Trajectory& run, double spent) { return loss_at(run, Seconds(spent)); }, rng);
}

std::vector<double> final_losses(const ArmFindings& arm) {
  std::vector<double> losses;
  for (const Trajectory& run : arm.repeats) losses.push_back(run.final_loss());
  return losses;
}

/// The greatest finite loss that any study had on its way.
double worst_loss(const std::vector<ArmFindings>& arms) {
  double worst = -HUGE_VAL;
  for (const ArmFindings& arm : arms) {
    for (const Trajectory& run : arm.repeats) {
      for (const TrajectoryPoint& point : run.points) {
        if (std::isfinite(point.loss)) worst = std::max(worst, point.loss);
      }
    }
  }
  return worst;
}

std::vector<double> mean_losses(const ArmFindings& arm, Joules horizon, double worst) {
  std::vector<double> losses;
  for (const Trajectory& run : arm.repeats) losses.push_back(mean_loss(run, horizon, worst));
  return losses;
}

std::vector<double> losses_at(const ArmFindings& arm, Joules joules) {
  std::vector<double> losses;
  for (const Trajectory& run : arm.repeats) losses.push_back(loss_at(run, joules));
  return losses;
}

PairFindings compare_pair(const ComparisonFindings& findings, std::size_t a, std::size_t b,
                          Rng& rng) {
  const ArmFindings& first = findings.arms[a];
  const ArmFindings& second = findings.arms[b];
  PairFindings pair;
  pair.first = a;
  pair.second = b;
  const std::vector<double> x = final_losses(first);
  const std::vector<double> y = final_losses(second);
  pair.final_loss = wilcoxon_signed_rank(x, y);
  pair.superiority = superiority(x, y);
  pair.at_end = win_rate(x, y);
  if (findings.grid.joules.empty()) return pair;
  const Joules horizon(findings.grid.joules.back());
  const double worst = worst_loss(findings.arms);
  pair.mean_loss =
      wilcoxon_signed_rank(mean_losses(first, horizon, worst), mean_losses(second, horizon, worst));
  const Pairing pairing = first.again || second.again ? Pairing::kUnpaired : Pairing::kPaired;
  pair.energy_ratio = running_energy_ratio(first.to_target, second.to_target, pairing, {}, rng);
  pair.at_equal_joules = win_rate(losses_at(first, horizon), losses_at(second, horizon));
  return pair;
}

/// Of the pairs that `wanted` says, as one family of tests.
template <class Wanted>
void adjust(std::vector<PairFindings>& pairs, const Wanted& wanted) {
  std::vector<PairFindings*> family;
  std::vector<std::optional<double>> final_loss;
  std::vector<std::optional<double>> mean_loss;
  for (PairFindings& pair : pairs) {
    if (!wanted(pair)) continue;
    family.push_back(&pair);
    final_loss.push_back(pair.final_loss.test.p_value);
    mean_loss.push_back(pair.mean_loss.test.p_value);
  }
  final_loss = holm_adjusted(final_loss);
  mean_loss = holm_adjusted(mean_loss);
  for (std::size_t i = 0; i < family.size(); ++i) {
    family[i]->final_adjusted = final_loss[i];
    family[i]->mean_adjusted = mean_loss[i];
  }
}

void rank_arms(ComparisonFindings& findings) {
  // Those that are run again stand last, and are no strategies of their own.
  const auto ranked = std::count_if(findings.arms.begin(), findings.arms.end(),
                                    [](const ArmFindings& arm) { return !arm.again; });
  MatrixXd losses(findings.repeats, static_cast<Index>(ranked));
  for (Index j = 0; j < losses.cols(); ++j) {
    const std::vector<double> column = final_losses(findings.arms[static_cast<std::size_t>(j)]);
    for (Index i = 0; i < losses.rows(); ++i) losses(i, j) = column[static_cast<std::size_t>(i)];
  }
  findings.friedman = friedman(losses);
  findings.nemenyi =
      nemenyi(findings.friedman.average_ranks, findings.friedman.blocks, kComparisonLevel);
}

}  // namespace

ComparisonFindings analyse(const nlohmann::json& document, const ComparisonPlan& plan,
                           const std::vector<ArmStudies>& studies) {
  ComparisonFindings findings;
  findings.goal = Goal::from_json(document.at("goal"), energy_metric_of(studies));
  findings.repeats = plan.repeats;
  findings.joules_known =
      has_joules(studies, [](energy::Source source) { return source != energy::Source::kUnknown; });
  findings.estimated = has_joules(
      studies, [](energy::Source source) { return source == energy::Source::kEstimated; });
  findings.refused = different_quantities(studies);
  findings.box = front_box(findings.goal, all_studies(studies));
  for (const ArmStudies& arm : studies) {
    ArmFindings described;
    described.name = arm.arm.name;
    described.again = arm.arm.again;
    for (const StudyRecord& study : arm.repeats) {
      described.repeats.push_back(trajectory_of(study, findings.goal, findings.box));
    }
    findings.arms.push_back(std::move(described));
  }
  const std::optional<double> asked = plan.target ? plan.target : goal_target(document.at("goal"));
  findings.target_chosen = !asked;
  findings.target = asked ? *asked : weakest_result(findings.arms, findings.goal);
  if (!findings.refused.empty()) return findings;

  Rng rng(document.at("seed").get<std::uint64_t>(), kBootstrapStream);
  findings.grid = grid_of(findings.arms);
  for (ArmFindings& arm : findings.arms) {
    describe_arm(findings.goal, findings.target, findings.grid, arm, rng);
  }
  for (std::size_t a = 0; a < findings.arms.size(); ++a) {
    for (std::size_t b = a + 1; b < findings.arms.size(); ++b) {
      findings.pairs.push_back(compare_pair(findings, a, b, rng));
    }
  }
  const auto is_check = [&](const PairFindings& pair) { return findings.arms[pair.second].again; };
  adjust(findings.pairs, [&](const PairFindings& pair) { return !is_check(pair); });
  adjust(findings.pairs, is_check);
  rank_arms(findings);
  return findings;
}

}  // namespace wattle::search
