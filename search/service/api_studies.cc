// SPDX-License-Identifier: MIT
// What people call: studies, and what is known of them.
#include <algorithm>
#include <limits>

#include "search/exchange/study_lines.h"
#include "search/report/findings.h"
#include "search/report/report.h"
#include "search/report/trial_json.h"
#include "search/service/answers.h"
#include "search/service/api_call.h"
#include "search/service/openapi.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr int kAnyNumber = std::numeric_limits<int>::max();
constexpr int kMostTrials = 1000;  ///< in one answer

/// The page's own scripts and styles may run, and nothing else; it asks nobody.
ApiAnswer page_answer(std::string page) {
  ApiAnswer answer = text_answer(std::move(page), "text/html; charset=utf-8");
  answer.headers.emplace_back("Content-Security-Policy",
                              "default-src 'none'; script-src 'unsafe-inline'; style-src "
                              "'unsafe-inline'; img-src data: blob:; frame-ancestors 'none'; "
                              "base-uri 'none'; form-action 'none'");
  return answer;
}

}  // namespace

Api::Answered Api::health(const Call& /*call*/) { return json_answer({{"status", "ok"}}); }

Api::Answered Api::openapi(const Call& /*call*/) {
  return text_answer(std::string(openapi_text()), "application/json");
}

Api::Answered Api::list(const Call& /*call*/) {
  const auto names = host_.names();
  if (!names) return tl::unexpected(names.error());
  json studies = json::array();
  for (const std::string& name : *names) {
    auto about = summary_of(name);
    if (about) {
      studies.push_back(std::move(*about));
    } else if (about.error().status != 404) {  // else it was deleted meanwhile
      studies.push_back(
          {{"name", name}, {"state", "unreadable"}, {"because", about.error().detail}});
    }
  }
  return json_answer({{"studies", std::move(studies)}});
}

Served<json> Api::summary_of(const std::string& name) const {
  if (const auto study = host_.running(name)) return running_summary(name, *study);
  return host_.read(name).map(
      [](const StoredStudy& kept) { return kept_summary(kept, find_out(kept.record)); });
}

Api::Answered Api::create(const Call& call) {
  return host_.create(call.body).and_then([&](const StudyHost::Created& created) -> Answered {
    const auto about = summary_of(created.name);
    if (!about) return tl::unexpected(about.error());
    ApiAnswer answer = json_answer(*about, created.was_there ? 200 : 201);
    answer.headers.emplace_back("Location", "/v1/studies/" + created.name);
    return answer;
  });
}

Api::Answered Api::show(const Call& call) {
  return host_.read(call.study()).map([&](const StoredStudy& kept) {
    const Findings findings = find_out(kept.record);
    const auto study = host_.running(call.study());
    return json_answer(
        study_answer(study ? running_summary(call.study(), *study) : kept_summary(kept, findings),
                     kept.record, findings));
  });
}

Api::Answered Api::remove(const Call& call) {
  return host_.remove(call.study()).map([] {
    ApiAnswer answer;
    answer.status = 204;
    return answer;
  });
}

Api::Answered Api::pause(const Call& call) {
  return host_.pause(call.study()).and_then([&] { return show(call); });
}

Api::Answered Api::stop_study(const Call& call) {
  return host_.stop(call.study()).and_then([&] { return show(call); });
}

Api::Answered Api::resume(const Call& call) {
  return host_.resume(call.study()).and_then([&] { return show(call); });
}

Api::Answered Api::scenario(const Call& call) {
  return host_.read(call.study()).map([](const StoredStudy& study) {
    return json_answer(study.record.scenario);
  });
}

Api::Answered Api::trials(const Call& call) {
  const auto from = query_number(*call.request, "from", 0, 0, kAnyNumber);
  if (!from) return tl::unexpected(from.error());
  const auto limit = query_number(*call.request, "limit", 100, 1, kMostTrials);
  if (!limit) return tl::unexpected(limit.error());
  return host_.read(call.study()).map([&](const StoredStudy& study) {
    const std::vector<Trial>& trials = study.record.trials;
    const bool known = find_out(study.record).joules_known;
    const auto begin = std::min(static_cast<std::size_t>(*from), trials.size());
    const auto end = std::min(begin + static_cast<std::size_t>(*limit), trials.size());
    json list = json::array();
    for (std::size_t i = begin; i < end; ++i) list.push_back(trial_json(trials[i], known));
    return json_answer({{"trials", std::move(list)},
                        {"total", trials.size()},
                        {"next", end < trials.size() ? json(end) : json()}});
  });
}

Api::Answered Api::trial(const Call& call) {
  return host_.read(call.study()).and_then([&](const StoredStudy& study) -> Answered {
    const std::string& text = call.names.at("trial");
    for (const Trial& trial : study.record.trials) {
      if (std::to_string(trial.number) != text) continue;
      return json_answer(trial_json(trial, find_out(study.record).joules_known));
    }
    return problem(404, "no_trial", "the study has no trial of that number",
                   "it has " + std::to_string(study.record.trials.size()) + ", from 0 on");
  });
}

Api::Answered Api::trial_log(const Call& call) {
  const auto trial = whole_number(call.names.at("trial"));
  if (!trial || *trial < 0)
    return problem(404, "no_trial", "the study has no trial of that number");
  const auto attempt = query_number(*call.request, "attempt", 1, 1, kAnyNumber);
  if (!attempt) return tl::unexpected(attempt.error());
  const auto from = query_number(*call.request, "from", 0, 0, kAnyNumber);
  if (!from) return tl::unexpected(from.error());
  return host_.read_log(call.study(), {*trial, *attempt}, static_cast<std::uintmax_t>(*from))
      .map([](std::string text) {
        return text_answer(std::move(text), "text/plain; charset=utf-8");
      });
}

Api::Answered Api::best(const Call& call) {
  return host_.read(call.study()).map([](const StoredStudy& study) {
    return json_answer({{"best", best_json(find_out(study.record))}});
  });
}

Api::Answered Api::front(const Call& call) {
  return host_.read(call.study()).map([](const StoredStudy& study) {
    return json_answer({{"front", front_json(find_out(study.record))}});
  });
}

Api::Answered Api::leases(const Call& call) {
  const auto study = host_.running(call.study());
  if (study) return json_answer(leases_answer(study->workers().leases(), clock_.now()));
  return host_.read(call.study()).map([&](const StoredStudy&) {
    return json_answer(leases_answer({}, clock_.now()));
  });
}

Api::Answered Api::report_page(const Call& call) {
  return host_.read(call.study()).map([](const StoredStudy& study) {
    return page_answer(report_html(study.record));
  });
}

Api::Answered Api::export_trials(const Call& call) {
  const auto found = call.request->query.find("format");
  const std::string format = found == call.request->query.end() ? "jsonl" : found->second;
  if (format != "csv" && format != "jsonl") {
    return problem(422, "invalid", "the query's format is csv or jsonl");
  }
  return host_.read(call.study()).map([&](const StoredStudy& study) {
    return format == "csv" ? text_answer(trials_csv(study.record), "text/csv; charset=utf-8")
                           : text_answer(study_lines(study.record), "application/x-ndjson");
  });
}

}  // namespace wattle::search
