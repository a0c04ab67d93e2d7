// SPDX-License-Identifier: MIT
// A calibration as JSON: one object, numbers with their unit in the name.
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>

#include "energy/calibration/calibration.h"
#include "energy/text/durable_file.h"

namespace wattle::energy {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;

json to_json(const Calibration& calibration) {
  return {{"version", kVersion},
          {"processor", calibration.subject.processor},
          {"threads", calibration.subject.threads},
          {"meter", calibration.subject.meter},
          {"domains", calibration.subject.domains},
          {"date", calibration.subject.date},
          {"idle_watts_per_thread", calibration.curve.idle_watts_per_thread},
          {"full_watts_per_thread", calibration.curve.full_watts_per_thread},
          {"exponent", calibration.curve.exponent},
          {"joules_per_byte", calibration.joules_per_byte},
          {"counters", calibration.counters},
          {"residual_rms_watts", calibration.residual_rms.value},
          {"residual_largest_watts", calibration.residual_largest.value},
          {"windows", calibration.windows}};
}

/// Throws what nlohmann::json throws for a field that is missing or of another type.
Calibration from_json(const json& object) {
  Calibration calibration;
  calibration.subject = {.processor = object.at("processor"),
                         .threads = object.at("threads"),
                         .meter = object.at("meter"),
                         .domains = object.at("domains"),
                         .date = object.at("date")};
  calibration.curve = {.idle_watts_per_thread = object.at("idle_watts_per_thread"),
                       .full_watts_per_thread = object.at("full_watts_per_thread"),
                       .exponent = object.at("exponent")};
  calibration.joules_per_byte = object.at("joules_per_byte");
  calibration.counters = object.at("counters");
  calibration.residual_rms = Watts(object.at("residual_rms_watts").get<double>());
  calibration.residual_largest = Watts(object.at("residual_largest_watts").get<double>());
  calibration.windows = object.at("windows");
  return calibration;
}

std::string fault_of(const Calibration& calibration) {
  const PowerCurve& curve = calibration.curve;
  // Finite comes for free: JSON has no infinity, and not-a-number fails every comparison.
  if (!(curve.idle_watts_per_thread >= 0.0)) return "idle_watts_per_thread is negative";
  if (!(curve.full_watts_per_thread >= curve.idle_watts_per_thread)) {
    return "full_watts_per_thread is less than idle_watts_per_thread";
  }
  if (!(curve.exponent > 0.0 && curve.exponent <= 1.0)) return "exponent is not in (0, 1]";
  if (!(calibration.joules_per_byte >= 0.0)) return "joules_per_byte is negative";
  if (calibration.residual_rms < Watts(0) || calibration.residual_largest < Watts(0)) {
    return "a residual is negative";
  }
  if (calibration.subject.domains.empty()) return "domains are missing";
  return {};
}

}  // namespace

Result<void> save_calibration(const std::filesystem::path& file, const Calibration& calibration) {
  constexpr int kIndent = 2;
  // Whatever is not UTF-8 in a processor's name is replaced rather than thrown at.
  return write_file_durably(
      file, to_json(calibration).dump(kIndent, ' ', false, json::error_handler_t::replace) + "\n");
}

Result<Calibration> load_calibration(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return fail(ErrorCode::kNotFound, file.string() + " is not there");
  }
  std::ifstream in(file);
  if (!in) return fail(ErrorCode::kIo, file.string() + " cannot be read");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto damaged = [&](const std::string& why) {
    return fail(ErrorCode::kCorrupt, file.string() + " is damaged: " + why, "calibrate again");
  };
  try {
    const json object = json::parse(text);
    if (object.at("version") != kVersion) {
      return fail(ErrorCode::kCorrupt, file.string() + " is of another version", "calibrate again");
    }
    Calibration calibration = from_json(object);
    if (const std::string fault = fault_of(calibration); !fault.empty()) return damaged(fault);
    return calibration;
  } catch (const json::exception& exception) {
    return damaged(exception.what());
  }
}

}  // namespace wattle::energy
