// SPDX-License-Identifier: MIT
// Numbers as people read them. Independent of the locale, so a report is the same everywhere.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "energy/carbon.h"
#include "energy/reading.h"
#include "energy/units.h"
#include "search/space/value.h"

namespace wattle::search {

/// At most `digits` significant digits, without trailing zeros: "0.9611", "12345", "1.2e-05".
/// Below 1e-4 and from 1e9 on in scientific notation. A number that is not finite is "n/a".
std::string number_text(double value, int digits = 4);
/// The shortest text that reads back as the same double; empty when it is not finite.
std::string exact_text(double value);

std::string joules_text(
    Joules joules);  ///< "0 J", "7.4 µJ", "85.2 mJ", "412 J", "12.4 kJ", "3.1 MJ"
std::string grams_text(energy::Grams grams);  ///< "0.12 g of CO2e", "3.4 kg of CO2e"
std::string seconds_text(Seconds seconds);    ///< "32 µs", "0.25 s", "3 min 20 s", "2 h 5 min"
std::string percent_text(double share);       ///< 0.254 is "25 %"; above 0 and below 1 %: "< 1 %"
std::string p_value_text(double p);           ///< "p = 0.02"; below 0.001: "p < 0.001"

std::string count_text(std::size_t count, const std::string& noun);  ///< "1 trial", "3 trials"

/// A parameter's value: strings without quotes, numbers with four digits, anything else as JSON.
std::string value_text(const Value& value);
/// "batch_size = 64, learning_rate = 0.01", by name.
std::string parameters_text(const Parameters& parameters);

/// Where joules come from, to follow a number: "an estimate", "measured by a hardware counter".
std::string_view source_words(energy::Source source);
/// The joules alone; "n/a" when nobody counted them.
std::string joules_text(const energy::EnergyReading& reading);
/// "412 J (an estimate, between 260 J and 650 J)"; the interval only where it is one.
std::string reading_text(const energy::EnergyReading& reading);

}  // namespace wattle::search
