// SPDX-License-Identifier: MIT
// Who may call what, and what is refused.
#include <regex>
#include <set>
#include <string>

#include "tests/search/service/service_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::parabola;
using test::Reply;

class ServiceApi : public test::ServiceTest {
 protected:
  void know_tokens() {
    access_ =
        *Access::from_text("read " + kToken + "r\nwork " + kToken + "w\nadmin " + kToken + "a\n");
    restart();
  }
  Reply as(char role, ApiRequest request) {
    request.authorization = "Bearer " + kToken + role;
    return call(std::move(request));
  }
  /// The problem of a scenario that is refused.
  json refused(const json& scenario) {
    const Reply reply = post("/v1/studies", scenario);
    EXPECT_EQ(reply.status, 422) << reply.text;
    EXPECT_TRUE(host_->names()->empty());
    return reply.body;
  }

  const std::string kToken = "0123456789abcdef";
};

TEST_F(ServiceApi, ToldPathsAndMethodsThatThereAreNot) {
  EXPECT_EQ(get("/v2/studies").body.at("code"), "no_such_path");
  EXPECT_EQ(get("//").status, 404);
  EXPECT_EQ(get("").status, 404);
  EXPECT_EQ(get("/v1/studies//best").status, 404);
  const Reply wrong = call({.method = "PUT", .path = "/v1/studies"});
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.body.at("detail"), "this path takes GET, POST");
}

TEST_F(ServiceApi, EachRoleMayDoWhatThoseBeforeItMay) {
  know_tokens();
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/v1/studies").status, 401);
  EXPECT_EQ(as('x', {.method = "GET", .path = "/v1/studies"}).status, 401);
  for (const char role : {'r', 'w', 'a'}) {
    EXPECT_EQ(as(role, {.method = "GET", .path = "/v1/studies"}).status, 200) << role;
  }
  const ApiRequest create{.method = "POST", .path = "/v1/studies", .body = parabola(3).dump()};
  EXPECT_EQ(as('r', create).body.at("code"), "not_allowed");
  EXPECT_EQ(as('w', create).status, 403);
  EXPECT_EQ(as('a', create).status, 201);
  const ApiRequest ask{.method = "POST", .path = "/v1/studies/parabola/ask", .body = "{}"};
  EXPECT_EQ(as('r', ask).status, 403);
  EXPECT_EQ(as('w', ask).status, 200);
  EXPECT_EQ(as('w', {.method = "DELETE", .path = "/v1/studies/parabola"}).status, 403);
}

TEST_F(ServiceApi, OnLoopbackAPageFromElsewhereIsRefused) {
  hosts_ = {"localhost", "127.0.0.1"};
  restart();
  const auto from = [&](const char* host, const char* origin) {
    return call({.method = "GET", .path = "/v1/studies", .host = host, .origin = origin}).status;
  };
  EXPECT_EQ(from("localhost:8765", ""), 200);
  EXPECT_EQ(from("127.0.0.1", "http://127.0.0.1"), 200);
  EXPECT_EQ(from("evil.example:8765", ""), 421) << "a name of its own for this machine";
  EXPECT_EQ(from("localhost:8765", "https://evil.example"), 403);
  EXPECT_EQ(from("localhost:8765", "null"), 403);
}

TEST_F(ServiceApi, BodiesAreJson) {
  const auto send = [&](const char* type, const char* body) {
    return call({.method = "POST", .path = "/v1/studies", .body = body, .content_type = type});
  };
  EXPECT_EQ(send("text/plain", "{}").body.at("code"), "not_json");
  EXPECT_EQ(send("application/json; charset=utf-8", "{").body.at("code"), "malformed");
  EXPECT_EQ(send("application/json", "").status, 400);
  EXPECT_EQ(send("application/json", "[]").status, 422);
  EXPECT_EQ(send("application/json", R"({"name": "a", "name": "b"})").status, 400);
  EXPECT_EQ(
      send("application/json", (std::string(5000, '[') + std::string(5000, ']')).c_str()).status,
      400);
}

TEST_F(ServiceApi, AScenarioIsRefusedWithEveryFault) {
  json scenario = parabola(3);
  scenario["space"]["x"]["low"] = 2.0;
  scenario["gaol"] = 1;
  const json problem = refused(scenario);
  EXPECT_EQ(problem.at("code"), "invalid");
  EXPECT_TRUE(problem.contains("also")) << problem;
}

TEST_F(ServiceApi, ANewStudyNeedsANameAndABudget) {
  json scenario = parabola(3);
  scenario.erase("budget");
  EXPECT_EQ(refused(scenario).at("pointer"), "/budget");
  for (const json& name : {json("../x"), json(".x"), json(""), json("a/b"), json(7),
                           json(std::string(101, 'a')), json("a b")}) {
    scenario = parabola(3);
    scenario["name"] = name;
    EXPECT_EQ(refused(scenario).at("pointer"), "/name") << name;
  }
}

TEST_F(ServiceApi, NoFileOfTheServerIsOpenedAndNoProgramRun) {
  const auto pointer = [&](const json& patch) {
    json scenario = parabola(3);
    scenario.update(patch);
    return refused(scenario).at("pointer").get<std::string>();
  };
  EXPECT_EQ(pointer({{"extends", "other.json"}}), "/extends");
  EXPECT_EQ(pointer({{"warm_start", {{"studies", {"postgresql://elsewhere/x#y"}}}}}),
            "/warm_start");
  EXPECT_EQ(pointer({{"objective", {{"kind", "command"}, {"run", {"rm"}}}}}), "/objective/kind");
  EXPECT_EQ(pointer({{"objective", {{"kind", "table"}, {"file", "a.csv"}}}}), "/objective/kind");
  EXPECT_EQ(pointer({{"energy", {{"meter", "replay:/etc/passwd"}}}}), "/energy/meter");
  EXPECT_EQ(pointer({{"objective", {{"kind", "train"}, {"data", {{"file", "/etc/passwd"}}}}}}),
            "/objective/data/file");
  EXPECT_EQ(pointer({{"objective", {{"kind", "train"}, {"data", {{"file", "a/../../b"}}}}}}),
            "/objective/data/file");
}

TEST_F(ServiceApi, AStudyIsCreatedOnce) {
  create(parabola(3));
  EXPECT_EQ(post("/v1/studies", parabola(3)).status, 200) << "the answer was lost";
  EXPECT_EQ(post("/v1/studies", parabola(4)).body.at("code"), "study_exists");
}

TEST_F(ServiceApi, ADeletedStudyIsGone) {
  create(parabola(3));
  const json trial = ask();
  EXPECT_EQ(call({.method = "DELETE", .path = "/v1/studies/parabola"}).status, 204);
  EXPECT_EQ(get("/v1/studies/parabola").body.at("code"), "no_study");
  EXPECT_EQ(tell(trial, 1.0).status, 404);
  EXPECT_EQ(call({.method = "DELETE", .path = "/v1/studies/parabola"}).status, 404);
  create(parabola(3));
}

TEST_F(ServiceApi, ResultsAreTold) {
  create(parabola(3));
  for (const double loss : {3.0, 1.0, 2.0}) EXPECT_EQ(tell(ask(), loss).status, 200);
  EXPECT_EQ(get("/v1/studies/parabola/best").body.at("best").at("trial"), 1);
  EXPECT_EQ(get("/v1/studies").body.at("studies").at(0).at("best_value"), 1.0);
  EXPECT_EQ(get("/v1/studies/parabola/scenario").body.at("seed"), 7);
  EXPECT_TRUE(get("/v1/studies/parabola/front").body.at("front").empty()) << "nobody told joules";
  EXPECT_NE(get("/v1/studies/parabola/report.html").text.find("parabola"), std::string::npos);
  EXPECT_NE(get("/v1/studies/parabola/export").text.find("\"loss\":1.0"), std::string::npos);
  ApiRequest csv{.method = "GET", .path = "/v1/studies/parabola/export"};
  csv.query = {{"format", "csv"}};
  EXPECT_NE(call(csv).text.find("param:x"), std::string::npos);
  csv.query = {{"format", "xml"}};
  EXPECT_EQ(call(csv).status, 422);
}

TEST_F(ServiceApi, TrialsAreToldAPageAtATime) {
  create(parabola(5));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(tell(ask(), i).status, 200);
  ApiRequest page{.method = "GET", .path = "/v1/studies/parabola/trials"};
  page.query = {{"from", "1"}, {"limit", "2"}};
  const json answer = call(page).body;
  ASSERT_EQ(answer.at("trials").size(), 2u);
  EXPECT_EQ(answer.at("trials").at(0).at("number"), 1);
  EXPECT_EQ(answer.at("next"), 3);
  EXPECT_EQ(answer.at("total"), 5);
  page.query = {{"from", "9"}};
  EXPECT_EQ(call(page).body.at("next"), nullptr);
  for (const char* wrong : {"-1", "x", "1x", "", "99999999999"}) {
    page.query = {{"from", wrong}};
    EXPECT_EQ(call(page).status, 422) << wrong;
  }
}

TEST_F(ServiceApi, EventsTellWhatHappens) {
  create(parabola(2));
  ApiRequest follow{.method = "GET", .path = "/v1/studies/parabola/events"};
  follow.last_event_id = "0";
  ApiAnswer answer = api_->answer(follow);
  ASSERT_TRUE(answer.stream);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(tell(ask(), 1.0).status, 200);
  std::string text;
  while (answer.stream(text)) {
  }
  EXPECT_NE(text.find("event: started\ndata: {\"attempt\":1"), std::string::npos) << text;
  EXPECT_NE(text.find("event: ended"), std::string::npos);
  EXPECT_NE(text.find("2 trials"), std::string::npos) << "why it ended";
}

TEST_F(ServiceApi, TheDashboardIsForAnybodyAndRunsItsOwnScriptsOnly) {
  know_tokens();
  for (const char* path : {"/", "/dashboard/main.js", "/dashboard/charts.js", "/dashboard/words.js",
                           "/dashboard/style.css"}) {
    const ApiAnswer answer = api_->answer({.method = "GET", .path = path});
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_FALSE(answer.body.empty()) << path;
    ASSERT_FALSE(answer.headers.empty());
    const auto& [name, policy] = answer.headers.front();
    EXPECT_EQ(name, "Content-Security-Policy");
    EXPECT_NE(policy.find("script-src 'self';"), std::string::npos) << policy;
  }
  EXPECT_NE(get("/").text.find("<script type=\"module\" src=\"/dashboard/main.js\">"),
            std::string::npos);
  for (const char* path : {"/dashboard/page.html", "/dashboard/", "/dashboard/../main.js"}) {
    EXPECT_EQ(get(path).status, 404) << path;
  }
  EXPECT_EQ(get("/v1/studies/parabola/charts").status, 401);
}

TEST_F(ServiceApi, EveryScriptOfTheDashboardThatAnotherImportsIsServed) {
  const std::regex imported("from \"\\./([a-z]+\\.js)\"");
  std::set<std::string> asked{"main.js", "charts.js"};
  std::set<std::string> seen;
  while (seen != asked) {
    for (const std::string& name : std::set<std::string>(asked)) {
      const Reply script = get("/dashboard/" + name);
      EXPECT_EQ(script.status, 200) << name;
      seen.insert(name);
      // What stands before is the library, a line too long for this matcher.
      const std::string own = script.text.substr(script.text.rfind("// SPDX"));
      for (std::sregex_iterator it(own.begin(), own.end(), imported), end; it != end; ++it) {
        asked.insert((*it)[1]);
      }
    }
  }
  EXPECT_GT(seen.size(), 8u);
}

TEST_F(ServiceApi, ChartsAreToldAsData) {
  create(parabola(3));
  for (const double loss : {3.0, 1.0}) EXPECT_EQ(tell(ask(), loss).status, 200);
  const Reply reply = get("/v1/studies/parabola/charts");
  ASSERT_EQ(reply.status, 200) << reply.text;
  const json& figure = reply.body.at("sections").at(0).at("figures").at(0);
  EXPECT_EQ(figure.at("id"), "history-trials");
  EXPECT_EQ(figure.at("numbers").at("rows").size(), 2u);
  EXPECT_EQ(figure.at("option").at("series").size(), figure.at("tips").size());
  EXPECT_EQ(reply.body.at("parameters").size(), 2u) << "of both trials that are told of";
  EXPECT_EQ(get("/v1/studies/nobody/charts").body.at("code"), "no_study");
}

TEST_F(ServiceApi, MetricsAreWrittenForPrometheus) {
  create(parabola(2));
  ask();
  const std::string text = get("/metrics").text;
  EXPECT_NE(text.find("wattle_leases{study=\"parabola\"} 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("# TYPE wattle_requests_total counter\n"), std::string::npos);
}

}  // namespace
}  // namespace wattle::search
