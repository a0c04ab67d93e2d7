// SPDX-License-Identifier: MIT
// Ask and tell from a scheduler of one's own: four threads that ask, work, and tell.
#include <cmath>
#include <cstdio>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "search/search.h"

using namespace wattle::search;

/// AskTell is not thread-safe, so that every call is made under one mutex; the work is not.
class Search {
 public:
  explicit Search(AskTell search) : search_(std::move(search)) {}

  /// The next trial; nothing when 40 have begun or the space is used up.
  std::optional<Trial> next() {
    const std::scoped_lock lock(mutex_);
    if (search_.trials().size() >= 40) return std::nullopt;
    const auto asked = search_.ask();
    if (!asked || asked->trials.empty()) return std::nullopt;
    return asked->trials.front();
  }

  void tell(const Trial& trial, double value) {
    const std::scoped_lock lock(mutex_);
    const auto told = search_.tell(trial.number, {{"value", value}});
    if (!told) std::fprintf(stderr, "%s\n", to_text(told.error()).c_str());
  }

  const Trial* best() const { return search_.best(); }

 private:
  std::mutex mutex_;
  AskTell search_;
};

double work(const Parameters& at) {
  const double x = at.get<double>("x");
  const double y = at.get<double>("y");
  return (x - 3) * (x - 3) + std::abs(y);
}

int main() {
  const auto problem = validate_ask_tell(nlohmann::json::parse(R"({
    "space": {"x": {"type": "float", "low": -5, "high": 5}, "y": {"type": "float", "low": -5, "high": 5}},
    "goal": {"kind": "best", "metric": "value", "direction": "minimize"}})"));
  if (!problem) return 2;
  auto created = AskTell::create(*problem);
  if (!created) return 1;
  Search search(std::move(*created));
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < 4; ++i) {
      workers.emplace_back([&] {
        while (const auto trial = search.next()) search.tell(*trial, work(trial->parameters));
      });
    }
  }
  const Trial* const best = search.best();
  if (best == nullptr) return 1;
  std::printf("%.4f at %s\n", best->measurement->metrics.at("value"),
              best->parameters.json().dump().c_str());
}
