// SPDX-License-Identifier: MIT
#include "search/service/api_client.h"

#include <httplib.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{10'000};
constexpr milliseconds kLook{50};
/// Longer than a question may wait for its answer.
constexpr std::chrono::seconds kLongestRead{90};
constexpr std::chrono::seconds kLongestConnect{10};

std::string text_of(const json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Problem told_problem(const httplib::Response& response) {
  const json told = json::parse(response.body, nullptr, false);
  const std::string code = told.is_object() ? text_of(told, "code") : "";
  if (!code.empty()) {
    return {response.status, code, text_of(told, "detail"), text_of(told, "hint"), {}};
  }
  constexpr const char* kOther = "the address answers, but not as Wattle's service does";
  return {response.status, "no_service", kOther, {}, {}};
}

/// False: cancelled meanwhile.
bool pause(milliseconds duration, const ApiClient::Cancelled& cancelled) {
  const auto until = std::chrono::steady_clock::now() + duration;
  while (std::chrono::steady_clock::now() < until) {
    if (cancelled()) return false;
    std::this_thread::sleep_for(kLook);
  }
  return !cancelled();
}

}  // namespace

bool may_pass(const Problem& problem) {
  return problem.code == "unreachable" || problem.status == 429 || problem.status == 503;
}

Result<ApiClient> ApiClient::create(ApiAddress address) {
  while (!address.url.empty() && address.url.back() == '/') address.url.pop_back();
  const bool has_scheme =
      address.url.rfind("http://", 0) == 0 || address.url.rfind("https://", 0) == 0;
  httplib::Client probe(has_scheme ? address.url : "");
  if (has_scheme && probe.is_valid()) return ApiClient(std::move(address));
  return fail(ErrorCode::kInvalidArgument, "\"" + address.url + "\" is no address of a service",
              "write http://HOST:PORT or https://HOST:PORT");
}

Served<json> ApiClient::call(const std::string& path, const json* body,
                             std::chrono::seconds patience) const {
  httplib::Client client(address_.url);
  client.set_connection_timeout(std::min(patience, kLongestConnect));
  client.set_read_timeout(std::min(patience, kLongestRead));
  if (!address_.authority.empty()) client.set_ca_cert_path(address_.authority.c_str());
  if (!address_.token.empty()) client.set_bearer_token_auth(address_.token);
  const httplib::Result result =
      body == nullptr ? client.Get(path) : client.Post(path, json_text(*body), "application/json");
  if (!result) {
    return problem(0, "unreachable",
                   address_.url + " does not answer: " + httplib::to_string(result.error()));
  }
  if (result->status >= 400) return tl::unexpected(told_problem(*result));
  json answer = json::parse(result->body, nullptr, false);
  if (!answer.is_discarded()) return answer;
  return problem(result->status, "no_service", "the address answers with something else than JSON");
}

Served<json> ApiClient::insist(const std::string& path, const json* body,
                               std::chrono::seconds patience, const Cancelled& cancelled) const {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (milliseconds wait = kFirstPause;; wait = std::min(2 * wait, kLongestPause)) {
    Served<json> answer = call(path, body, patience);
    if (answer || !may_pass(answer.error())) return answer;
    if (std::chrono::steady_clock::now() + wait > until || !pause(wait, cancelled)) return answer;
  }
}

Served<json> ApiClient::get(const std::string& path, std::chrono::seconds patience,
                            const Cancelled& cancelled) const {
  return insist(path, nullptr, patience, cancelled);
}

Served<json> ApiClient::post(const std::string& path, const json& body,
                             std::chrono::seconds patience, const Cancelled& cancelled) const {
  return insist(path, &body, patience, cancelled);
}

}  // namespace wattle::search
