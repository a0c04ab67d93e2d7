// SPDX-License-Identifier: MIT
#include "search/report/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "energy/text/number.h"

namespace wattle::search {
namespace {

constexpr double kSmallestFixed = 1e-4;
constexpr double kLargestFixed = 1e9;
/// Energy is rarely known to better than a few per cent: a fourth digit would be noise.
constexpr int kEnergyDigits = 3;

/// 1e9 with 17 decimals and a sign is the longest text asked for; twice that is room enough.
using Buffer = std::array<char, 64>;

template <class... Format>
std::string to_text(double value, Format... format) {
  Buffer buffer;
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...);
  return error == std::errc() ? std::string(buffer.data(), end) : std::string("n/a");
}

std::string scientific(double value, int digits) {
  const std::string text = to_text(value, std::chars_format::scientific, digits - 1);
  const std::size_t exponent = text.find('e');
  return without_trailing_zeros(text.substr(0, exponent)) + text.substr(exponent);
}

}  // namespace

std::string number_text(double value, int digits) {
  if (!std::isfinite(value)) return "n/a";
  if (value == 0.0) return "0";
  const double size = std::abs(value);
  if (size < kSmallestFixed || size >= kLargestFixed) return scientific(value, digits);
  return rounded_text(value, digits);
}

std::string exact_text(double value) {
  return std::isfinite(value) ? to_text(value) : std::string();
}

std::string joules_text(Joules joules) {
  const double size = std::abs(joules.value);
  if (joules.value == 0.0) return "0 J";
  if (size < 1e-6) return number_text(joules.value * 1e9, kEnergyDigits) + " nJ";
  if (size < 1e-3) return number_text(joules.value * 1e6, kEnergyDigits) + " µJ";
  if (size < 1.0) return number_text(joules.value * 1e3, kEnergyDigits) + " mJ";
  if (size < 1e3) return number_text(joules.value, kEnergyDigits) + " J";
  if (size < 1e6) return number_text(joules.value / 1e3, kEnergyDigits) + " kJ";
  return number_text(joules.value / 1e6, kEnergyDigits) + " MJ";
}

std::string grams_text(energy::Grams grams) {
  constexpr double kKilogram = 1e3;
  const bool kilograms = std::abs(grams.value) >= kKilogram;
  return number_text(kilograms ? grams.value / kKilogram : grams.value, 2) +
         (kilograms ? " kg of CO2e" : " g of CO2e");
}

std::string seconds_text(Seconds seconds) {
  if (!std::isfinite(seconds.value)) return "n/a";
  if (seconds.value > 0.0 && seconds.value < 1e-3) {
    return number_text(seconds.value * 1e6, 2) + " µs";
  }
  if (seconds.value > 0.0 && seconds.value < 0.1) {
    return number_text(seconds.value * 1e3, 2) + " ms";
  }
  if (seconds.value < 59.5) return number_text(seconds.value, 2) + " s";
  const auto whole = static_cast<long long>(std::llround(seconds.value));
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  const long long minutes = (whole + 30) / 60;
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

std::string percent_text(double share) {
  if (share > 0.0 && share < 0.01) return "< 1 %";
  return number_text(std::round(100.0 * share), 3) + " %";
}

std::string p_value_text(double p) { return p < 0.001 ? "p < 0.001" : "p = " + number_text(p, 2); }

std::string count_text(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string value_text(const Value& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return number_text(value.get<double>());
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string parameters_text(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters.json().items()) {
    if (!text.empty()) text += ", ";
    text += name + " = " + value_text(value);
  }
  return text;
}

std::string_view source_words(energy::Source source) {
  switch (source) {
    case energy::Source::kCounter:
      return "measured by a hardware counter";
    case energy::Source::kSampled:
      return "from sampled power";
    case energy::Source::kEstimated:
      return "an estimate";
    case energy::Source::kReplayed:
      return "replayed from a recording, not measured";
    case energy::Source::kReported:
      return "reported by the objective";
    case energy::Source::kUnknown:
      return "not known";
  }
  return "of unknown origin";
}

std::string joules_text(const energy::EnergyReading& reading) {
  return reading.source == energy::Source::kUnknown ? "n/a" : joules_text(reading.joules);
}

std::string reading_text(const energy::EnergyReading& reading) {
  if (reading.source == energy::Source::kUnknown) return "n/a";
  std::string text = joules_text(reading.joules) + " (" + std::string(source_words(reading.source));
  if (reading.low < reading.high) {
    text += ", between " + joules_text(reading.low) + " and " + joules_text(reading.high);
  }
  return text + ")";
}

}  // namespace wattle::search
