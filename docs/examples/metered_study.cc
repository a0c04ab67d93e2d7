// SPDX-License-Identifier: MIT
// A study of one's own function, here an integral by two methods: how many digits are worth their
// joules? Ctrl-C ends it in order.
#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <numbers>
#include <random>

#include "search/search.h"

using namespace wattle;
using namespace wattle::search;

std::atomic<bool> cancelled{false};

/// pi from the area of a quarter of a circle, by `points` points.
double estimate_pi(bool at_random, int points, std::uint64_t seed, TrialContext& context) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> anywhere(0.0, 1.0);
  double sum = 0.0;
  for (int i = 0; i < points; ++i) {
    if (i % 100'000 == 0 && context.cancelled()) break;
    const double x = at_random ? anywhere(generator) : (i + 0.5) / points;
    sum += std::sqrt(1.0 - x * x);
  }
  return 4.0 * sum / points;
}

Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) {
  const bool at_random = parameters.get<std::string>("method") == "random";
  const int points = parameters.get<int>("points");
  const double pi = estimate_pi(at_random, points, context.seed(), context);
  if (context.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
  return Evaluation{{{"digits", -std::log10(std::abs(pi - std::numbers::pi) + 1e-16)}}, {}};
}

void log_line(LogLevel level, std::string_view line) {
  const char* const mark = level == LogLevel::kWarning ? "warning: " : "";
  std::fprintf(stderr, "%s%.*s\n", mark, static_cast<int>(line.size()), line.data());
}

int report_error(const Error& error) {
  std::fprintf(stderr, "%s\n%s\n", error.message.c_str(), error.hint.c_str());
  return 1;
}

int main() {
  std::signal(SIGINT, [](int) { cancelled = true; });
  // Ten times the energy must buy one digit more.
  const auto problem = validate_ask_tell(nlohmann::json::parse(R"({
    "name": "pi",
    "space": {"method": {"type": "categorical", "choices": ["midpoint", "random"]},
              "points": {"type": "int", "low": 2000000, "high": 40000000, "scale": "log"}},
    "goal": {"kind": "weighted", "metric": "digits", "direction": "maximize", "points_per_decade": 1},
    "strategy": {"kind": "bayesian"},
    "budget": {"trials": 8},
    "seed": 3})"));
  if (!problem) {
    for (const Fault& fault : problem.error()) std::fprintf(stderr, "%s\n", to_text(fault).c_str());
    return 2;
  }
  const auto study = build_study_with(std::make_shared<CallableObjective>(evaluate), *problem);
  if (!study) return report_error(study.error());

  const energy::SteadyClock clock;
  auto choice = energy::open_meter("auto");
  if (!choice) return report_error(choice.error());
  for (const std::string& meter : choice->passed_over) log_line(LogLevel::kInfo, meter);
  const auto metering = energy::start_metering(std::move(choice->meter), clock);
  if (!metering) return report_error(metering.error());

  const auto store = make_memory_store();  // open_sqlite_store keeps it, and resumes it
  LogObserver log(log_line, metering->get());
  RunOptions options;
  options.cancel = &cancelled;
  const auto summary = run_study(**study, {*store, **metering, clock, log}, options);
  if (!summary) return report_error(summary.error());

  const auto record = store->load();
  if (!record || !summary->best) return 1;
  const Trial& best = record->trials.at(static_cast<std::size_t>(*summary->best));
  const energy::EnergyReading& spent = best.measurement->energy;
  std::printf("best %s: %.2f digits for %.2f J (%.2f to %.2f J, %s)\n",
              best.parameters.json().dump().c_str(), best.measurement->metrics.at("digits"),
              spent.joules.value, spent.low.value, spent.high.value,
              std::string(energy::to_string(spent.source)).c_str());
  const energy::LedgerTotals& ledger = record->ledger;
  std::printf("the study: %.2f J = %.2f J of trials + %.2f J of the search + %.2f J idle\n",
              ledger.total.value, ledger.trials.value, ledger.overhead.value, ledger.idle.value);
}
