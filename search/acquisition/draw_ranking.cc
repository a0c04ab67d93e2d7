// SPDX-License-Identifier: MIT
#include "search/acquisition/draw_ranking.h"

#include <algorithm>
#include <limits>

namespace wattle::search {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// Below every w . z that the drawn values allow.
double least(const VectorXd& weights, const std::vector<VectorXd>& drawn) {
  double sum = 0.0;
  for (std::size_t q = 0; q < drawn.size(); ++q) {
    sum += (weights[static_cast<Index>(q)] * drawn[q]).minCoeff();
  }
  return sum;
}

}  // namespace

DrawRanking::DrawRanking(const OutputModels& models, const GoalForm& form,
                         const std::vector<VectorXd>& drawn, const VectorXd& bounds, Rng& rng) {
  const auto outputs = static_cast<Index>(models.outputs.size());
  const bool pair = form.objectives.size() == 2;
  const double t = pair ? rng.uniform() : 1.0;
  worst_ = -std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < form.objectives.size(); ++j) {
    VectorXd weights = Eigen::Map<const VectorXd>(form.objectives[j].data(), outputs);
    weights /= objective_deviation(models, weights);
    VectorXd padded = VectorXd::Zero(bounds.size());
    const double u = j == 0 ? t : 1.0 - t;
    padded.head(outputs) = u * weights;
    const double offset = pair ? least(padded, drawn) - u : 0.0;
    worst_ = std::max(worst_, padded.cwiseAbs().dot(bounds) - offset);
    weights_.push_back(std::move(padded));
    offsets_.push_back(offset);
  }
  for (const GoalForm::Constraint& constraint : form.constraints) {
    const auto q = static_cast<std::size_t>(constraint.output);
    requirements_.push_back(
        {constraint.output, constraint.limit, models.outputs[q].standardisation().scale});
  }
  if (models.failure) {
    requirements_.push_back({outputs, kFailureLimit, models.failure->standardisation().scale});
  }
}

double DrawRanking::violation(const VectorXd& z, VectorXd& slopes) const {
  double sum = 0.0;
  for (const Requirement& required : requirements_) {
    const double excess = z[required.output] - required.limit;
    if (!(excess > 0.0)) continue;
    sum += excess / required.deviation;
    slopes[required.output] -= 1.0 / required.deviation;
  }
  return sum;
}

double DrawRanking::rank(const VectorXd& z, VectorXd& slopes) const {
  slopes = VectorXd::Zero(z.size());
  const double missed = violation(z, slopes);
  if (missed > 0.0) return -worst_ - missed;
  std::size_t largest = 0;
  double loss = -std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < weights_.size(); ++j) {
    const double term = weights_[j].dot(z) - offsets_[j];
    if (term > loss) {
      loss = term;
      largest = j;
    }
  }
  slopes = -weights_[largest];
  return -loss;
}

}  // namespace wattle::search
