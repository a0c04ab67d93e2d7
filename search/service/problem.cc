// SPDX-License-Identifier: MIT
#include "search/service/problem.h"

#include <algorithm>
#include <utility>

#include "search/scenario/faults.h"

namespace wattle::search {
namespace {

using nlohmann::json;

struct Row {
  int status;
  const char* code;
};

Row row_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return {422, "invalid"};
    case ErrorCode::kNotFound:
      return {404, "not_found"};
    case ErrorCode::kConflict:
      return {409, "conflict"};
    case ErrorCode::kLocked:
      return {503, "locked"};
    case ErrorCode::kUnavailable:
    case ErrorCode::kCancelled:
      return {503, "unavailable"};
    case ErrorCode::kExhausted:
      return {409, "exhausted"};
    case ErrorCode::kIo:
    case ErrorCode::kPermissionDenied:
      return {503, "storage"};
    case ErrorCode::kCorrupt:
      return {500, "corrupt"};
    default:
      return {500, "internal"};
  }
}

int status_of(Refusal::Reason reason) {
  switch (reason) {
    case Refusal::Reason::kUnknownId:
      return 404;
    case Refusal::Reason::kToldAlready:
    case Refusal::Reason::kLeaseLost:
      return 409;
    case Refusal::Reason::kNotRecorded:
      return 503;
    case Refusal::Reason::kStrategyFailed:
      return 500;
    default:
      return 422;
  }
}

const char* title_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

json fault_json(const Fault& fault) {
  json object = {{"pointer", fault.pointer}, {"expected", fault.expected}};
  if (!fault.value.empty()) object["value"] = fault.value;
  if (!fault.nearest.empty()) object["nearest"] = fault.nearest;
  return object;
}

}  // namespace

Problem problem_of(const Error& error) {
  const Row row = row_of(error.code);
  return {row.status, row.code, error.message, error.hint, {}};
}

Problem problem_of(const Refusal& refusal) {
  return {status_of(refusal.reason),
          std::string(to_string(refusal.reason)),
          refusal.message,
          {},
          refusal.faults};
}

Problem problem_of(std::vector<Fault> faults) {
  std::string detail = in_words(faults.front(), "the document");
  return {422, "invalid", std::move(detail), {}, std::move(faults)};
}

json problem_json(const Problem& problem) {
  json object = {{"type", "about:blank"},
                 {"title", title_of(problem.status)},
                 {"status", problem.status},
                 {"code", problem.code},
                 {"detail", problem.detail}};
  if (!problem.hint.empty()) object["hint"] = problem.hint;
  if (problem.faults.empty()) return object;
  object.update(fault_json(problem.faults.front()));
  json also = json::array();
  const std::size_t told = std::min(problem.faults.size(), kFaultsTold);
  for (std::size_t i = 1; i < told; ++i) also.push_back(fault_json(problem.faults[i]));
  if (!also.empty()) object["also"] = std::move(also);
  return object;
}

}  // namespace wattle::search
