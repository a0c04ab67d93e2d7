// SPDX-License-Identifier: MIT
#include "search/service/forms.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

#include "search/scenario/form.h"
#include "search/study/told_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestKey = 64;
constexpr std::size_t kLongestText = 500;

/// Characters of UTF-8.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char each) {
    return (each & 0xc0U) != 0x80U;  // not the rest of a character
  }));
}

bool is_short(std::string_view text) { return !text.empty() && length_of(text) <= kLongestText; }

Spelling key_spelling() {
  return {"^[A-Za-z0-9_-]{1,64}$", "1 to 64 letters, digits, - and _", is_key};
}
Spelling name_spelling() { return {"^.{1,500}$", "a text of 1 to 500 characters", is_short}; }

Spelling log_spelling() {
  return {"^[\\s\\S]{1,200000}$", "a text of 1 to 200,000 characters",
          [](std::string_view text) { return !text.empty() && length_of(text) <= kMostLogged; }};
}

Field lease() { return text("lease").spelled(name_spelling()).required(); }

/// What a reading has, as `energy` of a trial in result.json.
Field energy() {
  return section(
      "energy", {.title = "energy",
                 .meaning = "What a meter counted since the trial began.",
                 .fields = {number("joules").at_least(0).required(), number("low").at_least(0),
                            number("high").at_least(0),
                            text("source")
                                .one_of({"counter", "sampled", "estimated", "replayed", "reported"})
                                .by_default("reported"),
                            list("domains", text("")), boolean("shared").by_default(false)}});
}

std::vector<Field> news_fields() {
  return {lease(), anything("metrics").required(), number("joules").at_least(0), energy(),
          number("seconds").at_least(0)};
}

const Field& ask_fields() {
  static const Field root = section(
      "",
      {.title = "ask",
       .meaning = "A question for trials.",
       .fields = {text("worker").spelled(name_spelling()).by_default("worker"),
                  text("key").spelled(key_spelling()),
                  integer("count").at_least(1).at_most(kMostAsked).by_default(1),
                  number("wait_seconds").at_least(0).at_most(kLongestPatience).by_default(10)}});
  return root;
}

const Field& report_fields() {
  static const Field root = [] {
    std::vector<Field> fields = news_fields();
    fields.push_back(
        integer("step").at_least(1).at_most(std::numeric_limits<int>::max()).required());
    return section("", {.title = "report", .meaning = "A step.", .fields = std::move(fields)});
  }();
  return root;
}

const Field& tell_fields() {
  static const Field root =
      section("", {.title = "tell", .meaning = "An end.", .fields = news_fields()});
  return root;
}

const Field& fail_fields() {
  static const Field root = section(
      "",
      {.title = "fail",
       .meaning = "A trial without a result.",
       .fields = {lease(), text("kind").one_of({"error", "died", "infeasible"}).by_default("error"),
                  text("reason").spelled(name_spelling()).by_default("no reason was given")}});
  return root;
}

const Field& log_fields() {
  static const Field root =
      section("", {.title = "log",
                   .meaning = "What is to be said of a trial in words.",
                   .fields = {lease(), text("text").spelled(log_spelling()).required(),
                              integer("at").at_least(0).at_most(std::numeric_limits<int>::max())}});
  return root;
}

const Field& release_fields() {
  static const Field root = section(
      "", {.title = "release", .meaning = "A trial that is given back.", .fields = {lease()}});
  return root;
}

const Field& heartbeat_fields() {
  static const Field root =
      section("", {.title = "heartbeat",
                   .meaning = "Trials that are being worked on.",
                   .fields = {list("leases", text("").spelled(name_spelling())).required()}});
  return root;
}

Validated<json> read(const json& body, const Field& fields) {
  Form form = check_form(body, fields);
  if (!form.faults.empty()) return tl::unexpected(std::move(form.faults));
  return std::move(form.document);
}

energy::EnergyReading reported(Joules joules) {
  energy::EnergyReading reading;
  reading.joules = reading.low = reading.high = joules;
  reading.source = energy::Source::kReported;
  return reading;
}

/// The reading of a news' `joules` or `energy`; of an unknown source when it has neither.
Validated<energy::EnergyReading> read_energy(const json& news) {
  if (news.contains("joules") && news.contains("energy")) {
    return tl::unexpected(
        Faults{fault_at("/joules", news.at("joules"), "joules or energy, not both")});
  }
  if (news.contains("joules")) return reported(Joules(news.at("joules").get<double>()));
  if (!news.contains("energy")) {
    energy::EnergyReading unknown;
    unknown.source = energy::Source::kUnknown;
    return unknown;
  }
  const json& told = news.at("energy");
  const Joules joules(told.at("joules").get<double>());
  energy::EnergyReading reading = reported(joules);
  reading.low = Joules(told.value("low", joules.value));
  reading.high = Joules(told.value("high", joules.value));
  reading.source = energy::source_from_string(told.at("source").get<std::string>())
                       .value_or(energy::Source::kReported);
  if (told.contains("domains"))
    reading.domains = told.at("domains").get<std::vector<std::string>>();
  std::sort(reading.domains.begin(), reading.domains.end());
  reading.shared = told.at("shared").get<bool>();
  if (reading.low <= joules && joules <= reading.high) return reading;
  return tl::unexpected(Faults{fault_at("/energy", told, "low <= joules <= high")});
}

/// What a step and an end have in common.
Validated<EndNews> read_news(const json& news) {
  EndNews read;
  auto metrics = read_metrics(news.at("metrics"), "/metrics");
  if (!metrics) return tl::unexpected(std::move(metrics.error()));
  auto energy = read_energy(news);
  if (!energy) return tl::unexpected(std::move(energy.error()));
  read.metrics = std::move(*metrics);
  read.energy = std::move(*energy);
  if (news.contains("seconds")) {
    read.seconds = Seconds(news.at("seconds").get<double>());
    read.energy.window = *read.seconds;
  }
  return read;
}

std::string lease_of(const json& form) { return form.at("lease").get<std::string>(); }

}  // namespace

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= kLongestKey &&
         std::all_of(text.begin(), text.end(), [](unsigned char each) {
           return (std::isalnum(each) != 0 && each < 0x80) || each == '-' || each == '_';
         });
}

Validated<AskForm> read_ask(const json& body) {
  return read(body, ask_fields()).map([](const json& form) {
    AskForm ask;
    ask.request.worker = form.at("worker").get<std::string>();
    ask.request.key = form.value("key", std::string());
    ask.request.count = form.at("count").get<int>();
    ask.patience = std::chrono::milliseconds(
        static_cast<std::int64_t>(1000.0 * form.at("wait_seconds").get<double>()));
    return ask;
  });
}

Validated<ReportForm> read_report(const json& body) {
  return read(body, report_fields()).and_then([](const json& form) -> Validated<ReportForm> {
    auto news = read_news(form);
    if (!news) return tl::unexpected(std::move(news.error()));
    return ReportForm{lease_of(form),
                      {form.at("step").get<int>(), std::move(news->metrics),
                       std::move(news->energy), news->seconds}};
  });
}

Validated<TellForm> read_tell(const json& body) {
  return read(body, tell_fields()).and_then([](const json& form) -> Validated<TellForm> {
    auto news = read_news(form);
    if (!news) return tl::unexpected(std::move(news.error()));
    return TellForm{lease_of(form), std::move(*news)};
  });
}

Validated<FailForm> read_fail(const json& body) {
  return read(body, fail_fields()).map([](const json& form) {
    FailForm fail{lease_of(form), {}};
    const auto kind = form.at("kind").get<std::string>();
    if (kind == "died") fail.news.kind = FailureNews::Kind::kDied;
    if (kind == "infeasible") fail.news.kind = FailureNews::Kind::kInfeasible;
    fail.news.reason = form.at("reason").get<std::string>();
    return fail;
  });
}

Validated<LogForm> read_log_form(const json& body) {
  return read(body, log_fields()).map([](const json& form) {
    LogForm log{lease_of(form), form.at("text").get<std::string>(), std::nullopt};
    if (form.contains("at")) log.at = form.at("at").get<std::uintmax_t>();
    return log;
  });
}

Validated<std::string> read_release(const json& body) {
  return read(body, release_fields()).map(lease_of);
}

Validated<std::vector<std::string>> read_heartbeat(const json& body) {
  return read(body, heartbeat_fields())
      .and_then([](const json& form) -> Validated<std::vector<std::string>> {
        auto leases = form.at("leases").get<std::vector<std::string>>();
        if (leases.size() <= kMostKept) return leases;
        return tl::unexpected(Faults{fault_at("/leases", leases.size(),
                                              "at most " + std::to_string(kMostKept) + " leases")});
      });
}

}  // namespace wattle::search
