// SPDX-License-Identifier: MIT
// What workers say of their trials in words.
#include <string>

#include "search/service/trial_logs.h"
#include "tests/search/service/service_fixture.h"

namespace wattle::search {
namespace {

using test::json;
using test::parabola;
using test::Reply;

class Logs : public test::ServiceTest {
 protected:
  Reply say(const json& trial, const std::string& text) {
    return work("log", {{"lease", trial.at("lease")}, {"text", text}});
  }
  Reply say_at(const json& trial, int at, const std::string& text) {
    return work("log", {{"lease", trial.at("lease")}, {"text", text}, {"at", at}});
  }
  Reply log(const std::string& query = "") {
    ApiRequest request{.method = "GET", .path = "/v1/studies/parabola/trials/0/log"};
    const std::size_t equals = query.find('=');
    if (!query.empty()) request.query = {{query.substr(0, equals), query.substr(equals + 1)}};
    return call(request);
  }
};

TEST_F(Logs, WhatIsSaidTwiceIsKeptOnce) {
  create(parabola(1));
  const json trial = ask();
  EXPECT_EQ(log().text, "");
  EXPECT_EQ(say_at(trial, 0, "one\n").body, json({{"size", 4}, {"full", false}}));
  EXPECT_EQ(say_at(trial, 0, "one\n").body.at("size"), 4) << "the answer was lost";
  EXPECT_EQ(say_at(trial, 0, "one\ntwo\n").body.at("size"), 8) << "and more was to be said";
  EXPECT_EQ(say_at(trial, 99, "four\n").body.at("size"), 13) << "what is missing stays so";
  EXPECT_EQ(say(trial, "five\n").body.at("size"), 18);
  EXPECT_EQ(log().text, "one\ntwo\nfour\nfive\n");
  EXPECT_EQ(log("from=8").text, "four\nfive\n");
  EXPECT_EQ(log("from=99").text, "");
}

TEST_F(Logs, EachAttemptHasItsOwnAndTheyOutliveTheServer) {
  create(parabola(1));
  const json first = ask();
  say(first, "first");
  EXPECT_EQ(work("release", {{"lease", first.at("lease")}}).status, 200);
  say(ask(), "second");
  restart();
  EXPECT_EQ(log().text, "first");
  EXPECT_EQ(log("attempt=2").text, "second");
  EXPECT_EQ(log("attempt=3").text, "");
  EXPECT_EQ(log("attempt=0").status, 422);
}

TEST_F(Logs, AreBounded) {
  create(parabola(1));
  const json trial = ask();
  const std::string much(200'000, 'x');
  json told;
  for (int i = 0; i < 6; ++i) told = say(trial, much).body;
  EXPECT_EQ(told, json({{"size", kLongestLog}, {"full", true}}));
  EXPECT_EQ(log().text, std::string(kLongestLog, 'x'));
  EXPECT_EQ(say(trial, much + "x").status, 422);
  EXPECT_EQ(say(trial, "").status, 422);
  EXPECT_EQ(say_at(trial, -1, "x").status, 422);
}

TEST_F(Logs, OnlyWhoHoldsATrialSaysWhatItDoes) {
  create(parabola(2));
  const json trial = ask();
  EXPECT_EQ(tell(trial, 0.5).status, 200);
  EXPECT_EQ(say(trial, "late").body.at("code"), "lease_lost");
  for (const char* trial : {"x", "-1", "0x", "99999999999"}) {
    const std::string path = std::string("/v1/studies/parabola/trials/") + trial + "/log";
    EXPECT_EQ(get(path).body.at("code"), "no_trial") << trial;
  }
  EXPECT_EQ(get("/v1/studies/nobody/trials/0/log").body.at("code"), "no_study");
}

TEST_F(Logs, GoWithTheirStudy) {
  create(parabola(1));
  say(ask(), "gone");
  const std::filesystem::path folder = folder_.path() / "studies" / "parabola";
  EXPECT_TRUE(std::filesystem::exists(folder / "output"));
  EXPECT_EQ(call({.method = "DELETE", .path = "/v1/studies/parabola"}).status, 204);
  EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace wattle::search
