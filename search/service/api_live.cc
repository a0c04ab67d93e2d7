// SPDX-License-Identifier: MIT
// What machines that watch call: events as they happen, and numbers for Prometheus.
#include <charconv>
#include <sstream>

#include "search/service/api_call.h"

namespace wattle::search {
namespace {

/// So often a watcher hears something, so that connections that are gone are noticed.
constexpr std::chrono::seconds kSignOfLife{10};
/// How soon a watcher notices that the service stops.
constexpr std::chrono::milliseconds kLook{500};

std::uint64_t number_of(const std::string& text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// As server-sent events are written.
std::string event_text(const StudyEvent& event) {
  return "id: " + std::to_string(event.id) + "\nevent: " + event.kind + "\ndata: " + event.data +
         "\n\n";
}

/// One of so many watchers, as long as it is kept.
class Watcher {
 public:
  explicit Watcher(std::atomic<std::size_t>& count) : count_(count) { ++count_; }
  ~Watcher() { --count_; }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

 private:
  std::atomic<std::size_t>& count_;
};

/// Writes a study's events until it ends.
class EventStream {
 public:
  EventStream(std::shared_ptr<HostedStudy> study, std::uint64_t after,
              std::shared_ptr<Watcher> watcher, const std::atomic<bool>& stopping)
      : study_(std::move(study)),
        after_(after),
        watcher_(std::move(watcher)),
        stopping_(stopping) {}

  bool operator()(std::string& piece) {
    const auto until = std::chrono::steady_clock::now() + kSignOfLife;
    while (!stopping_ && std::chrono::steady_clock::now() < until) {
      const auto events = study_->events().after(after_, kLook);
      for (const StudyEvent& event : events) {
        piece += event_text(event);
        after_ = event.id;
      }
      if (!events.empty()) return true;
      if (study_->events().closed()) return false;
    }
    piece = ": still here\n\n";
    return !stopping_;
  }

 private:
  std::shared_ptr<HostedStudy> study_;
  std::uint64_t after_;
  std::shared_ptr<Watcher> watcher_;
  const std::atomic<bool>& stopping_;
};

/// A label's value as Prometheus' text format wants it. Names of studies need no escapes.
std::string labelled(const std::string& metric, const std::string& study) {
  return metric + "{study=\"" + study + "\"} ";
}

void describe(std::ostringstream& text, const char* metric, const char* kind, const char* help) {
  text << "# HELP " << metric << " " << help << "\n# TYPE " << metric << " " << kind << "\n";
}

}  // namespace

Api::Answered Api::events(const Call& call) {
  const auto study = host_.at_work(call.study());
  if (!study) return tl::unexpected(study.error());
  auto watcher = std::make_shared<Watcher>(watchers_);
  if (watchers_ > options_.most_watchers) {
    return problem(503, "too_many_watchers", "enough others follow events already");
  }
  const std::string& seen = call.request->last_event_id;
  const std::uint64_t last = (*study)->events().last();
  // A number that is not reached yet is of a run before this one.
  const std::uint64_t after = seen.empty() ? last : (number_of(seen) > last ? 0 : number_of(seen));
  ApiAnswer answer;
  answer.content_type = "text/event-stream";
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.stream = EventStream(*study, after, std::move(watcher), stopping_);
  return answer;
}

Api::Answered Api::metrics(const Call& /*call*/) {
  const auto names = host_.names();
  if (!names) return tl::unexpected(names.error());
  std::ostringstream begun;
  std::ostringstream ended;
  std::ostringstream leases;
  std::ostringstream joules;
  int running = 0;
  for (const std::string& name : *names) {
    const auto study = host_.running(name);
    if (!study) continue;
    const RunStanding standing = study->standing();
    running += !standing.over;
    begun << labelled("wattle_trials_begun", name) << standing.progress.begun << "\n";
    ended << labelled("wattle_trials_ended", name) << standing.progress.ended << "\n";
    leases << labelled("wattle_leases", name) << study->workers().leases().size() << "\n";
    joules << labelled("wattle_joules", name) << standing.progress.ledger.total.value << "\n";
  }
  std::ostringstream text;
  describe(text, "wattle_requests_total", "counter", "Requests that were answered.");
  text << "wattle_requests_total " << requests_ << "\n";
  describe(text, "wattle_studies", "gauge", "Studies that are kept.");
  text << "wattle_studies " << names->size() << "\n";
  describe(text, "wattle_studies_running", "gauge", "Studies that give out trials.");
  text << "wattle_studies_running " << running << "\n";
  describe(text, "wattle_trials_begun", "gauge", "Trials of a running study, suggested so far.");
  text << begun.str();
  describe(text, "wattle_trials_ended", "gauge", "Trials of a running study that are over.");
  text << ended.str();
  describe(text, "wattle_leases", "gauge", "Trials that workers hold.");
  text << leases.str();
  describe(text, "wattle_joules", "gauge", "Joules that a running study has used, as told.");
  text << joules.str();
  return text_answer(text.str(), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace wattle::search
