// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <map>

#include "search/report/profile_report.h"

namespace wattle::search {
namespace {

void set_shares(std::vector<ProfileShare>& shares) {
  double sum = 0.0;
  for (const ProfileShare& each : shares) sum += each.joules;
  for (ProfileShare& each : shares) each.share = sum > 0.0 ? each.joules / sum : 0.0;
}

}  // namespace

std::vector<ProfileShare> layer_shares(const trainer::ModelProfile& profile) {
  std::vector<ProfileShare> shares;
  for (const trainer::LayerProfile& layer : profile.layers) {
    shares.push_back({layer.name, layer.forward.joules + layer.backward.joules,
                      std::hypot(layer.forward.half_width, layer.backward.half_width), 0.0});
  }
  set_shares(shares);
  return shares;
}

std::vector<ProfileShare> kind_shares(const trainer::ModelProfile& profile) {
  const std::vector<ProfileShare> layers = layer_shares(profile);
  std::map<std::string, ProfileShare> kinds;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    ProfileShare& kind = kinds[profile.layers[i].kind];
    kind.name = profile.layers[i].kind;
    kind.joules += layers[i].joules;
    kind.half_width = std::hypot(kind.half_width, layers[i].half_width);
  }
  std::vector<ProfileShare> shares;
  shares.reserve(kinds.size());
  for (const auto& [name, kind] : kinds) shares.push_back(kind);
  std::ranges::stable_sort(shares, std::greater<>(), &ProfileShare::joules);
  set_shares(shares);
  return shares;
}

}  // namespace wattle::search
