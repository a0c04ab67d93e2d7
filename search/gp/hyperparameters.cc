// SPDX-License-Identifier: MIT
#include "search/gp/hyperparameters.h"

#include <cmath>
#include <vector>

namespace wattle::search {
namespace {

std::optional<double> positive(const nlohmann::json& json) {
  if (!json.is_number()) return std::nullopt;
  const auto value = json.get<double>();
  if (!std::isfinite(value) || value <= 0.0) return std::nullopt;
  return value;
}

}  // namespace

Eigen::VectorXd Hyperparameters::to_log() const {
  const Eigen::Index p = length_scales.size();
  Eigen::VectorXd theta(p + 2);
  theta.head(p) = length_scales.array().log();
  theta[p] = std::log(signal_variance);
  theta[p + 1] = std::log(noise_variance);
  return theta;
}

Hyperparameters Hyperparameters::from_log(const Eigen::VectorXd& theta) {
  const Eigen::Index p = theta.size() - 2;
  return {theta.head(p).array().exp(), std::exp(theta[p]), std::exp(theta[p + 1])};
}

nlohmann::json Hyperparameters::to_json() const {
  return {{"length_scales", std::vector<double>(length_scales.begin(), length_scales.end())},
          {"signal_variance", signal_variance},
          {"noise_variance", noise_variance}};
}

std::optional<Hyperparameters> Hyperparameters::from_json(const nlohmann::json& json) {
  if (!json.is_object()) return std::nullopt;
  const nlohmann::json none;
  const auto member = [&](const char* name) {
    const auto it = json.find(name);
    return it == json.end() ? none : *it;
  };
  const nlohmann::json scales = member("length_scales");
  const auto signal = positive(member("signal_variance"));
  const auto noise = positive(member("noise_variance"));
  if (!scales.is_array() || !signal || !noise) return std::nullopt;
  Hyperparameters result;
  result.length_scales.resize(static_cast<Eigen::Index>(scales.size()));
  for (std::size_t i = 0; i < scales.size(); ++i) {
    const auto scale = positive(scales[i]);
    if (!scale) return std::nullopt;
    result.length_scales[static_cast<Eigen::Index>(i)] = *scale;
  }
  result.signal_variance = *signal;
  result.noise_variance = *noise;
  return result;
}

}  // namespace wattle::search
