// SPDX-License-Identifier: MIT
#include "search/service/api.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "search/report/trial_json.h"
#include "search/scenario/fields.h"
#include "search/scenario/json_reader.h"
#include "search/service/api_call.h"

namespace wattle::search {
namespace {

using Parts = std::vector<std::string_view>;

/// "/v1/studies" as "v1", "studies".
Parts parts_of(std::string_view path) {
  Parts parts;
  std::size_t begin = 1;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    parts.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// Whether a path fits a pattern; then with its names.
std::optional<std::map<std::string, std::string>> match(const Parts& path,
                                                        std::string_view pattern) {
  const Parts wanted = parts_of(pattern);
  if (wanted.size() != path.size()) return std::nullopt;
  std::map<std::string, std::string> names;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].empty() && wanted[i].front() == '{') {
      if (path[i].empty()) return std::nullopt;
      names.emplace(wanted[i].substr(1, wanted[i].size() - 2), path[i]);
    } else if (wanted[i] != path[i]) {
      return std::nullopt;
    }
  }
  return names;
}

/// "localhost:8765" as "localhost", "[::1]:8765" as "::1".
std::string name_of(const std::string& host) {
  if (!host.empty() && host.front() == '[') return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

/// Where a page comes from: "http://localhost:8765" as "localhost:8765".
std::string host_of_origin(const std::string& origin) {
  const std::size_t scheme = origin.find("://");
  return scheme == std::string::npos ? origin : origin.substr(scheme + 3);
}

bool is_json(const std::string& content_type) {
  const std::string kind = content_type.substr(0, content_type.find(';'));
  return kind == "application/json";
}

}  // namespace

ApiAnswer json_answer(const nlohmann::json& body, int status) {
  ApiAnswer answer = text_answer(json_text(body) + "\n", "application/json");
  answer.status = status;
  return answer;
}

ApiAnswer text_answer(std::string text, std::string content_type) {
  ApiAnswer answer;
  answer.content_type = std::move(content_type);
  answer.body = std::move(text);
  return answer;
}

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Served<int> query_number(const ApiRequest& request, const std::string& name, int fallback, int low,
                         int high) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return fallback;
  const std::optional<int> number = whole_number(found->second);
  if (number && *number >= low && *number <= high) return *number;
  return problem(422, "invalid",
                 "the query's " + name + " is an integer from " + std::to_string(low) + " to " +
                     std::to_string(high));
}

Api::Api(StudyHost& host, ApiOptions options, const energy::Clock& clock)
    : host_(host), options_(std::move(options)), clock_(clock) {}

const std::vector<Api::Route>& Api::routes() {
  constexpr auto kRead = Role::kRead;
  constexpr auto kWork = Role::kWork;
  constexpr auto kAdmin = Role::kAdmin;
  constexpr std::nullopt_t kAnybody = std::nullopt;
  static const std::vector<Route> routes{
      {"GET", "/", kAnybody, false, &Api::dashboard},
      {"GET", "/dashboard/{file}", kAnybody, false, &Api::dashboard_file},
      {"GET", "/healthz", kAnybody, false, &Api::health},
      {"GET", "/metrics", kRead, false, &Api::metrics},
      {"GET", "/v1/openapi.json", kAnybody, false, &Api::openapi},
      {"GET", "/v1/studies", kRead, false, &Api::list},
      {"POST", "/v1/studies", kAdmin, true, &Api::create},
      {"GET", "/v1/studies/{study}", kRead, false, &Api::show},
      {"DELETE", "/v1/studies/{study}", kAdmin, false, &Api::remove},
      {"POST", "/v1/studies/{study}/pause", kAdmin, false, &Api::pause},
      {"POST", "/v1/studies/{study}/stop", kAdmin, false, &Api::stop_study},
      {"POST", "/v1/studies/{study}/resume", kAdmin, false, &Api::resume},
      {"GET", "/v1/studies/{study}/scenario", kRead, false, &Api::scenario},
      {"GET", "/v1/studies/{study}/trials", kRead, false, &Api::trials},
      {"GET", "/v1/studies/{study}/trials/{trial}", kRead, false, &Api::trial},
      {"GET", "/v1/studies/{study}/trials/{trial}/log", kRead, false, &Api::trial_log},
      {"GET", "/v1/studies/{study}/best", kRead, false, &Api::best},
      {"GET", "/v1/studies/{study}/front", kRead, false, &Api::front},
      {"GET", "/v1/studies/{study}/charts", kRead, false, &Api::charts},
      {"GET", "/v1/studies/{study}/leases", kRead, false, &Api::leases},
      {"GET", "/v1/studies/{study}/report.html", kRead, false, &Api::report_page},
      {"GET", "/v1/studies/{study}/export", kRead, false, &Api::export_trials},
      {"GET", "/v1/studies/{study}/events", kRead, false, &Api::events},
      {"POST", "/v1/studies/{study}/ask", kWork, true, &Api::ask},
      {"POST", "/v1/studies/{study}/report", kWork, true, &Api::report},
      {"POST", "/v1/studies/{study}/tell", kWork, true, &Api::tell},
      {"POST", "/v1/studies/{study}/fail", kWork, true, &Api::fail},
      {"POST", "/v1/studies/{study}/log", kWork, true, &Api::log},
      {"POST", "/v1/studies/{study}/release", kWork, true, &Api::release},
      {"POST", "/v1/studies/{study}/heartbeat", kWork, true, &Api::heartbeat},
  };
  return routes;
}

Served<Api::Call> Api::find(const ApiRequest& request) {
  const Parts path = parts_of(request.path);
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  std::string allowed;
  for (const Route& route : routes()) {
    auto names = match(path, route.path);
    if (!names) continue;
    if (method == route.method) return known_call(request, route, std::move(*names));
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  if (allowed.empty()) {
    return problem(404, "no_such_path", "the service has no such path",
                   "GET /v1/openapi.json lists them");
  }
  return problem(405, "method_not_allowed", "this path takes " + allowed);
}

Served<Api::Call> Api::known_call(const ApiRequest& request, const Route& route,
                                  std::map<std::string, std::string> names) {
  const auto study = names.find("study");
  if (study == names.end() || is_study_name(study->second)) {
    return Call{&request, &route, std::move(names), {}};
  }
  return problem(404, "no_study", "no study has such a name", "GET /v1/studies lists them");
}

Served<void> Api::check_host(const ApiRequest& request) const {
  const auto& hosts = options_.hosts;
  const bool known =
      hosts.empty() || std::find(hosts.begin(), hosts.end(), name_of(request.host)) != hosts.end();
  if (!known) {
    return problem(421, "wrong_host", "this server does not go by that name",
                   "call it " + hosts.front() + ", or start it with --host and a token");
  }
  const bool own_page = request.origin.empty() || host_of_origin(request.origin) == request.host;
  if (own_page) return {};
  return problem(403, "foreign_page", "a page from elsewhere asks; only the server's own may");
}

Served<void> Api::check_role(const ApiRequest& request, const Route& route) const {
  if (!route.role || options_.access.is_open()) return {};
  const std::optional<Role> role = options_.access.role_of(request.authorization);
  if (!role) {
    return problem(401, "no_token", "this needs a token that the server knows",
                   "send the header Authorization: Bearer TOKEN");
  }
  if (*role >= *route.role) return {};
  return problem(403, "not_allowed",
                 "this needs a token of the role " + std::string(to_string(*route.role)) +
                     "; yours has the role " + std::string(to_string(*role)));
}

ApiAnswer Api::gate(const ApiRequest& request) const {
  const auto call = find(request);
  const Served<void> allowed = check_host(request).and_then([&]() -> Served<void> {
    if (!call) return tl::unexpected(call.error());
    return check_role(request, *call->route);
  });
  if (!allowed) return refusal(allowed.error());
  if (call->route->takes_body && !is_json(request.content_type)) {
    return refusal(
        {415, "not_json", "bodies are JSON", "send the header Content-Type: application/json", {}});
  }
  return {};
}

ApiAnswer Api::answer(const ApiRequest& request) {
  ++requests_;
  auto call = find(request);
  if (!call) return refusal(call.error());
  if (call->route->takes_body) {
    auto body = read_json(request.body);
    if (!body) {
      Problem wrong = problem_of(std::move(body.error()));
      wrong.status = 400;
      wrong.code = "malformed";
      return refusal(wrong);
    }
    call->body = std::move(*body);
  }
  auto answer = (this->*call->route->answer)(*call);
  return answer ? std::move(*answer) : refusal(answer.error());
}

ApiAnswer Api::refusal(const Problem& problem) {
  ApiAnswer answer = json_answer(problem_json(problem), problem.status);
  answer.content_type = "application/problem+json";
  if (problem.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (problem.status == 503) answer.headers.emplace_back("Retry-After", "1");
  return answer;
}

}  // namespace wattle::search
