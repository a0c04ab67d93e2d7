// SPDX-License-Identifier: MIT
#include "search/statistics/anova.h"

#include <Eigen/Dense>
#include <algorithm>
#include <bit>
#include <cstddef>
#include <limits>

#include "search/statistics/distributions.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A term as the set of its factors, one bit each.
using Term = unsigned;

constexpr std::size_t kMostFactors = 3;

struct ModelFit {
  double residual_sum = 0.0;
  int rank = 0;
};

/// Sum-to-zero contrasts, n x (levels - 1): the last level is minus all the others.
MatrixXd contrasts_of(const AnovaFactor& factor) {
  std::vector<int> levels = factor.levels;
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  const auto columns = static_cast<Index>(levels.size()) - 1;
  MatrixXd contrasts = MatrixXd::Zero(static_cast<Index>(factor.levels.size()), columns);
  for (Index i = 0; i < contrasts.rows(); ++i) {
    const int level = factor.levels[static_cast<std::size_t>(i)];
    const Index column = std::lower_bound(levels.begin(), levels.end(), level) - levels.begin();
    if (column < columns) {
      contrasts(i, column) = 1.0;
    } else {
      contrasts.row(i).setConstant(-1.0);
    }
  }
  return contrasts;
}

/// Products of each column of one with each of the other.
MatrixXd products_of(const MatrixXd& a, const MatrixXd& b) {
  MatrixXd products(a.rows(), a.cols() * b.cols());
  for (Index i = 0; i < a.cols(); ++i) {
    for (Index j = 0; j < b.cols(); ++j) {
      products.col(i * b.cols() + j) = a.col(i).cwiseProduct(b.col(j));
    }
  }
  return products;
}

class LinearModels {
 public:
  LinearModels(std::span<const double> values, std::span<const AnovaFactor> factors)
      : values_(Eigen::Map<const VectorXd>(values.data(), static_cast<Index>(values.size()))) {
    values_.array() -= values_.mean();
    for (const AnovaFactor& factor : factors) contrasts_.push_back(contrasts_of(factor));
  }

  double total_sum() const { return values_.squaredNorm(); }

  ModelFit fit(const std::vector<Term>& terms) const {
    MatrixXd design = MatrixXd::Ones(values_.size(), 1);
    for (const Term term : terms) {
      const MatrixXd block = columns_of(term);
      design.conservativeResize(Eigen::NoChange, design.cols() + block.cols());
      design.rightCols(block.cols()) = block;
    }
    const Eigen::ColPivHouseholderQR<MatrixXd> decomposition(design);
    const VectorXd rotated = decomposition.householderQ().transpose() * values_;
    const Index rank = decomposition.rank();
    return {rotated.tail(rotated.size() - rank).squaredNorm(), static_cast<int>(rank)};
  }

 private:
  MatrixXd columns_of(Term term) const {
    MatrixXd columns = MatrixXd::Ones(values_.size(), 1);
    for (std::size_t f = 0; f < contrasts_.size(); ++f) {
      if ((term >> f & 1U) != 0) columns = products_of(columns, contrasts_[f]);
    }
    return columns;
  }

  VectorXd values_;  ///< about their mean
  std::vector<MatrixXd> contrasts_;
};

std::vector<Term> terms_of(std::size_t factors, int highest_interaction) {
  std::vector<Term> terms;
  for (Term term = 1; term < (1U << factors); ++term) {
    if (std::popcount(term) <= highest_interaction) terms.push_back(term);
  }
  std::stable_sort(terms.begin(), terms.end(),
                   [](Term a, Term b) { return std::popcount(a) < std::popcount(b); });
  return terms;
}

std::vector<Term> without_those_that_contain(const std::vector<Term>& terms, Term term) {
  std::vector<Term> others;
  for (const Term other : terms) {
    if ((other & term) != term) others.push_back(other);
  }
  return others;
}

std::string name_of_term(Term term, std::span<const AnovaFactor> factors) {
  std::string name;
  for (std::size_t f = 0; f < factors.size(); ++f) {
    if ((term >> f & 1U) != 0) name += (name.empty() ? "" : ":") + factors[f].name;
  }
  return name;
}

std::string defect_of(std::span<const double> values, std::span<const AnovaFactor> factors) {
  if (factors.empty()) return "there is no factor";
  if (factors.size() > kMostFactors) return "there are more than three factors";
  if (std::string defect = finite_defect(values); !defect.empty()) return defect;
  for (const AnovaFactor& factor : factors) {
    if (factor.levels.size() != values.size()) {
      return "the levels of " + factor.name + " differ in number from the values";
    }
    const auto [least, most] = std::minmax_element(factor.levels.begin(), factor.levels.end());
    if (*least == *most) return factor.name + " has only one level";
  }
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return *least == *most ? "all values are equal" : "";
}

void test_term(const AnovaSummary& summary, AnovaTerm& term) {
  const int error_freedom = summary.residual_degrees_of_freedom;
  const double residual = summary.residual_sum_of_squares;
  term.test.n = summary.n;
  term.test.degrees_of_freedom = term.degrees_of_freedom;
  term.test.error_degrees_of_freedom = error_freedom;
  term.eta_squared = term.sum_of_squares / summary.total_sum_of_squares;
  // What rounding leaves of an exact fit.
  const double nothing =
      summary.n * std::numeric_limits<double>::epsilon() * summary.total_sum_of_squares;
  if (term.degrees_of_freedom == 0) {
    term.test.reason = "the cells that would show it are empty";
  } else if (error_freedom == 0) {
    term.test.reason = "the model leaves no residual degrees of freedom";
  } else if (residual <= nothing) {
    term.test.reason = "the model fits exactly";
  } else {
    const double f = term.sum_of_squares / term.degrees_of_freedom / (residual / error_freedom);
    term.test.statistic = f;
    term.test.p_value = f_upper(f, term.degrees_of_freedom, error_freedom);
    term.test.method = StatisticalMethod::kF;
    term.partial_eta_squared = term.sum_of_squares / (term.sum_of_squares + residual);
  }
}

}  // namespace

AnovaSummary analysis_of_variance(std::span<const double> values,
                                  std::span<const AnovaFactor> factors,
                                  const AnovaOptions& options) {
  AnovaSummary summary;
  summary.n = static_cast<int>(values.size());
  summary.reason = defect_of(values, factors);
  if (!summary.reason.empty()) return summary;

  const LinearModels models(values, factors);
  const std::vector<Term> terms = terms_of(factors.size(), options.highest_interaction);
  const ModelFit all = models.fit(terms);
  summary.total_sum_of_squares = models.total_sum();
  summary.residual_sum_of_squares = all.residual_sum;
  summary.residual_degrees_of_freedom = summary.n - all.rank;
  for (const Term each : terms) {
    std::vector<Term> model = without_those_that_contain(terms, each);
    const ModelFit without = models.fit(model);
    model.push_back(each);
    const ModelFit with = models.fit(model);
    AnovaTerm term;
    term.name = name_of_term(each, factors);
    term.sum_of_squares = std::max(0.0, without.residual_sum - with.residual_sum);
    term.degrees_of_freedom = with.rank - without.rank;
    test_term(summary, term);
    summary.terms.push_back(std::move(term));
  }
  return summary;
}

}  // namespace wattle::search
