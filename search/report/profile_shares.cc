// SPDX-License-Identifier: MIT
#include <cmath>

#include "search/objective/layer_kinds.h"
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
  std::vector<ProfileShare> shares;
  for (const KindEnergy& kind : layer_kinds(profile)) {
    shares.push_back({kind.kind, kind.both().joules, kind.both().half_width, 0.0});
  }
  set_shares(shares);
  return shares;
}

}  // namespace wattle::search
