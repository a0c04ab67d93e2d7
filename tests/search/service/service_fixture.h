// SPDX-License-Identifier: MIT
// A service without sockets: requests as texts, answers as JSON.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "energy/clock.h"
#include "search/service/api.h"
#include "tests/support/temporary_directory.h"

namespace wattle::test {

using nlohmann::json;

/// Minimises "loss" over x in [0, 1] by random search.
inline json parabola(int trials) {
  return {{"name", "parabola"},
          {"space", {{"x", {{"type", "float"}, {"low", 0.0}, {"high", 1.0}}}}},
          {"goal", {{"kind", "best"}, {"metric", "loss"}, {"direction", "minimize"}}},
          {"strategy", {{"kind", "random"}}},
          {"seed", 7},
          {"budget", {{"trials", trials}}}};
}

struct Reply {
  int status = 0;
  json body;
  std::string text;
};

/// A host and its API on a clock of the test's own; `restart` is what a new process finds.
class ServiceTest : public testing::Test {
 protected:
  ServiceTest() { restart(); }

  void restart() {
    api_.reset();
    host_.reset();
    search::HostingOptions hosting;
    hosting.lease_seconds = kLeaseSeconds;
    hosting.context = {{"meter", {{"name", search::kToldMeter}}}};
    host_ = std::make_unique<search::StudyHost>(search::shelf_in_folder(folder_.path() / "studies"),
                                                clock_, hosting);
    search::ApiOptions options;
    options.lease_seconds = kLeaseSeconds;
    options.access = access_;
    options.hosts = hosts_;
    api_ = std::make_unique<search::Api>(*host_, options, clock_);
    const auto failed = host_->take_up();
    ASSERT_TRUE(failed) << failed.error().message;
    EXPECT_TRUE(failed->empty()) << failed->begin()->second.message;
  }

  Reply call(search::ApiRequest request) {
    if (request.content_type.empty()) request.content_type = "application/json";
    search::ApiAnswer answer = api_->gate(request);
    if (answer.status == 200) answer = api_->answer(request);
    Reply reply{answer.status, {}, answer.body};
    if (answer.content_type.find("json") != std::string::npos && !answer.body.empty()) {
      reply.body = json::parse(answer.body, nullptr, false);
    }
    return reply;
  }
  Reply get(const std::string& path) { return call({.method = "GET", .path = path}); }
  Reply post(const std::string& path, const json& body) {
    return call({.method = "POST", .path = path, .body = body.dump()});
  }
  /// Of the study "parabola".
  Reply work(const std::string& what, const json& body) {
    return post("/v1/studies/parabola/" + what, body);
  }
  void create(const json& scenario) {
    const Reply created = post("/v1/studies", scenario);
    ASSERT_EQ(created.status, 201) << created.text;
  }
  /// One trial.
  json ask(const json& question = json::object()) {
    const Reply asked = work("ask", question);
    EXPECT_EQ(asked.status, 200) << asked.text;
    const bool got = asked.status == 200 && !asked.body.at("trials").empty();
    EXPECT_TRUE(got) << asked.text;
    return got ? asked.body.at("trials").at(0) : json();
  }
  Reply tell(const json& trial, double loss) {
    return work("tell", {{"lease", trial.at("lease")}, {"metrics", {{"loss", loss}}}});
  }
  /// Time passes, and the service notices it.
  void pass(Seconds seconds) {
    clock_.advance(seconds);
    std::this_thread::sleep_for(kNoticed);
  }

  static constexpr Seconds kLeaseSeconds{60.0};
  static constexpr std::chrono::milliseconds kNoticed{700};

  test::TemporaryDirectory folder_;
  energy::ManualClock clock_;
  search::Access access_;
  std::vector<std::string> hosts_;
  std::unique_ptr<search::StudyHost> host_;
  std::unique_ptr<search::Api> api_;
};

}  // namespace wattle::test
