// SPDX-License-Identifier: MIT
// Any bytes as requests to the service: "METHOD PATH[?QUERY]" on the first line, the body below it.
// Held against every one:
// - it gets an answer of a status that docs/openapi.json has;
// - what is refused is a problem with that status and a code;
// - nothing is kept, since this service's store takes nothing.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>

#include "search/service/api.h"

namespace {

using nlohmann::json;
using wattle::ErrorCode;
using wattle::Result;
using wattle::search::Api;
using wattle::search::ApiAnswer;
using wattle::search::ApiRequest;
using wattle::search::Store;
using wattle::search::StoredStudy;
using wattle::search::StudyHost;

/// Has no studies, and takes none.
class EmptyShelf final : public wattle::search::StudyShelf {
 public:
  Result<std::unique_ptr<Store>> open(const std::string& name) override { return none(name); }
  Result<StoredStudy> read(const std::string& name) const override {
    return wattle::fail(ErrorCode::kNotFound, "there is no study " + name);
  }
  Result<std::vector<std::string>> names() const override { return std::vector<std::string>(); }
  std::filesystem::path folder_of(const std::string& name) const override { return name; }
  Result<void> remove(const std::string& name) override {
    return none(name);
  }

 private:
  static tl::unexpected<wattle::Error> none(const std::string& name) {
    return wattle::fail(ErrorCode::kIo, "no room for " + name);
  }
};

ApiRequest request_of(const std::string& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string line = text.substr(0, end);
  const std::size_t blank = std::min(line.find(' '), line.size());
  ApiRequest request;
  request.method = line.substr(0, blank);
  request.path = blank < line.size() ? line.substr(blank + 1) : "";
  const std::size_t mark = request.path.find('?');
  if (mark != std::string::npos) {
    const std::string query = request.path.substr(mark + 1);
    const std::size_t equals = std::min(query.find('='), query.size());
    request.query[query.substr(0, equals)] =
        equals < query.size() ? query.substr(equals + 1) : std::string();
    request.path.resize(mark);
  }
  request.content_type = "application/json";
  if (end < text.size()) request.body = text.substr(end + 1);
  return request;
}

[[noreturn]] void give_up(const std::string& why, const ApiRequest& request,
                          const ApiAnswer& answer) {
  std::cerr << why << "\n"
            << request.method << " " << request.path << "\n"
            << request.body << "\nanswer: " << answer.status << " " << answer.body << "\n";
  std::abort();
}

void check(const ApiRequest& request, const ApiAnswer& answer) {
  static const std::set<int> known{200, 400, 404, 405, 415, 422, 503};
  if (!known.contains(answer.status)) give_up("an unknown status", request, answer);
  if (answer.status < 400) return;
  const json problem = json::parse(answer.body, nullptr, false);
  const bool sound = problem.is_object() && problem.value("status", 0) == answer.status &&
                     !problem.value("code", "").empty() && !problem.value("detail", "").empty();
  if (!sound) give_up("no problem as it should be", request, answer);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const wattle::energy::SteadyClock clock;
  static StudyHost host(std::make_unique<EmptyShelf>(), clock, {});
  static Api api(host, {}, clock);
  const ApiRequest request = request_of(std::string(data, data + size));
  ApiAnswer answer = api.gate(request);
  if (answer.status == 200) answer = api.answer(request);
  check(request, answer);
  return 0;
}
