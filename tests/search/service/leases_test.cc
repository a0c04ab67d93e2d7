// SPDX-License-Identifier: MIT
// Trials under leases: each goes to one worker at a time, whatever becomes of workers and server.
#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "tests/search/service/service_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::parabola;
using test::Reply;

class Leases : public test::ServiceTest {};

TEST_F(Leases, ATrialIsAskedForReportedAndTold) {
  create(parabola(1));
  const json trial = ask({{"worker", "heron"}});
  EXPECT_EQ(trial.at("trial"), 0);
  EXPECT_GE(trial.at("parameters").at("x"), 0.0);
  const Reply step = work(
      "report",
      {{"lease", trial.at("lease")}, {"step", 1}, {"metrics", {{"loss", 2.0}}}, {"joules", 3.0}});
  EXPECT_EQ(step.body, json({{"go_on", true}})) << step.text;
  const Reply told =
      work("tell", {{"lease", trial.at("lease")}, {"metrics", {{"loss", 1.0}}}, {"joules", 5.0}});
  EXPECT_EQ(told.body, json({{"state", "complete"}})) << told.text;

  const json kept = get("/v1/studies/parabola/trials/0").body;
  EXPECT_EQ(kept.at("state"), "complete");
  EXPECT_EQ(kept.at("worker"), "heron");
  EXPECT_EQ(kept.at("metrics").at("loss"), 1.0);
  EXPECT_EQ(kept.at("energy").at("joules"), 5.0);
  EXPECT_EQ(kept.at("energy").at("source"), "reported");
  EXPECT_EQ(kept.at("steps").size(), 1u);
}

TEST_F(Leases, AStudyEndsWithItsBudget) {
  create(parabola(2));
  EXPECT_EQ(tell(ask(), 1.0).status, 200);
  const json last = ask();
  EXPECT_EQ(tell(last, 1.0).status, 200);
  const Reply none = work("ask", json::object());
  EXPECT_TRUE(none.body.at("trials").empty()) << none.text;
  EXPECT_EQ(none.body.at("over"), true);
  EXPECT_EQ(none.body.at("because"), "2 trials");
  const json study = get("/v1/studies/parabola").body;
  EXPECT_EQ(study.at("state"), "finished");
  EXPECT_EQ(study.at("ended"), 2);
  restart();
  EXPECT_EQ(work("ask", json::object()).body.at("code"), "study_over");
  EXPECT_EQ(tell(last, 1.0).body, json({{"state", "complete"}})) << "the answer was lost";
}

TEST_F(Leases, TheSameQuestionGetsTheSameTrials) {
  create(parabola(9));
  const json question = {{"key", "abc"}, {"count", 3}};
  const Reply first = work("ask", question);
  ASSERT_EQ(first.body.at("trials").size(), 3u) << first.text;
  const auto leases_of = [](const json& answer) {
    std::set<std::string> leases;
    for (const json& trial : answer.at("trials")) leases.insert(trial.at("lease"));
    return leases;
  };
  EXPECT_EQ(leases_of(first.body), leases_of(work("ask", question).body));
  restart();
  EXPECT_EQ(leases_of(first.body), leases_of(work("ask", question).body));
  for (const json& trial : first.body.at("trials")) EXPECT_EQ(tell(trial, 1.0).status, 200);
  EXPECT_EQ(work("ask", question).status, 422) << "its trials have ended";
}

TEST_F(Leases, TellingTwiceIsNoMistake) {
  create(parabola(2));
  const json trial = ask();
  EXPECT_EQ(tell(trial, 1.0).status, 200);
  EXPECT_EQ(tell(trial, 1.0).body, json({{"state", "complete"}}));
  restart();
  EXPECT_EQ(tell(trial, 1.0).body, json({{"state", "complete"}}));
  EXPECT_EQ(get("/v1/studies/parabola").body.at("ended"), 1);
}

TEST_F(Leases, ASilentWorkersTrialGoesToAnotherOnce) {
  create(parabola(1));
  const json lost = ask({{"worker", "heron"}});
  pass(Seconds(30));
  EXPECT_TRUE(work("ask", {{"wait_seconds", 0}}).body.at("trials").empty());
  pass(Seconds(31));
  const json again = ask({{"worker", "stork"}});
  EXPECT_EQ(again.at("trial"), lost.at("trial"));
  EXPECT_EQ(again.at("parameters"), lost.at("parameters"));
  EXPECT_EQ(again.at("seed"), lost.at("seed"));
  EXPECT_EQ(again.at("attempt"), 2);
  EXPECT_NE(again.at("lease"), lost.at("lease"));
  EXPECT_EQ(tell(lost, 0.0).body.at("code"), "lease_lost");
  EXPECT_EQ(work("report", {{"lease", lost.at("lease")}, {"step", 1}, {"metrics", json::object()}})
                .status,
            409);
  EXPECT_EQ(tell(again, 1.0).status, 200);
  EXPECT_EQ(get("/v1/studies/parabola/trials/0").body.at("metrics").at("loss"), 1.0);
}

TEST_F(Leases, SignsOfLifeKeepALease) {
  create(parabola(1));
  const json trial = ask();
  for (int i = 0; i < 3; ++i) {
    pass(Seconds(40));
    const json leases = json::array({trial.at("lease"), "nobody.s"});
    const Reply kept = work("heartbeat", {{"leases", leases}});
    EXPECT_EQ(kept.body.at("ended"), json::array({"nobody.s"})) << kept.text;
  }
  EXPECT_EQ(tell(trial, 1.0).status, 200);
}

TEST_F(Leases, AReleasedTrialGoesToAnother) {
  create(parabola(1));
  const json trial = ask();
  EXPECT_EQ(work("release", {{"lease", trial.at("lease")}}).body.at("state"), "waiting");
  const json again = ask();
  EXPECT_EQ(again.at("trial"), 0);
  EXPECT_EQ(again.at("attempt"), 2);
}

TEST_F(Leases, ALeaseOutlivesTheServer) {
  create(parabola(2));
  const json trial = ask({{"worker", "heron"}});
  const auto report = [&](int step, double joules) {
    return work("report", {{"lease", trial.at("lease")},
                           {"step", step},
                           {"metrics", {{"loss", 1.0 / step}}},
                           {"joules", joules}});
  };
  EXPECT_EQ(report(1, 10.0).status, 200);
  restart();
  EXPECT_EQ(report(2, 25.0).status, 200);
  EXPECT_EQ(ask().at("trial"), 1) << "the first one is still held";
  EXPECT_EQ(
      work("tell", {{"lease", trial.at("lease")}, {"metrics", {{"loss", 0.5}}}, {"joules", 30.0}})
          .status,
      200);
  const json kept = get("/v1/studies/parabola/trials/0").body;
  EXPECT_EQ(kept.at("attempts"), 1) << "its worker has not begun anew";
  ASSERT_EQ(kept.at("steps").size(), 2u);
  EXPECT_EQ(kept.at("steps").at(0).at("joules"), 10.0);
  EXPECT_EQ(kept.at("energy").at("joules"), 30.0);
  EXPECT_EQ(get("/v1/studies/parabola").body.at("ledger").at("trials"), 30.0)
      << "what was booked before the restart is not booked again";
}

TEST_F(Leases, ALeaseThatEndedWithTheServerEndsOnce) {
  create(parabola(1));
  const json lost = ask();
  restart();
  EXPECT_TRUE(work("heartbeat", {{"leases", {lost.at("lease")}}}).body.at("ended").empty());
  pass(Seconds(61));
  const json again = ask();
  EXPECT_EQ(again.at("attempt"), 2);
  EXPECT_EQ(tell(lost, 1.0).body.at("code"), "lease_lost");
  restart();
  EXPECT_EQ(tell(again, 1.0).status, 200);
}

TEST_F(Leases, ATrialThatFailedIsTriedAgainWhereRetriesAllowIt) {
  json scenario = parabola(1);
  scenario["retries"] = {{"attempts", 2}};
  create(scenario);
  const auto fail = [&](const json& trial, const char* kind) {
    return work("fail", {{"lease", trial.at("lease")}, {"kind", kind}, {"reason", "no memory"}});
  };
  EXPECT_EQ(fail(ask(), "died").body.at("state"), "waiting");
  EXPECT_EQ(fail(ask(), "died").body.at("state"), "failed");
  const json trial = get("/v1/studies/parabola/trials/0").body;
  EXPECT_EQ(trial.at("attempts"), 2);
  EXPECT_EQ(trial.at("reason"), "no memory");
}

TEST_F(Leases, InfeasibleParametersAreToldApart) {
  create(parabola(1));
  const json trial = ask();
  EXPECT_EQ(work("fail", {{"lease", trial.at("lease")}, {"kind", "infeasible"}}).body.at("state"),
            "infeasible");
}

TEST_F(Leases, APrunerStopsATrial) {
  json scenario = parabola(4);
  scenario["pruner"] = {{"kind", "median"}, {"startup_trials", 1}, {"warmup_steps", 0}};
  create(scenario);
  const auto report = [&](const json& trial, int step, double loss) {
    return work("report",
                {{"lease", trial.at("lease")}, {"step", step}, {"metrics", {{"loss", loss}}}});
  };
  const json good = ask();
  for (int step = 1; step <= 3; ++step) EXPECT_EQ(report(good, step, 0.1).body.at("go_on"), true);
  EXPECT_EQ(tell(good, 0.1).status, 200);
  const json bad = ask();
  const Reply stop = report(bad, 1, 9.0);
  EXPECT_EQ(stop.body.at("go_on"), false) << stop.text;
  EXPECT_EQ(report(bad, 1, 9.0).body, stop.body) << "asked again";
  const Reply told = work("tell", {{"lease", bad.at("lease")}, {"metrics", json::object()}});
  EXPECT_EQ(told.body, json({{"state", "pruned"}})) << told.text;
}

TEST_F(Leases, StepsAscendAndJoulesDoNotFall) {
  create(parabola(1));
  const json trial = ask();
  const auto report = [&](int step, double joules) {
    return work("report", {{"lease", trial.at("lease")},
                           {"step", step},
                           {"metrics", json::object()},
                           {"joules", joules}});
  };
  EXPECT_EQ(report(2, 5.0).status, 200);
  EXPECT_EQ(report(1, 6.0).body.at("pointer"), "/step");
  EXPECT_EQ(report(3, 4.0).body.at("pointer"), "/joules");
  EXPECT_EQ(report(3, 6.0).status, 200);
}

TEST_F(Leases, AResultWithoutTheGoalsMetricCanBeToldAgain) {
  create(parabola(1));
  const json trial = ask();
  const Reply wrong = work("tell", {{"lease", trial.at("lease")}, {"metrics", {{"los", 1.0}}}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(wrong.body.at("code"), "missing_metric");
  EXPECT_EQ(wrong.body.at("nearest"), "loss");
  EXPECT_EQ(tell(trial, 1.0).status, 200);
}

TEST_F(Leases, APausedStudyGivesNothingOutAndTakesResultsIn) {
  create(parabola(3));
  const json trial = ask();
  EXPECT_EQ(work("pause", json::object()).body.at("state"), "paused");
  EXPECT_EQ(work("ask", {{"wait_seconds", 0}}).body.at("because"), "the study is paused");
  EXPECT_EQ(tell(trial, 1.0).status, 200);
  restart();
  EXPECT_EQ(get("/v1/studies/parabola").body.at("state"), "paused");
  EXPECT_TRUE(work("ask", {{"wait_seconds", 0}}).body.at("trials").empty());
  EXPECT_EQ(work("resume", json::object()).body.at("state"), "running");
  EXPECT_EQ(ask().at("trial"), 1);
}

TEST_F(Leases, AStoppedStudyEndsItsLeasesUntilItIsResumed) {
  create(parabola(3));
  const json trial = ask();
  const Reply stopped = work("stop", json::object());
  EXPECT_EQ(stopped.body.at("state"), "stopped") << stopped.text;
  EXPECT_EQ(stopped.body.at("leases"), 0);
  EXPECT_EQ(tell(trial, 0.1).body.at("code"), "lease_lost");
  EXPECT_EQ(work("ask", json::object()).body.at("over"), true);
  EXPECT_EQ(work("stop", json::object()).body.at("code"), "study_over");
  restart();
  EXPECT_EQ(get("/v1/studies/parabola").body.at("state"), "stopped");
  EXPECT_EQ(work("ask", json::object()).body.at("code"), "study_over");
  EXPECT_EQ(work("resume", json::object()).status, 200);
  const json again = ask();
  EXPECT_EQ(again.at("trial"), trial.at("trial"));
  EXPECT_EQ(again.at("parameters"), trial.at("parameters"));
  EXPECT_EQ(again.at("attempt"), 2);
  EXPECT_EQ(tell(again, 0.1).status, 200);
}

TEST_F(Leases, AStudyThatHasOnlyJustBegunIsStopped) {
  create(parabola(3));
  EXPECT_EQ(work("stop", json::object()).body.at("state"), "stopped");
  EXPECT_EQ(work("resume", json::object()).body.at("state"), "running");
  EXPECT_EQ(work("stop", json::object()).body.at("state"), "stopped");
}

TEST_F(Leases, FixedLagGivesTheSameTrialsWhoeverRunsThem) {
  json scenario = parabola(8);
  scenario["schedule"] = {{"kind", "fixed_lag"}, {"lag", 2}};
  scenario["strategy"] = {{"kind", "bayesian"}};
  const auto run = [&](bool two_at_once) {
    create(scenario);
    for (int i = 0; i < 4; ++i) {
      json first = ask();
      json second;
      if (two_at_once) second = ask();
      EXPECT_EQ(tell(first, first.at("parameters").at("x")).status, 200);
      if (!two_at_once) second = ask();
      EXPECT_EQ(tell(second, second.at("parameters").at("x")).status, 200);
    }
    json points = json::array();
    const json page = get("/v1/studies/parabola/trials").body;
    for (const json& trial : page.at("trials")) points.push_back(trial.at("parameters"));
    EXPECT_EQ(call({.method = "DELETE", .path = "/v1/studies/parabola"}).status, 204);
    return points;
  };
  EXPECT_EQ(run(true), run(false));
}

TEST_F(Leases, ManyWorkersGetEachPointOfAGridOnce) {
  json scenario = parabola(60);
  scenario["space"] = {{"x", {{"type", "int"}, {"low", 0}, {"high", 59}, {"levels", 60}}}};
  scenario["strategy"] = {{"kind", "grid"}};
  create(scenario);
  std::atomic<int> told = 0;
  std::vector<std::jthread> workers;
  for (int i = 0; i < 12; ++i) {
    workers.emplace_back([&] {
      for (;;) {
        const Reply asked = work("ask", {{"wait_seconds", 1}});
        if (asked.body.value("over", true)) return;
        for (const json& trial : asked.body.at("trials")) {
          EXPECT_EQ(tell(trial, trial.at("parameters").at("x")).status, 200);
          ++told;
        }
      }
    });
  }
  workers.clear();
  EXPECT_EQ(told, 60);
  std::set<int> points;
  const json page = get("/v1/studies/parabola/trials").body;
  for (const json& trial : page.at("trials")) {
    EXPECT_EQ(trial.at("state"), "complete");
    points.insert(trial.at("parameters").at("x").get<int>());
  }
  EXPECT_EQ(points.size(), 60u);
}

}  // namespace
}  // namespace wattle::search
