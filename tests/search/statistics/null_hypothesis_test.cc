// SPDX-License-Identifier: MIT
// Where nothing differs, tests reject as often as they say. The random outcomes are compared with
// bounds that chance passes once in 1 / kFalseAlarm = 1,000,000 checks.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

#include "search/statistics/anova.h"
#include "search/statistics/friedman.h"
#include "search/statistics/holm.h"
#include "search/statistics/kruskal_wallis.h"
#include "search/statistics/mann_whitney.h"
#include "search/statistics/nemenyi.h"
#include "search/statistics/spearman.h"
#include "search/statistics/wilcoxon.h"
#include "tests/search/statistics/matrix_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using Experiment = std::function<double(Rng&)>;  ///< a p-value

constexpr std::array kLevels{0.01, 0.05, 0.1, 0.25, 0.5};

/// How often p <= level, for each level.
std::vector<double> rejections(const Experiment& experiment, int experiments, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<double> counts(kLevels.size(), 0.0);
  for (int i = 0; i < experiments; ++i) {
    const double p = experiment(rng);
    for (std::size_t l = 0; l < kLevels.size(); ++l) counts[l] += p <= kLevels[l] ? 1.0 : 0.0;
  }
  return counts;
}

constexpr int kExperiments = 4000;

/// At most the level, whatever it is.
void expect_valid(const Experiment& experiment, std::uint64_t seed) {
  const std::vector<double> counts = rejections(experiment, kExperiments, seed);
  for (std::size_t l = 0; l < kLevels.size(); ++l) {
    EXPECT_LE(counts[l], test::most_by_chance(kExperiments, kLevels[l])) << kLevels[l];
  }
}

/// Uniform to within a part of the level.
void expect_uniform(const Experiment& experiment, double part, std::uint64_t seed) {
  const std::vector<double> counts = rejections(experiment, kExperiments, seed);
  for (std::size_t l = 0; l < kLevels.size(); ++l) {
    const double high = kLevels[l] * (1.0 + part);
    const double low = kLevels[l] * (1.0 - part);
    EXPECT_LE(counts[l], test::most_by_chance(kExperiments, high)) << kLevels[l];
    EXPECT_GE(counts[l], test::fewest_by_chance(kExperiments, low)) << kLevels[l];
  }
}

TEST(NullHypothesis, IsRejectedByWilcoxonAtMostAtTheLevel) {
  expect_valid(
      [](Rng& rng) {
        return *wilcoxon_signed_rank(test::tied_sample(9, rng), test::tied_sample(9, rng))
                    .test.p_value;
      },
      1);
  expect_valid(
      [](Rng& rng) {
        return *wilcoxon_signed_rank(test::skewed_sample(20, rng), test::skewed_sample(20, rng))
                    .test.p_value;
      },
      2);
}

TEST(NullHypothesis, GivesWilcoxonUniformPForManyPairs) {
  expect_uniform(
      [](Rng& rng) {
        return *wilcoxon_signed_rank(test::tied_sample(80, rng), test::tied_sample(80, rng))
                    .test.p_value;
      },
      0.05, 3);
}

TEST(NullHypothesis, IsRejectedByMannAndWhitneyAtMostAtTheLevel) {
  expect_valid(
      [](Rng& rng) {
        return *mann_whitney(test::tied_sample(7, rng), test::tied_sample(11, rng)).p_value;
      },
      4);
  expect_uniform(
      [](Rng& rng) {
        return *mann_whitney(test::tied_sample(60, rng), test::tied_sample(50, rng)).p_value;
      },
      0.05, 5);
}

TEST(NullHypothesis, GivesKruskalAndWallisUniformP) {
  expect_uniform(
      [](Rng& rng) {
        const std::vector<std::vector<double>> groups{
            test::skewed_sample(30, rng), test::skewed_sample(25, rng), test::tied_sample(0, rng)};
        return *kruskal_wallis(std::span(groups).first(2)).test.p_value;
      },
      0.1, 6);
}

TEST(NullHypothesis, GivesFriedmansFUniformP) {
  expect_uniform([](Rng& rng) { return *friedman(test::skewed_matrix(20, 5, rng)).f.p_value; },
                 0.15, 7);
}

TEST(NullHypothesis, GivesSpearmanUniformP) {
  expect_uniform(
      [](Rng& rng) {
        return *spearman(test::skewed_sample(25, rng), test::skewed_sample(25, rng)).test.p_value;
      },
      0.1, 8);
  expect_valid(
      [](Rng& rng) {
        const SpearmanSummary summary =
            spearman(test::tied_sample(6, rng), test::skewed_sample(6, rng));
        return summary.test.p_value.value_or(1.0);
      },
      9);
}

TEST(NullHypothesis, GivesAnalysisOfVarianceUniformP) {
  // Exact for normal values, balanced or not.
  std::vector<AnovaFactor> factors{{"a", {}}, {"b", {}}};
  for (int i = 0; i < 23; ++i) {
    factors[0].levels.push_back(i % 2);
    factors[1].levels.push_back(i / 2 % 3);
  }
  for (const std::size_t term : {0U, 1U, 2U}) {
    expect_uniform(
        [&](Rng& rng) {
          return *analysis_of_variance(test::normal_sample(23, rng), factors)
                      .terms[term]
                      .test.p_value;
        },
        0.0, 10 + term);
  }
}

TEST(NullHypothesis, IsRejectedForAnyPairByNemenyiAboutAtTheLevel) {
  constexpr int kComparisons = 2000;
  Rng rng(13);
  int rejected = 0;
  for (int i = 0; i < kComparisons; ++i) {
    const FriedmanSummary summary = friedman(test::skewed_matrix(20, 5, rng));
    rejected += nemenyi(summary.average_ranks, 20).p_values.minCoeff() <= 0.05 ? 1 : 0;
  }
  EXPECT_LE(rejected, test::most_by_chance(kComparisons, 0.05));
}

/// What strategies that are all the same spend, over seeds: a seed is easy or hard for all of them.
std::vector<std::vector<double>> same_strategies(std::size_t arms, std::size_t seeds, bool ties,
                                                 Rng& rng) {
  std::vector<std::vector<double>> spent(arms);
  for (std::size_t s = 0; s < seeds; ++s) {
    const double hardness = std::exp(rng.normal());
    for (std::vector<double>& arm : spent) {
      const double joules = 100.0 * hardness * std::exp(0.5 * rng.normal());
      arm.push_back(ties ? std::round(joules / 100.0) : joules);
    }
  }
  return spent;
}

/// Is any of all pairs told apart, by Wilcoxon's test and Holm's adjustment?
bool any_difference_shown(const std::vector<std::vector<double>>& arms, double level) {
  std::vector<std::optional<double>> p_values;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    for (std::size_t j = i + 1; j < arms.size(); ++j) {
      p_values.push_back(wilcoxon_signed_rank(arms[i], arms[j]).test.p_value);
    }
  }
  for (const std::optional<double>& adjusted : holm_adjusted(p_values)) {
    if (adjusted && *adjusted <= level) return true;
  }
  return false;
}

TEST(SameAgainstSame, IsToldApartAtMostAtTheLevel) {
  // 500 comparisons at 5 %: 25 in the mean, and more than 50 once in a million.
  constexpr int kComparisons = 500;
  constexpr double kLevel = 0.05;
  for (const std::size_t arms : {2U, 4U}) {
    for (const bool ties : {false, true}) {
      Rng rng(20 + arms);
      int shown = 0;
      for (int i = 0; i < kComparisons; ++i) {
        shown += any_difference_shown(same_strategies(arms, 20, ties, rng), kLevel) ? 1 : 0;
      }
      EXPECT_LE(shown, test::most_by_chance(kComparisons, kLevel)) << arms << " arms";
    }
  }
}

TEST(SameAgainstSame, IsNoExcuseForSeeingNothing) {
  // A strategy that needs half of what the others need, over 20 seeds.
  Rng rng(30);
  for (int i = 0; i < 50; ++i) {
    std::vector<std::vector<double>> arms = same_strategies(3, 20, false, rng);
    for (double& joules : arms[0]) joules *= 0.3;
    EXPECT_TRUE(any_difference_shown(arms, 0.05));
  }
}

}  // namespace
}  // namespace wattle::search
