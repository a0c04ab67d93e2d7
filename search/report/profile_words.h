// SPDX-License-Identifier: MIT
// The sentences and cells that the text and the page of a profile share.
#pragma once

#include <string>
#include <vector>

#include "search/report/profile_report.h"

namespace wattle::search {

/// What was measured, by what, and how far to believe it.
std::vector<std::string> profile_sentences(const ProfileReport& report);

/// What counted joules, and in which steps.
struct Measuring {
  energy::EnergyReading all;  ///< of the whole measuring
  std::string meter;
  Seconds window;  ///< of each measurement
  Seconds resolution;
};

/// By which meter, and how far to believe it.
std::string meter_sentence(const Measuring& measuring);

/// "1.2 mJ ± 30 µJ"
std::string cost_text(double joules, double half_width);

/// "1.2 M", for counts and bytes.
std::string count_text(std::int64_t count);

struct ProfileTable {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
  std::vector<double> shares;  ///< of each row; empty where there are none
  std::size_t left = 1;        ///< columns that hold words; the others hold numbers
};

ProfileTable layers_table(const trainer::ModelProfile& profile);
ProfileTable kinds_table(const trainer::ModelProfile& profile);
ProfileTable inference_table(const trainer::ModelProfile& profile);

}  // namespace wattle::search
