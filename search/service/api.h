// SPDX-License-Identifier: MIT
// The service's API: requests in, answers out. docs/openapi.json describes it.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "search/service/access.h"
#include "search/service/api_message.h"
#include "search/service/study_host.h"

namespace wattle::search {

struct ApiOptions {
  Access access;
  /// Names that clients may call this server by; empty: any. On loopback it keeps a web page from
  /// reaching the service by a name of its own.
  std::vector<std::string> hosts;
  Seconds lease_seconds{60};
  std::size_t most_watchers = 100;
};

/// What it refuses is told as problem+json [RFC9457]. Knows no sockets. Thread-safe.
class Api {
 public:
  /// References must outlive it, and the streams of its answers.
  Api(StudyHost& host, ApiOptions options, const energy::Clock& clock);

  /// What can be said before a request's body is read: 200, or why it is refused.
  ApiAnswer gate(const ApiRequest& request) const;
  /// The answer to a whole request. Takes as long as an asker waits.
  ApiAnswer answer(const ApiRequest& request);
  /// Answers that would go on end soon.
  void stop() { stopping_ = true; }

  static ApiAnswer refusal(const Problem& problem);
  using Answered = Served<ApiAnswer>;

 private:
  struct Call;
  struct Route;
  static const std::vector<Route>& routes();

  /// The route of a request with its names; the problem is 404 or 405.
  static Served<Call> find(const ApiRequest& request);
  static Served<Call> known_call(const ApiRequest& request, const Route& route,
                                 std::map<std::string, std::string> names);
  Served<void> check_host(const ApiRequest& request) const;
  Served<void> check_role(const ApiRequest& request, const Route& route) const;

  /// Of a study that runs, or is only kept.
  Served<nlohmann::json> summary_of(const std::string& name) const;

  Answered dashboard(const Call& call);
  Answered dashboard_file(const Call& call);
  Answered health(const Call& call);
  Answered metrics(const Call& call);
  Answered openapi(const Call& call);
  Answered list(const Call& call);
  Answered create(const Call& call);
  Answered show(const Call& call);
  Answered remove(const Call& call);
  Answered pause(const Call& call);
  Answered stop_study(const Call& call);
  Answered resume(const Call& call);
  Answered scenario(const Call& call);
  Answered trials(const Call& call);
  Answered trial(const Call& call);
  Answered trial_log(const Call& call);
  Answered best(const Call& call);
  Answered front(const Call& call);
  Answered charts(const Call& call);
  Answered leases(const Call& call);
  Answered report_page(const Call& call);
  Answered export_trials(const Call& call);
  Answered events(const Call& call);
  Answered ask(const Call& call);
  Answered report(const Call& call);
  Answered tell(const Call& call);
  Answered fail(const Call& call);
  Answered log(const Call& call);
  Answered release(const Call& call);
  Answered heartbeat(const Call& call);

  StudyHost& host_;
  const ApiOptions options_;
  const energy::Clock& clock_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> watchers_ = 0;
  std::atomic<std::uint64_t> requests_ = 0;
};

}  // namespace wattle::search
