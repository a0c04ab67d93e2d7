// SPDX-License-Identifier: MIT
#include "search/study/winner_profile.h"

#include <algorithm>
#include <utility>

#include "search/objective/layer_kinds.h"
#include "search/study/resource_slots.h"
#include "search/study/thrown.h"
#include "search/study/trial_runner.h"

namespace wattle::search {
namespace {

/// The same seed as `wattle profile`: the study's.
Result<ProfileConditions> conditions_of(const Study& study, const Surroundings& surroundings,
                                        const Trial& winner,
                                        const std::function<bool()>& cancelled) {
  if (surroundings.metering.meter().source == energy::Source::kUnknown) {
    return fail(ErrorCode::kUnavailable, "nobody counts the joules");
  }
  const auto environment = environment_of(study.environment, winner.parameters);
  if (!environment) return tl::unexpected<Error>(environment.error());
  if (auto set = set_power_limit(surroundings.power_limit, environment->gpu_power_limit); !set) {
    return tl::unexpected<Error>(set.error());
  }
  ProfileConditions conditions;
  conditions.seed = study.seed;
  conditions.threads = environment->threads;
  if (environment->gpus) {
    conditions.gpus = ResourceSlots(1, study.capacity).take(winner.number, *environment);
  }
  conditions.window = profile_window(surroundings.metering.meter().resolution);
  conditions.cancelled = cancelled;
  return conditions;
}

Result<trainer::ModelProfile> profile_safely(Objective& objective, const Parameters& parameters,
                                             const ProfileConditions& conditions,
                                             energy::Account& account) {
  try {
    return objective.profile(parameters, conditions, account);
  } catch (...) {
    return tl::unexpected<Error>(thrown());
  }
}

Result<LayerEnergy> measure_layers(Study& study, const Surroundings& surroundings,
                                   const Trial& winner, const std::function<bool()>& cancelled) {
  const auto conditions = conditions_of(study, surroundings, winner, cancelled);
  if (!conditions) return tl::unexpected<Error>(conditions.error());
  const auto account = surroundings.metering.open();
  const auto profile = profile_safely(*study.objective, winner.parameters, *conditions, *account);
  const energy::AccountReading spent = account->close(true);
  if (!profile) return tl::unexpected<Error>(profile.error());
  LayerEnergy layers = layer_energy_of(*profile);
  layers.threads = conditions->threads;
  layers.all = spent.net;
  layers.meter = surroundings.metering.meter().name;
  layers.window = conditions->window;
  layers.resolution = surroundings.metering.meter().resolution;
  return layers;
}

LayerEnergy failed(const Error& error) {
  LayerEnergy layers;
  layers.failure = error.message;
  return layers;
}

}  // namespace

std::optional<int> winner_to_profile(const Study& study, const History& trials,
                                     const std::vector<Finalist>& measured) {
  if (!study.profile_winner) return std::nullopt;
  const std::optional<int> best = study.goal.best(trials);
  const bool wanted = std::ranges::any_of(measured, [&](const Finalist& finalist) {
    return finalist.trial == best && !finalist.layers;
  });
  return wanted ? best : std::nullopt;
}

Result<bool> profile_winner(Study& study, Surroundings surroundings, const Trial& winner,
                            const std::function<bool()>& cancelled) {
  if (cancelled()) return false;
  surroundings.observer.profile_started(winner.number);
  auto layers = measure_layers(study, surroundings, winner, cancelled);
  if (!layers && (layers.error().code == ErrorCode::kCancelled || cancelled())) return false;
  const LayerEnergy found = layers ? std::move(*layers) : failed(layers.error());
  if (const auto stored = surroundings.store.set_layers(winner.number, found); !stored) {
    return tl::unexpected<Error>(stored.error());
  }
  surroundings.observer.profile_ended(winner.number, found);
  return true;
}

}  // namespace wattle::search
