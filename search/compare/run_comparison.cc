// SPDX-License-Identifier: MIT
#include "search/compare/run_comparison.h"

#include <system_error>
#include <utility>

#include "search/store/trial_cache.h"
#include "search/strategy/shared_beginning.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

/// "bayesian-003.db"; names of arms may hold what a file's cannot.
std::string file_name(const Arm& arm, const PlannedRun& run) {
  std::string name;
  for (const char c : arm.name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += plain ? c : '_';
  }
  std::string number = std::to_string(run.repeat);
  number.insert(0, number.size() < 3 ? 3 - number.size() : 0, '0');
  return std::to_string(run.arm) + "-" + name + "-" + number + ".db";
}

Error fault_error(const Arm& arm, const std::vector<Fault>& faults) {
  return {ErrorCode::kInvalidArgument,
          "arm " + arm.name + " is no valid scenario: " + to_text(faults.front()),
          {}};
}

/// What a comparison has no use for, and would not do.
Result<void> check_comparable(const Arm& arm, const nlohmann::json& document) {
  for (const char* member : {"warm_start", "gpu_power_limit"}) {
    if (!document.contains(member)) continue;
    return fail(ErrorCode::kInvalidArgument,
                std::string(member) + " of arm " + arm.name +
                    ": a comparison begins cold, and leaves the GPUs' limits alone",
                std::string("--set ") + member + "=null leaves it out");
  }
  return {};
}

/// A trial that is not run costs nothing, and a study that ends by its joules or seconds would run
/// others instead.
bool may_reuse(const Study& study) { return !study.budget.joules && !study.budget.seconds; }

/// The studies of one comparison.
class Runner {
 public:
  Runner(const Scenario& scenario, const ComparisonPlan& plan,
         const ComparisonSurroundings& surroundings, const ComparisonOptions& options)
      : scenario_(scenario), plan_(plan), surroundings_(surroundings), options_(options) {}

  Result<void> prepare() {
    std::error_code error;
    fs::create_directories(folder(), error);
    if (error) {
      return fail(ErrorCode::kIo, "cannot create " + folder().string() + ": " + error.message());
    }
    auto cache = TrialCache::open(options_.folder / "trials");
    if (!cache) return tl::unexpected<Error>(cache.error());
    cache_ = std::move(*cache);
    return {};
  }

  /// The study as it ended; run, if it had not.
  Result<StudyRecord> study(const PlannedRun& run) {
    const Arm& arm = plan_.arms[run.arm];
    const fs::path file = folder() / file_name(arm, run);
    if (auto earlier = ended(file)) return std::move(*earlier);
    if (is_cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
    if (auto warm = warm_up(run); !warm) return tl::unexpected<Error>(warm.error());
    auto study = build(run);
    if (!study) return tl::unexpected<Error>(study.error());
    surroundings_.observer.study_started(arm, run);
    auto store = open_sqlite_store(file.string(), Durability::kProcessCrash);
    if (!store) return tl::unexpected<Error>(store.error());
    auto record = work(**study, **store, may_reuse(**study) ? cache_.get() : nullptr);
    if (record) surroundings_.observer.study_ended(arm, run, *record);
    return record;
  }

 private:
  fs::path folder() const { return options_.folder / "studies"; }
  bool is_cancelled() const { return options_.cancel != nullptr && options_.cancel->load(); }

  /// nullopt when it has not been run, or not to its end.
  static std::optional<StudyRecord> ended(const fs::path& file) {
    auto stored = read_sqlite_store(file.string());
    if (!stored || stored->running || stored->record.stopped_because.empty() ||
        stored->record.stopped_because.starts_with("interrupted")) {
      return std::nullopt;
    }
    return std::move(stored->record);
  }

  Result<std::unique_ptr<Study>> build(const PlannedRun& run) {
    const Arm& arm = plan_.arms[run.arm];
    auto valid = validate_scenario(scenario_of(scenario_.document, arm, run.seed),
                                   scenario_.file.parent_path());
    if (!valid) return tl::unexpected<Error>(fault_error(arm, valid.error()));
    if (auto fits = check_comparable(arm, valid->document); !fits) {
      return tl::unexpected<Error>(fits.error());
    }
    auto study = surroundings_.build(*valid);
    if (!study) return study;
    if (plan_.shared_trials > 0 && (*study)->strategy->kind() != "grid") {
      (*study)->strategy = std::make_unique<SharedBeginning>(
          std::move((*study)->strategy), plan_.shared_trials, (*study)->space, run.seed);
    }
    return study;
  }

  Result<StudyRecord> work(Study& study, Store& store, const TrialCache* cache) {
    RunOptions run;
    run.jobs = options_.jobs;
    run.cancel = options_.cancel;
    run.cache = cache;
    run.context = options_.context;
    run.context["seed"] = study.seed;
    run.context["strategy"] = study.strategy->in_words();
    run.context["energy_metric"] = energy_metric(study.schedule, *study.objective);
    StudyObserver silent;
    const auto metering = surroundings_.start_metering();
    if (!metering) return tl::unexpected<Error>(metering.error());
    const auto summary = run_study(study, {store, **metering, surroundings_.clock, silent}, run);
    if (!summary) return tl::unexpected<Error>(summary.error());
    if (summary->interrupted) return fail(ErrorCode::kCancelled, "interrupted");
    return store.load();
  }

  /// A trial that nobody counts, once: what is slow the first time is then slow for no arm.
  Result<void> warm_up(const PlannedRun& run) {
    if (is_warm_ || scenario_.recorded_runs != nullptr) return {};
    is_warm_ = true;
    surroundings_.observer.warming_up();
    auto study = build(run);
    if (!study) return tl::unexpected<Error>(study.error());
    (*study)->budget = Budget();
    (*study)->budget.trials = 1;
    const auto store = make_memory_store();
    return work(**study, *store, nullptr).map([](const StudyRecord&) {});
  }

  const Scenario& scenario_;
  const ComparisonPlan& plan_;
  const ComparisonSurroundings& surroundings_;
  const ComparisonOptions& options_;
  std::unique_ptr<TrialCache> cache_;
  bool is_warm_ = false;
};

}  // namespace

Result<std::vector<ArmStudies>> run_comparison(const Scenario& scenario, const ComparisonPlan& plan,
                                               const ComparisonSurroundings& surroundings,
                                               const ComparisonOptions& options) {
  std::vector<ArmStudies> studies;
  for (const Arm& arm : plan.arms) {
    studies.push_back({arm, std::vector<StudyRecord>(static_cast<std::size_t>(plan.repeats))});
  }
  Runner runner(scenario, plan, surroundings, options);
  if (auto ready = runner.prepare(); !ready) return tl::unexpected<Error>(ready.error());
  for (const PlannedRun& run : plan.runs) {
    auto record = runner.study(run);
    if (!record) return tl::unexpected<Error>(record.error());
    studies[run.arm].repeats[static_cast<std::size_t>(run.repeat)] = std::move(*record);
  }
  return studies;
}

}  // namespace wattle::search
