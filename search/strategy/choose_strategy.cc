// SPDX-License-Identifier: MIT
#include "search/strategy/choose_strategy.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "search/space/enumeration.h"
#include "search/space/grid.h"

namespace wattle::search {
namespace {

constexpr int kFewestToLearnFrom = 4;
constexpr int kMostModelled = 3000;

/// Points and dead ends to look at before a space counts as too large to try whole.
constexpr std::uint64_t kMostLookedAt = 100'000;

/// Number of points; nullopt when there are more than `most`.
std::optional<std::uint64_t> points_up_to(const SearchSpace& space, int most) {
  std::uint64_t points = 0;
  const auto count = [&](const nlohmann::json&) {
    return ++points <= static_cast<std::uint64_t>(most);
  };
  if (walk_space(space, kMostLookedAt, count) != WalkEnd::kComplete) return std::nullopt;
  return points;
}

bool grid_has_all(const SearchSpace& space, std::uint64_t points) {
  const Result<Grid> grid = Grid::of(space, kMostLookedAt);
  return grid && grid->size() == points;
}

bool varies(const Parameter& parameter) { return parameter.cardinality() != 1U; }

bool is_plain_continuum(const Parameter& parameter) {
  return !parameter.when && (!varies(parameter) || !parameter.cardinality());
}

std::int64_t dimension(const SearchSpace& space) {
  return std::count_if(space.parameters().begin(), space.parameters().end(), varies);
}

bool suits_cma_es(const SearchSpace& space, const Goal& goal) {
  const auto& parameters = space.parameters();
  return !goal.seeks_front() && dimension(space) > 1 && space.forbid().empty() &&
         space.rows() == nullptr &&
         std::all_of(parameters.begin(), parameters.end(), is_plain_continuum);
}

std::string in_words(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// Every point can be tried.
std::optional<Choice> exhaustive(const SearchSpace& space, const Budget& budget) {
  if (!budget.trials || budget.seconds || budget.joules) return std::nullopt;
  const std::optional<std::uint64_t> points = points_up_to(space, *budget.trials);
  if (!points) return std::nullopt;
  const std::string because = "a space of " + in_words(static_cast<int>(*points), "point") +
                              " fits into " + in_words(*budget.trials, "trial");
  return Choice{grid_has_all(space, *points) ? "grid" : "random", because};
}

/// There is next to nothing to learn from.
std::optional<Choice> blind(const Budget& budget, int jobs) {
  if (!budget.trials) return std::nullopt;
  const std::string trials = in_words(*budget.trials, "trial");
  if (*budget.trials < kFewestToLearnFrom) {
    return Choice{"sobol",
                  trials + (*budget.trials == 1 ? " is" : " are") + " too few for a model"};
  }
  if (*budget.trials > jobs) return std::nullopt;
  return Choice{"sobol", "all " + trials + " begin before one has ended"};
}

/// A model of all trials would cost too much.
std::optional<Choice> frugal(const SearchSpace& space, const Goal& goal, const Budget& budget) {
  if (!budget.trials || *budget.trials <= kMostModelled) return std::nullopt;
  const std::string many = in_words(*budget.trials, "trial");
  if (suits_cma_es(space, goal)) {
    return Choice{"cma_es", many + " of continuous parameters are enough to learn a shape from"};
  }
  return Choice{"tpe", many + " are too many for a Gaussian process"};
}

}  // namespace

Choice choose_strategy(const SearchSpace& space, const Goal& goal, const Budget& budget, int jobs) {
  if (const auto choice = exhaustive(space, budget)) return *choice;
  if (const auto choice = blind(budget, jobs)) return *choice;
  if (const auto choice = frugal(space, goal, budget)) return *choice;
  const std::string parameters = in_words(dimension(space), "parameter");
  if (!budget.trials) return {"bayesian", parameters + ", and no bound on the number of trials"};
  return {"bayesian", parameters + " and " + in_words(*budget.trials, "trial")};
}

}  // namespace wattle::search
