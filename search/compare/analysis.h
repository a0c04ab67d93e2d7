// SPDX-License-Identifier: MIT
// What a comparison shows, worked out once for every form of its report.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "search/compare/plan.h"
#include "search/compare/trajectory.h"
#include "search/statistics/bands.h"
#include "search/statistics/effect_size.h"
#include "search/statistics/friedman.h"
#include "search/statistics/nemenyi.h"
#include "search/statistics/running_energy.h"
#include "search/statistics/wilcoxon.h"
#include "search/statistics/win_rate.h"

namespace wattle::search {

/// The studies of one arm, by repeat.
struct ArmStudies {
  Arm arm;
  std::vector<StudyRecord> repeats;
};

struct ArmFindings {
  std::string name;
  bool again = false;
  std::vector<Trajectory> repeats;
  std::vector<RunToTarget> to_target;
  Estimate final_metric;        ///< median over repeats at the end of the budget
  Estimate joules;              ///< median over repeats, of a whole study
  double overhead_share = 0.0;  ///< the search's own joules, of all that the arm used
  double wasted_share = 0.0;    ///< of trials that did not complete, likewise
  SurvivalCurve survival;       ///< joules until the target
  Estimate median_to_target;    ///< joules by which half of the repeats are there
  Estimate mean_to_target;      ///< expected running energy, restarts counted
  Band loss_over_joules;        ///< median, at `Grid::joules`
  Band loss_over_trials;        ///< likewise, at `Grid::trials`
  Band loss_over_seconds;       ///< likewise, at `Grid::seconds`
};

/// One arm against another, repeat by repeat.
struct PairFindings {
  std::size_t first = 0;  ///< indices of arms; first < second
  std::size_t second = 0;
  WilcoxonSummary final_loss;            ///< first minus second, at the end of the budget
  WilcoxonSummary mean_loss;             ///< likewise of the area under loss over joules
  std::optional<double> final_adjusted;  ///< p-values by Holm, over all pairs
  std::optional<double> mean_adjusted;
  SuperioritySummary superiority;  ///< how often the first has the higher final loss
  Estimate energy_ratio;           ///< of expected running energy, first over second
  WinRateSummary at_end;           ///< repeat by repeat, of the final loss
  /// Of the loss after equal joules: as much as every study has spent.
  WinRateSummary at_equal_joules;
};

struct Grid {
  std::vector<double> joules;  ///< from 0 to what every study has spent
  std::vector<double> trials;  ///< from 1 to what every study has run
  /// From 0 to what every study has taken, its trials one after another.
  std::vector<double> seconds;
};

struct ComparisonFindings {
  Goal goal;
  int repeats = 0;
  double target = 0.0;
  bool target_chosen = false;  ///< nobody said it: the median result of the weakest arm
  bool joules_known = true;    ///< false: nobody counted any, so nothing is said about them
  bool estimated = false;      ///< the joules of at least one trial are an estimate
  /// Why the arms' joules are different quantities, so that nothing is compared; else empty.
  std::string refused;
  std::optional<FrontBox>
      box;  ///< of a goal with two objectives: what their fronts are measured by
  Grid grid;
  std::vector<ArmFindings> arms;
  std::vector<PairFindings> pairs;  ///< (0, 1), (0, 2), ..
  FriedmanSummary friedman;         ///< of final losses, repeats as blocks; arms `again` left out
  NemenyiSummary nemenyi;
};

/// The level of every test, and one minus the confidence of every interval.
inline constexpr double kComparisonLevel = 0.05;

/// `document` is the comparison's scenario. Every arm has the same number of repeats, at least one.
/// The same studies give the same findings: what is drawn at random comes from the scenario's seed.
/// O(resamples x points of the grid x repeats) an arm.
ComparisonFindings analyse(const nlohmann::json& document, const ComparisonPlan& plan,
                           const std::vector<ArmStudies>& studies);

}  // namespace wattle::search
