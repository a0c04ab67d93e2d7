// SPDX-License-Identifier: MIT
// One answer a line, and what each says.
#include "search/command/asktell_protocol.h"

#include <gmock/gmock.h>

#include "tests/search/study/ask_tell_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::numeric_problem;
using test::open_search;
using test::tiny_problem;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

class Protocol : public testing::Test {
 protected:
  explicit Protocol(const json& problem = numeric_problem())
      : search_(open_search(problem)), protocol_(*search_) {}

  json say(const std::string& line) {
    const auto answer = protocol_.answer(line);
    if (answer) return json::parse(*answer);
    ADD_FAILURE() << "no answer to " << line;
    return nullptr;
  }

  /// The error that a line gets; nothing must have changed.
  json error(const std::string& line) {
    const json before = search_->state();
    json answer = say(line);
    EXPECT_EQ(search_->state(), before) << line;
    EXPECT_THAT(answer, SizeIs(1));
    return answer.value("error", json::object());
  }

  std::optional<AskTell> search_;
  AskTellProtocol protocol_;
};

class TinyProtocol : public Protocol {
 protected:
  TinyProtocol() : Protocol(tiny_problem()) {}
};

TEST_F(Protocol, SuggestsWithIds) {
  const json answer = say(R"({"ask": 2})");
  ASSERT_THAT(answer, SizeIs(1));
  ASSERT_THAT(answer["suggestions"], SizeIs(2));
  EXPECT_EQ(answer["suggestions"][1]["id"], 1);
  EXPECT_EQ(answer["suggestions"][1]["parameters"], search_->trials()[1].parameters.json());
}

TEST_F(TinyProtocol, SaysWhenTheSpaceIsUsedUp) {
  EXPECT_FALSE(say(R"({"ask": 3})").contains("exhausted"));
  const json answer = say(R"({"ask": 2})");
  EXPECT_THAT(answer["suggestions"], SizeIs(1));
  EXPECT_EQ(answer["exhausted"], true);
  EXPECT_TRUE(answer["because"].is_string());
}

TEST_F(Protocol, TakesResultsAndFailures) {
  say(R"({"ask": 3})");
  EXPECT_EQ(say(R"({"tell": {"id": 0, "metrics": {"value": 1.25}, "joules": 12.5}})"),
            json({{"ok", true}}));
  EXPECT_EQ(say(R"({"fail": {"id": 1, "reason": "out of memory"}})"), json({{"ok", true}}));
  EXPECT_EQ(say(R"({"tell": {"id": 2, "metrics": {"value": null}}})"),
            json({{"ok", true}, {"failed", "value is not a finite number"}}));
  EXPECT_EQ(search_->trials()[0].measurement->metrics.at("train_joules"), 12.5);
  EXPECT_EQ(search_->trials()[1].reason, "out of memory");
}

TEST_F(Protocol, GivesTheAskersOwnTrialsAnId) {
  EXPECT_EQ(
      say(R"({"tell": {"parameters": {"x": 0.5, "y": 0.5, "n": 2}, "metrics": {"value": 1}}})"),
      json({{"ok", true}, {"id", 0}}));
  EXPECT_EQ(search_->trials()[0].state, TrialState::kComplete);
}

TEST_F(Protocol, AnswersTheBest) {
  EXPECT_EQ(say(R"({"best": true})"), json({{"best", nullptr}}));
  say(R"({"tell": {"parameters": {"x": 0.5, "y": 0.5, "n": 2}, "metrics": {"value": 1}}})");
  EXPECT_EQ(say(R"({"best": true})")["best"],
            json({{"id", 0},
                  {"parameters", {{"x", 0.5}, {"y", 0.5}, {"n", 2}}},
                  {"metrics", {{"value", 1.0}}},
                  {"feasible", true}}));
}

TEST_F(Protocol, RestoresTheStateItGave) {
  say(R"({"ask": 2})");
  say(R"({"tell": {"id": 1, "metrics": {"value": 1}}})");
  const json state = say(R"({"state": true})")["state"];
  say(R"({"ask": 5})");
  EXPECT_EQ(say(json{{"restore", state}}.dump()), json({{"ok", true}}));
  EXPECT_EQ(search_->state(), state);
}

TEST_F(Protocol, AnswersNothingToWhiteSpaceButCountsIt) {
  for (const char* line : {"", " ", "\t", "\r"}) EXPECT_EQ(protocol_.answer(line), std::nullopt);
  EXPECT_EQ(error("?")["line"], 5);
}

TEST_F(Protocol, TakesLinesThatEndInCarriageReturn) {
  EXPECT_TRUE(say("{\"ask\": 1}\r").contains("suggestions"));
}

TEST_F(Protocol, CountsColumnsOfMalformedLinesInCharacters) {
  const json bytes = error(R"({"ask": x})");
  EXPECT_EQ(bytes["code"], "malformed");
  EXPECT_EQ(bytes["line"], 1);
  EXPECT_EQ(bytes["column"], 9);
  EXPECT_EQ(bytes["expected"], "well-formed JSON");
  EXPECT_EQ(error(R"({"äöü": x})")["column"], 9);
}

struct BadLine {
  const char* name;
  std::string line;
  const char* code;
  const char* pointer;
  const char* expected = "";
  const char* nearest = "";
};

void PrintTo(const BadLine& bad, std::ostream* out) { *out << bad.name; }

class BadLines : public Protocol, public testing::WithParamInterface<BadLine> {};

TEST_P(BadLines, GetAnErrorAndChangeNothing) {
  say(R"({"ask": 2})");
  say(R"({"tell": {"id": 0, "metrics": {"value": 1}}})");
  const json got = error(GetParam().line);
  EXPECT_EQ(got["line"], 3);
  EXPECT_EQ(got["code"], GetParam().code) << got;
  EXPECT_EQ(got["pointer"], GetParam().pointer) << got;
  EXPECT_THAT(got["expected"].get<std::string>(), HasSubstr(GetParam().expected));
  EXPECT_EQ(got.value("nearest", ""), GetParam().nearest);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, BadLines,
    testing::Values(
        BadLine{"Half", R"({"ask": 1)", "malformed", "", "well-formed JSON"},
        BadLine{"TextAfterTheObject", R"({"ask": 1} 2)", "malformed", "", "well-formed JSON"},
        BadLine{"NaN", R"({"ask": NaN})", "malformed", "", "well-formed JSON"},
        BadLine{"NoUtf8", "{\"ask\": \"\xff\"}", "malformed", "", "well-formed JSON"},
        BadLine{"HalfACharacter", "{\"ask\": \"\xc3\"}", "malformed", "", "well-formed JSON"},
        BadLine{"Nul", std::string("{\"ask\": 1}\0", 11), "malformed", "", "well-formed JSON"},
        BadLine{"BeyondDoubles", R"({"ask": 1e999})", "malformed", "", "range of doubles"},
        BadLine{"NameTwice", R"({"ask": 1, "ask": 2})", "malformed", "/ask", "once"},
        BadLine{"NoObject", "[1]", "invalid", "", "an object"},
        BadLine{"NoCommand", "{}", "invalid", "", "one of ask, tell"},
        BadLine{"TwoCommands", R"({"ask": 1, "best": true})", "invalid", "", "one command a line"},
        BadLine{"UnknownCommand", R"({"aks": 1})", "invalid", "/aks", "ask, tell", "ask"},
        BadLine{"AskText", R"({"ask": "two"})", "invalid", "/ask", "an integer"},
        BadLine{"AskNothing", R"({"ask": 0})", "invalid", "/ask", "at least 1"},
        BadLine{"AskAHalf", R"({"ask": 0.5})", "invalid", "/ask", "an integer"},
        BadLine{"AskMuch", R"({"ask": 1e15})", "invalid", "/ask", "at most 1000"},
        BadLine{"BestFalse", R"({"best": false})", "invalid", "/best", "true"},
        BadLine{"StateNumber", R"({"state": 1})", "invalid", "/state", "true"},
        BadLine{"UnknownMember", R"({"tell": {"id": 1, "metric": {"value": 1}, "metrics": {}}})",
                "invalid", "/tell/metric", "metrics", "metrics"},
        BadLine{"NoMetrics", R"({"tell": {"id": 1}})", "invalid", "/tell/metrics", ""},
        BadLine{"MetricText", R"({"tell": {"id": 1, "metrics": {"value": "1"}}})", "invalid",
                "/tell/metrics/value", "a number"},
        BadLine{"NoSubject", R"({"tell": {"metrics": {"value": 1}}})", "invalid", "/tell/id", "id"},
        BadLine{"TwoSubjects", R"({"tell": {"id": 1, "parameters": {}, "metrics": {"value": 1}}})",
                "invalid", "/tell", "not both"},
        BadLine{"HugeId", R"({"tell": {"id": 18446744073709551615, "metrics": {"value": 1}}})",
                "invalid", "/tell/id", "an integer"},
        BadLine{"JoulesNull", R"({"tell": {"id": 1, "metrics": {"value": 1}, "joules": null}})",
                "invalid", "/tell/joules", "a number of at least 0"},
        BadLine{"UnknownId", R"({"tell": {"id": 7, "metrics": {"value": 1}}})", "unknown_id",
                "/tell/id", "0 to 1"},
        BadLine{"ToldOtherwise", R"({"tell": {"id": 0, "metrics": {"value": 2}}})", "told_already",
                "/tell/id", "complete"},
        BadLine{"FailUnknown", R"({"fail": {"id": 7}})", "unknown_id", "/fail/id", "0 to 1"},
        BadLine{"MisspeltMetric", R"({"tell": {"id": 1, "metrics": {"vlaue": 1}}})",
                "missing_metric", "/tell/metrics/vlaue", "the metric value", "value"},
        BadLine{"OutsideTheSpace",
                R"({"tell": {"parameters": {"x": 2, "y": 1, "n": 2}, "metrics": {"value": 1}}})",
                "outside_space", "/tell/parameters/x", "a number from 0 to 1"},
        BadLine{"RestoreNothing", R"({"restore": null})", "bad_state", "/restore", "an object"},
        BadLine{"RestoreOther", R"({"restore": {"version": 2, "seed": 5, "trials": [],
                "strategy": {"kind": "random", "state": {}}}})",
                "bad_state", "/restore/version", "version"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST_F(Protocol, RefusesDeepNesting) {
  const json got = error("{\"restore\": " + std::string(100, '[') + std::string(100, ']') + "}");
  EXPECT_EQ(got["code"], "malformed");
  EXPECT_THAT(got["expected"].get<std::string>(), HasSubstr("64 levels"));
  EXPECT_THAT(got["pointer"].get<std::string>(), StartsWith("/restore/0"));
}

TEST_F(Protocol, TellsFurtherFaultsOfALine) {
  const json got =
      error(R"({"tell": {"parameters": {"x": 2, "y": 2, "n": 99}, "metrics": {"value": 1}}})");
  ASSERT_THAT(got["also"], SizeIs(2));
  EXPECT_EQ(got["also"][1]["pointer"], "/tell/parameters/y");
}

TEST_F(Protocol, AnswersBrieflyToLongLines) {
  constexpr std::size_t kLong = 1'000'000;
  const std::string text(kLong, 'x');
  for (const std::string& line : {text, "{\"" + text + "\": 1}", "{\"ask\": \"" + text + "\"}",
                                  "{\"tell\": {\"" + text + "\": \"" + text + "\"}}"}) {
    EXPECT_LT(error(line).dump().size(), 10'000U);
  }
}

TEST_F(Protocol, CountsLinesThatAreTooLong) {
  const json got = json::parse(protocol_.refuse_long_line())["error"];
  EXPECT_EQ(got["code"], "too_long");
  EXPECT_EQ(got["line"], 1);
  EXPECT_EQ(error("?")["line"], 2);
}

}  // namespace
}  // namespace wattle::search
