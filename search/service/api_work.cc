// SPDX-License-Identifier: MIT
// What workers call.
#include "search/service/answers.h"
#include "search/service/api_call.h"
#include "search/service/forms.h"
#include "search/service/trial_logs.h"

namespace wattle::search {

namespace {

/// What was told may have been the study's last result, whose answer was lost.
Api::Answered or_end_under(StudyHost& host, const std::string& study, const std::string& lease,
                           Problem refused) {
  if (refused.code != "study_over") return tl::unexpected(std::move(refused));
  const auto ended = host.end_under(study, lease);
  if (!ended || !*ended) return tl::unexpected(std::move(refused));
  return json_answer(ended_answer(**ended));
}

}  // namespace

Api::Answered Api::ask(const Call& call) {
  return served(read_ask(call.body)).and_then([&](const AskForm& form) -> Answered {
    const auto study = host_.at_work(call.study());
    if (!study) return tl::unexpected(study.error());
    return served((*study)->workers().ask(form.request, form.patience))
        .map([&](const AskAnswer& answer) {
          return json_answer(ask_answer(answer, options_.lease_seconds));
        });
  });
}

Api::Answered Api::report(const Call& call) {
  return served(read_report(call.body)).and_then([&](const ReportForm& form) -> Answered {
    const auto study = host_.at_work(call.study());
    if (!study) return tl::unexpected(study.error());
    return served((*study)->workers().report(form.lease, form.news))
        .map([](const std::optional<std::string>& stop) {
          return json_answer(report_answer(stop));
        });
  });
}

Api::Answered Api::tell(const Call& call) {
  return served(read_tell(call.body)).and_then([&](const TellForm& form) -> Answered {
    const auto study = host_.at_work(call.study());
    if (!study) return or_end_under(host_, call.study(), form.lease, study.error());
    return served((*study)->workers().tell(form.lease, form.news)).map([](TrialState state) {
      return json_answer(ended_answer(state));
    });
  });
}

Api::Answered Api::fail(const Call& call) {
  return served(read_fail(call.body)).and_then([&](const FailForm& form) -> Answered {
    const auto study = host_.at_work(call.study());
    if (!study) return or_end_under(host_, call.study(), form.lease, study.error());
    return served((*study)->workers().fail(form.lease, form.news)).map([](TrialState state) {
      return json_answer(ended_answer(state));
    });
  });
}

Api::Answered Api::log(const Call& call) {
  return served(read_log_form(call.body)).and_then([&](const LogForm& form) {
    return host_.log(call.study(), form).map([](std::uintmax_t size) {
      return json_answer({{"size", size}, {"full", size >= kLongestLog}});
    });
  });
}

Api::Answered Api::release(const Call& call) {
  return served(read_release(call.body)).and_then([&](const std::string& lease) -> Answered {
    const auto study = host_.at_work(call.study());
    if (!study) return tl::unexpected(study.error());
    const auto given = (*study)->workers().give_back(lease);
    if (!given) return tl::unexpected(problem_of(given.error()));
    return json_answer(ended_answer(TrialState::kWaiting));
  });
}

Api::Answered Api::heartbeat(const Call& call) {
  return served(read_heartbeat(call.body))
      .and_then([&](const std::vector<std::string>& leases) -> Answered {
        const auto study = host_.at_work(call.study());
        if (!study) return tl::unexpected(study.error());
        return json_answer({{"ended", (*study)->workers().keep(leases)},
                            {"lease_seconds", options_.lease_seconds.value}});
      });
}

}  // namespace wattle::search
