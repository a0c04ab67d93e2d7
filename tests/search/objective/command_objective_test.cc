// SPDX-License-Identifier: MIT
#include "search/objective/command_objective.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <thread>

#include "tests/contract/trial_context.h"
#include "tests/search/objective/command_fixture.h"

namespace wattle::search {
namespace {

using contract::LooseContext;
using nlohmann::json;
using test::ScriptFolder;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

Result<Evaluation> run(const std::string& script, const json& members = json::object(),
                       const json& parameters = json::object()) {
  const ScriptFolder folder(script);
  LooseContext context;
  return folder.objective(members)->evaluate(Parameters(parameters), context);
}

std::string failure_of(const std::string& script, const json& members = json::object()) {
  const auto evaluation = run(script, members);
  return evaluation ? "no failure" : evaluation.error().message;
}

/// What a script printed that ended well.
std::string said(const std::string& script, const json& members, const json& parameters) {
  const ScriptFolder folder(script + "\necho '{\"loss\": 1}'");
  LooseContext context;
  context.output = folder.path() / "out";
  const auto evaluation = folder.objective(members)->evaluate(Parameters(parameters), context);
  EXPECT_TRUE(evaluation) << evaluation.error().message;
  const std::string text = text_of(folder.path() / "out" / "stdout.txt");
  return text.substr(0, text.find("{\"loss\""));
}

const json kParameters = {{"lr", 0.1}, {"name", "a b"}, {"on", true}, {"sizes", {8, 16}}};

TEST(CommandObjective, PassesParametersAsArguments) {
  EXPECT_EQ(said("for a; do echo \"$a\"; done", json::object(), kParameters),
            "--lr=0.1\n--name=a b\n--on=true\n--sizes=[8,16]\n");
}

TEST(CommandObjective, PassesParametersAsVariables) {
  const std::string script = "env | grep ^P_ | sort; echo $#";
  EXPECT_EQ(said(script, {{"pass", "environment"}, {"variable_prefix", "P_"}}, kParameters),
            "P_lr=0.1\nP_name=a b\nP_on=true\nP_sizes=[8,16]\n0\n");
}

TEST(CommandObjective, AVariableThatBeginsLikeAParametersStays) {
  ASSERT_EQ(::setenv("P_home", "mine", 1), 0);
  ASSERT_EQ(::setenv("P_lr", "another", 1), 0);
  EXPECT_EQ(
      said("echo $P_home $P_lr", {{"pass", "environment"}, {"variable_prefix", "P_"}}, kParameters),
      "mine 0.1\n");
  ::unsetenv("P_home");
  ::unsetenv("P_lr");
}

TEST(CommandObjective, PassesParametersAsAFileThatGoesWithTheTrial) {
  const json members = {{"pass", "file"}, {"run", {"sh", "script.sh", "--config={file}"}}};
  const std::string out =
      said("cat $WATTLE_PARAMETERS; echo; echo $1; echo $WATTLE_PARAMETERS", members, kParameters);
  const std::string file = out.substr(out.rfind("\n/") + 1, out.size() - out.rfind("\n/") - 2);
  EXPECT_EQ(json::parse(out.substr(0, out.find("--config"))), kParameters);
  EXPECT_THAT(out, HasSubstr("--config=" + file + "\n"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(CommandObjective, KeepsTheFileWithTheArtifacts) {
  const ScriptFolder folder("echo '{\"loss\": 1}'; echo kept > $WATTLE_ARTIFACTS/model");
  LooseContext context;
  context.artifacts = folder.path() / "artifacts" / "trial-3";
  ASSERT_TRUE(folder.objective({{"pass", "file"}})->evaluate(Parameters(kParameters), context));
  EXPECT_EQ(text_of(context.artifacts / "model"), "kept\n");
  EXPECT_EQ(json::parse(text_of(context.artifacts / "parameters.json")), kParameters);
}

TEST(CommandObjective, FillsReferencesInToItsArguments) {
  const json members = {{"pass", "none"},
                        {"run", {"sh", "script.sh", "$lr", "$lr * 10", 7, "$name"}}};
  EXPECT_EQ(said("for a; do echo \"$a\"; done", members, kParameters), "0.1\n1.0\n7\na b\n");
}

TEST(CommandObjective, TellsTheTrialInTheEnvironment) {
  const ScriptFolder folder(
      "echo $WATTLE_SEED $WATTLE_TRIAL $WATTLE_THREADS $OMP_NUM_THREADS "
      "${WATTLE_ARTIFACTS-none} ${WATTLE_RESULTS_FD-none}; echo '{\"loss\": 1}'");
  LooseContext context;
  context.seed_value = 18'446'744'073'709'551'615ULL;
  context.number_value = 12;
  context.output = folder.path() / "out";
  ASSERT_TRUE(folder.objective()->evaluate(Parameters(), context));
  EXPECT_THAT(text_of(context.output / "stdout.txt"),
              HasSubstr("18446744073709551615 12 1 1 none none\n"));
}

TEST(CommandObjective, TheLastLineCountsAndTheLastStepStandsForWhatItLeavesOut) {
  const auto evaluation = run(R"(
    echo '{"step": 1, "loss": 3, "extra": 1}'
    echo '{"step": 2, "loss": 2, "extra": 2}'
    echo '{"loss": 1}')",
                              {{"metrics", {"extra"}}});
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_EQ(evaluation->metrics, (Metrics{{"loss", 1.0}, {"extra", 2.0}}));
}

TEST(CommandObjective, ALineWithoutANewlineCounts) {
  EXPECT_EQ(run("printf '{\"loss\": 4}'")->metrics.at("loss"), 4.0);
}

TEST(CommandObjective, ResultsMayComeByADescriptor) {
  const auto evaluation = run("echo '{\"loss\": 9}'; echo '{\"loss\": 4}' >&$WATTLE_RESULTS_FD",
                              {{"results", "descriptor"}});
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_EQ(evaluation->metrics.at("loss"), 4.0);
}

TEST(CommandObjective, MuchOutputOnBothStreamsBlocksNobody) {
  const auto evaluation =
      run("i=0; while [ $i -lt 20000 ]; do echo line of output $i; echo line of error $i >&2; "
          "i=$((i+1)); done; echo '{\"loss\": 1}'");
  EXPECT_TRUE(evaluation) << evaluation.error().message;
}

// 80 kB on one line, as a program may print its configuration.
TEST(CommandObjective, ALongObjectThatIsNoResultIsJustOutput) {
  const std::string zeros = "head -c 80000 /dev/zero | tr '\\0' 0";
  EXPECT_TRUE(run("echo \"{\\\"weights\\\": \\\"$(" + zeros + ")\\\"}\"; echo '{\"loss\": 1}'"));
  EXPECT_THAT(failure_of("echo \"{\\\"loss\\\": 1, \\\"weights\\\": \\\"$(" + zeros + ")\\\"}\""),
              HasSubstr("line 1 of its standard output: is longer than 65536 bytes"));
}

TEST(CommandObjective, AProgramMayCloseItsOutputAndGoOn) {
  const auto evaluation =
      run("echo '{\"loss\": 1}'; exec >&- 2>&-; sleep 0.2; echo '{\"loss\": 2}' >&3",
          {{"results", "descriptor"}});
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_EQ(evaluation->metrics.at("loss"), 2.0);
}

/// Ends within the poll that follows the cancellation, whatever the program does.
ErrorCode code_when_cancelled(const std::string& script) {
  const ScriptFolder folder(script);
  LooseContext context;
  const std::jthread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    context.cancel = true;
  });
  const auto evaluation = folder.objective()->evaluate(Parameters(), context);
  return evaluation ? ErrorCode::kInternal : evaluation.error().code;
}

TEST(CommandObjective, IsCancelledWhileItIsSilentOrFloodsItsOutput) {
  EXPECT_EQ(code_when_cancelled("sleep 1000"), ErrorCode::kCancelled);
  EXPECT_EQ(code_when_cancelled("yes"), ErrorCode::kCancelled);
}

TEST(CommandObjective, FailuresSayWhyAndWhatWasSaidLast) {
  EXPECT_EQ(failure_of("echo one >&2; echo two >&2; exit 3"),
            "the program ended with exit status 3; its last words: one | two");
  EXPECT_THAT(failure_of("kill -SEGV $$"), HasSubstr("signal 11 (Segmentation fault)"));
  EXPECT_THAT(failure_of("kill -KILL $$"), HasSubstr("perhaps for want of memory"));
  EXPECT_THAT(failure_of("echo '{\"los\": 1}'"), HasSubstr("without a result that names loss"));
}

TEST(CommandObjective, AMalformedResultFailsTheTrialWithItsPlace) {
  EXPECT_THAT(failure_of("echo hello; echo '{\"loss\": 1'; sleep 1000"),
              AllOf(HasSubstr("line 2 of its standard output"), HasSubstr("{\"loss\": 1")));
  EXPECT_THAT(failure_of("echo hello >&3; sleep 1000", {{"results", "descriptor"}}),
              HasSubstr("line 1 of its results"));
  EXPECT_THAT(failure_of("echo '{\"step\": 2, \"loss\": 1}'; echo '{\"step\": 2, \"loss\": 1}'"),
              HasSubstr("step 2 comes after step 2"));
}

TEST(CommandObjective, ItMaySayThatParametersCannotBeTried) {
  const auto evaluation = run("echo '{\"infeasible\": \"too wide\"}'; exit 1");
  EXPECT_EQ(evaluation.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(evaluation.error().message, "too wide");
}

TEST(CommandObjective, HoldsATrialToItsMemoryWhoeverTakesIt) {
  // 100 MB in a child of the script: the shell's own pipe through tail keeps them.
  EXPECT_THAT(failure_of("head -c 100000000 /dev/zero | tail -c 100000000 | (sleep 1000)",
                         {{"limits", {{"memory_mb", 50}}}}),
              ContainsRegex("took [0-9.]+ MB of memory; its limit is 50 MB"));
}

TEST(CommandObjective, AProgramThatIsStoppedMayEndInOrder) {
  const ScriptFolder folder(
      "trap 'echo bye > ended; exit' TERM; echo '{\"step\": 1, \"loss\": 5}'; "
      "while :; do sleep 0.01; done");
  LooseContext context;
  context.stop_at = 1;
  const auto evaluation = folder.objective()->evaluate(Parameters(), context);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_EQ(evaluation->metrics.at("loss"), 5.0);
  EXPECT_EQ(text_of(folder.path() / "ended"), "bye\n");
}

TEST(CommandObjective, AProgramThatDoesNotListenIsKilledAfterItsGrace) {
  const ScriptFolder folder(
      "trap '' TERM; echo '{\"step\": 1, \"loss\": 5}'; while :; do sleep 0.01; done");
  LooseContext context;
  context.stop_at = 1;
  EXPECT_TRUE(folder.objective({{"grace_seconds", 0.1}})->evaluate(Parameters(), context));
}

TEST(CommandObjective, ItsProcessesTimeIsTheTrials) {
  const ScriptFolder folder(
      "work() { i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; }\n"
      "work & setsid sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done' & wait\n"
      "echo '{\"loss\": 1}'");
  LooseContext context;
  ASSERT_TRUE(folder.objective()->evaluate(Parameters(), context));
  const energy::GroupTime used = context.thread_group().time();
  EXPECT_GT(used.processes, Seconds(0.02));
  EXPECT_EQ(used.threads, Seconds(0));
}

TEST(CommandObjective, IsPreparedByAProgramThatIsThere) {
  const ScriptFolder folder("");
  EXPECT_TRUE(folder.objective()->prepare(Parameters()));
  EXPECT_EQ(folder.objective({{"run", {"no-such-program"}}})->prepare(Parameters()).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(folder.objective({{"run", {"./script.sh"}}})->prepare(Parameters()).error().code,
            ErrorCode::kPermissionDenied);
  EXPECT_EQ(folder.objective({{"directory", "absent"}})->prepare(Parameters()).error().code,
            ErrorCode::kNotFound);
}

TEST(CommandObjective, PlansTheStepsThatTheScenarioSays) {
  const ScriptFolder folder("");
  const Parameters parameters(json{{"epochs", 4}});
  EXPECT_EQ(folder.objective()->planned_steps(parameters), std::nullopt);
  EXPECT_EQ(folder.objective({{"steps", 7}})->planned_steps(parameters), 7);
  EXPECT_EQ(folder.objective({{"steps", "$epochs * 2"}})->planned_steps(parameters), 8);
  // More than steps can be counted to.
  EXPECT_EQ(folder.objective({{"steps", "$epochs * 750000000"}})->planned_steps(parameters),
            std::nullopt);
}

}  // namespace
}  // namespace wattle::search
