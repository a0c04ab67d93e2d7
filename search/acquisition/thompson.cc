// SPDX-License-Identifier: MIT
#include "search/acquisition/thompson.h"

#include "search/gp/posterior_sample.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

std::vector<PosteriorPath> draw_paths(const OutputModels& models, Rng& rng) {
  std::vector<PosteriorPath> paths;
  for (const GaussianProcess& model : models.outputs) paths.emplace_back(model, rng);
  if (models.failure) paths.emplace_back(*models.failure, rng);
  return paths;
}

DrawRanking rank_paths(const OutputModels& models, const GoalForm& form,
                       const std::vector<PosteriorPath>& paths, const MatrixXd& known, Rng& rng) {
  std::vector<VectorXd> drawn;
  VectorXd bounds(static_cast<Index>(paths.size()));
  for (const PosteriorPath& path : paths) {
    bounds[static_cast<Index>(drawn.size())] = path.bound();
    drawn.push_back(path.values(known));
  }
  return {models, form, drawn, bounds, rng};
}

VectorXd rank_rows(const DrawRanking& ranking, const std::vector<VectorXd>& drawn) {
  VectorXd z(static_cast<Index>(drawn.size()));
  VectorXd slopes;
  VectorXd result(drawn.front().size());
  for (Index i = 0; i < result.size(); ++i) {
    for (Index q = 0; q < z.size(); ++q) z[q] = drawn[static_cast<std::size_t>(q)][i];
    result[i] = ranking.rank(z, slopes);
  }
  return result;
}

}  // namespace

ThompsonAcquisition::ThompsonAcquisition(const OutputModels& models, const GoalForm& form,
                                         const MatrixXd& known, Rng& rng)
    : paths_(draw_paths(models, rng)), ranking_(rank_paths(models, form, paths_, known, rng)) {}

VectorXd ThompsonAcquisition::values(const MatrixXd& points) const {
  std::vector<VectorXd> drawn;
  for (const PosteriorPath& path : paths_) drawn.push_back(path.values(points));
  return rank_rows(ranking_, drawn);
}

double ThompsonAcquisition::value(const VectorXd& point, VectorXd& gradient) const {
  const auto count = static_cast<Index>(paths_.size());
  VectorXd z(count);
  MatrixXd gradients(point.size(), count);
  for (Index q = 0; q < count; ++q) {
    z[q] = paths_[static_cast<std::size_t>(q)].value(point, gradient);
    gradients.col(q) = gradient;
  }
  VectorXd slopes;
  const double result = ranking_.rank(z, slopes);
  gradient = gradients * slopes;
  return result;
}

VectorXd thompson_values(const OutputModels& models, const GoalForm& form, const MatrixXd& points,
                         Rng& rng) {
  std::vector<VectorXd> drawn;
  for (const GaussianProcess& model : models.outputs) {
    drawn.push_back(draw_posterior(model, points, rng));
  }
  if (models.failure) drawn.push_back(draw_posterior(*models.failure, points, rng));
  VectorXd bounds(static_cast<Index>(drawn.size()));
  for (Index q = 0; q < bounds.size(); ++q) {
    bounds[q] = drawn[static_cast<std::size_t>(q)].cwiseAbs().maxCoeff();
  }
  return rank_rows(DrawRanking(models, form, drawn, bounds, rng), drawn);
}

}  // namespace wattle::search
