// SPDX-License-Identifier: MIT
#include "search/gp/hyperparameters.h"

#include <cmath>
#include <vector>

namespace wattle::search {
namespace {

std::optional<double> finite(const nlohmann::json& json) {
  if (!json.is_number() || !std::isfinite(json.get<double>())) return std::nullopt;
  return json.get<double>();
}

std::optional<double> positive(const nlohmann::json& json) {
  const std::optional<double> value = finite(json);
  return value && *value > 0.0 ? value : std::nullopt;
}

/// nullopt unless it is a list of which `read` takes every member.
template <class Read>
std::optional<Eigen::VectorXd> vector(const nlohmann::json& json, const Read& read) {
  if (!json.is_array()) return std::nullopt;
  Eigen::VectorXd result(static_cast<Eigen::Index>(json.size()));
  for (Eigen::Index i = 0; i < result.size(); ++i) {
    const std::optional<double> value = read(json[static_cast<std::size_t>(i)]);
    if (!value) return std::nullopt;
    result[i] = *value;
  }
  return result;
}

}  // namespace

Eigen::VectorXd Hyperparameters::to_log() const {
  const Eigen::Index p = length_scales.size();
  Eigen::VectorXd theta(p + 2 + warp.size());
  theta.head(p) = length_scales.array().log();
  theta[p] = std::log(signal_variance);
  theta[p + 1] = std::log(noise_variance);
  theta.tail(warp.size()) = warp;
  return theta;
}

Hyperparameters Hyperparameters::from_log(const Eigen::VectorXd& theta, Eigen::Index warp_shapes) {
  const Eigen::Index p = theta.size() - 2 - warp_shapes;
  return {theta.head(p).array().exp(), std::exp(theta[p]), std::exp(theta[p + 1]),
          theta.tail(warp_shapes)};
}

nlohmann::json Hyperparameters::to_json() const {
  return {{"length_scales", std::vector<double>(length_scales.begin(), length_scales.end())},
          {"signal_variance", signal_variance},
          {"noise_variance", noise_variance},
          {"warp", std::vector<double>(warp.begin(), warp.end())}};
}

std::optional<Hyperparameters> Hyperparameters::from_json(const nlohmann::json& json) {
  if (!json.is_object()) return std::nullopt;
  const nlohmann::json none;
  const auto member = [&](const char* name) {
    const auto it = json.find(name);
    return it == json.end() ? none : *it;
  };
  const auto length_scales = vector(member("length_scales"), positive);
  const auto signal = positive(member("signal_variance"));
  const auto noise = positive(member("noise_variance"));
  const auto warp = vector(member("warp"), finite);
  if (!length_scales || !signal || !noise || !warp) return std::nullopt;
  return Hyperparameters{*length_scales, *signal, *noise, *warp};
}

}  // namespace wattle::search
