// SPDX-License-Identifier: MIT
#include "energy/meters/command.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "energy/power_integrator.h"
#include "energy/shell_command.h"
#include "energy/text/number.h"
#include "energy/wrapping_counter.h"

namespace wattle::energy {
namespace {

using Kind = CommandOutput::Kind;

constexpr Seconds kShortestPeriod{0.1};
constexpr double kCostFactor = 20.0;  // a call that takes t comes every 20 t: 5 % of a thread

constexpr std::size_t kShownOutput = 80;
constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// 0.01 for "12.50", 1 for "12"; a power of ten times that with an exponent.
double step_of(std::string_view number) {
  const std::size_t exponent = number.find_first_of("eE");
  const std::string_view digits = number.substr(0, exponent);
  const std::size_t point = digits.find('.');
  double power =
      point == std::string_view::npos ? 0.0 : -static_cast<double>(digits.size() - point - 1);
  if (exponent != std::string_view::npos) {
    std::string_view text = number.substr(exponent + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    power += number_of(text).value_or(0.0);
  }
  return std::pow(10.0, power);
}

std::optional<CommandOutput> from_number(Kind kind, std::string_view number) {
  const auto value = number_of(number);
  if (!value || *value < 0.0) return std::nullopt;
  return CommandOutput{kind, *value, step_of(without_blanks(number))};
}

std::optional<CommandOutput> parse_line(std::string_view text) {
  std::string_view line = trimmed(text.substr(0, text.find('\n')));
  Kind kind = Kind::kWatts;
  if (line.ends_with('W') || line.ends_with('J')) {
    if (line.ends_with('J')) kind = Kind::kJoules;
    line.remove_suffix(1);
  }
  return from_number(kind, trimmed(line));
}

/// What follows `"key":`, up to the next comma or brace.
std::optional<std::string_view> json_value(std::string_view object, std::string_view key) {
  const std::size_t at = object.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = trimmed(object.substr(at + key.size()));
  if (!rest.starts_with(':')) return std::nullopt;
  rest.remove_prefix(1);
  return trimmed(rest.substr(0, rest.find_first_of(",}")));
}

std::optional<CommandOutput> parse_json(std::string_view object) {
  if (!object.ends_with('}')) return std::nullopt;
  const auto watts = json_value(object, "\"watts\"");
  const auto joules = json_value(object, "\"joules\"");
  if (watts.has_value() == joules.has_value()) return std::nullopt;
  return watts ? from_number(Kind::kWatts, *watts) : from_number(Kind::kJoules, *joules);
}

/// Gaps of a few missed calls are bridged; the largest power is a heuristic.
PowerSensor sensor_of(const CommandOutput& output, Seconds period) {
  return {.step = Watts(output.step),
          .relative_error = 0.0,
          .period = period,
          .longest_gap = 10.0 * period,
          .largest = std::max(kLargestPower, Watts(2.0 * output.value))};
}

std::uint64_t microjoules(const CommandOutput& output) {
  return static_cast<std::uint64_t>(std::llround(1e6 * output.value));
}

class CommandMeter final : public EnergyMeter {
 public:
  CommandMeter(const System& system, CommandOptions options)
      : command_(system.command), clock_(system.clock), options_(options) {}

  /// The first call; to be made once, before any read.
  Result<void> start() {
    const auto output = ask();
    if (!output) return tl::unexpected(output.error());
    kind_ = output->kind;
    if (kind_ == Kind::kWatts) {
      watts_.emplace(sensor_of(*output, period_), PowerSample{asked_at_, Watts(output->value)});
    } else {
      joules_.emplace(CounterScale{.joules_per_unit = 1e-6, .range = 0}, microjoules(*output),
                      asked_at_);
    }
    info_ = describe();
    return {};
  }

  const MeterInfo& info() const override { return info_; }

  Result<CumulativeEnergy> read() override {
    if (clock_->now() - asked_at_ >= period_) failure_ = ask_and_add();
    if (failure_) return tl::unexpected(*failure_);
    return watts_ ? watts_->total() : joules_->total();
  }

 private:
  Result<CommandOutput> ask() {
    const Seconds begin = clock_->now();
    const auto text = run_shell(command_, options_.limit);
    asked_at_ = clock_->now();
    period_ = std::max(period_, kCostFactor * (asked_at_ - begin));
    if (!text) return tl::unexpected(text.error());
    const auto output = parse_command_output(*text);
    if (output) return *output;
    return fail(ErrorCode::kCorrupt,
                "the command \"" + command_ + "\" printed \"" +
                    std::string(trimmed(*text).substr(0, kShownOutput)) + "\"",
                R"(it should print "12.5 W", "1234 J", {"watts": 12.5} or {"joules": 1234})");
  }

  /// What went wrong, if anything did.
  std::optional<Error> ask_and_add() {
    const auto output = ask();
    if (!output) return output.error();
    if (output->kind != kind_) {
      return Error{ErrorCode::kCorrupt,
                   "the command \"" + command_ + "\" changed between watts and joules", ""};
    }
    if (joules_) joules_->advance(microjoules(*output), asked_at_);
    if (!watts_) return std::nullopt;
    const auto added = watts_->add({asked_at_, Watts(output->value)});
    return added ? std::nullopt : std::optional<Error>(added.error());
  }

  MeterInfo describe() const {
    return {.name = "command",
            .source = kind_ == Kind::kJoules ? Source::kCounter : Source::kSampled,
            .domains = {"wall"},
            .resolution = period_,
            .longest_gap = kind_ == Kind::kJoules ? Seconds(0) : 10.0 * period_,
            .idle = std::nullopt,
            .explanation = std::string(kind_ == Kind::kJoules ? "joules" : "sampled watts") +
                           " that the command \"" + command_ + "\" prints"};
  }

  std::string command_;
  std::shared_ptr<const Clock> clock_;
  CommandOptions options_;
  Kind kind_ = Kind::kWatts;
  Seconds period_ = kShortestPeriod;
  Seconds asked_at_;
  std::optional<PowerIntegrator> watts_;  // one of the two
  std::optional<WrappingCounter> joules_;
  std::optional<Error> failure_;  ///< of the last call
  MeterInfo info_;
};

}  // namespace

std::optional<CommandOutput> parse_command_output(const std::string& text) {
  const std::string_view printed = trimmed(text);
  return printed.starts_with('{') ? parse_json(printed) : parse_line(printed);
}

Result<std::unique_ptr<EnergyMeter>> open_command(const System& system, CommandOptions options) {
  if (system.command.empty()) {
    return fail(ErrorCode::kUnavailable, "no command is set",
                "name one that prints watts or joules by WATTLE_METER_COMMAND, or in the scenario");
  }
  auto meter = std::make_unique<CommandMeter>(system, options);
  if (auto started = meter->start(); !started) return tl::unexpected(started.error());
  return meter;
}

}  // namespace wattle::energy
