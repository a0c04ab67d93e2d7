// SPDX-License-Identifier: MIT
// What a kilowatt-hour emits where: grams of CO2 equivalents, life cycle included, mean of the
// electricity generated in the year; trade across borders is not counted. [Ember2024], as published
// by Our World in Data.
#include <algorithm>
#include <array>

#include "energy/carbon.h"

namespace wattle::energy {
namespace {

struct Region {
  std::string_view code;
  std::string_view name;
  double grams_per_kilowatt_hour;
};

constexpr int kYear = 2023;

constexpr std::array kRegions{
    Region{"AR", "Argentina", 354},      Region{"AT", "Austria", 111},
    Region{"AU", "Australia", 549},      Region{"BA", "Bosnia and Herzegovina", 600},
    Region{"BD", "Bangladesh", 691},     Region{"BE", "Belgium", 138},
    Region{"BG", "Bulgaria", 335},       Region{"BO", "Bolivia", 532},
    Region{"BR", "Brazil", 98},          Region{"CA", "Canada", 170},
    Region{"CL", "Chile", 291},          Region{"CN", "China", 582},
    Region{"CO", "Colombia", 260},       Region{"CR", "Costa Rica", 53},
    Region{"CY", "Cyprus", 534},         Region{"CZ", "Czechia", 450},
    Region{"DE", "Germany", 381},        Region{"DK", "Denmark", 152},
    Region{"EC", "Ecuador", 150},        Region{"EE", "Estonia", 417},
    Region{"EG", "Egypt", 570},          Region{"ES", "Spain", 174},
    Region{"FI", "Finland", 79},         Region{"FR", "France", 56},
    Region{"GB", "United Kingdom", 238}, Region{"GE", "Georgia", 168},
    Region{"GR", "Greece", 337},         Region{"HR", "Croatia", 205},
    Region{"HU", "Hungary", 204},        Region{"IE", "Ireland", 291},
    Region{"IN", "India", 713},          Region{"IR", "Iran", 655},
    Region{"IT", "Italy", 331},          Region{"JP", "Japan", 485},
    Region{"KR", "South Korea", 431},    Region{"NL", "Netherlands", 268},
    Region{"NO", "Norway", 30},          Region{"PL", "Poland", 662},
    Region{"PT", "Portugal", 165},       Region{"SE", "Sweden", 41},
    Region{"SV", "El Salvador", 271},    Region{"US", "United States", 369},
    Region{"WORLD", "the world", 481},   Region{"ZA", "South Africa", 709},
};

}  // namespace

const std::vector<std::string>& region_codes() {
  static const std::vector<std::string> codes = [] {
    std::vector<std::string> all;
    all.reserve(kRegions.size());
    for (const Region& region : kRegions) all.emplace_back(region.code);
    return all;
  }();
  return codes;
}

std::optional<CarbonIntensity> intensity_of(std::string_view code) {
  const auto* const found = std::ranges::find(kRegions, code, &Region::code);
  if (found == kRegions.end()) return std::nullopt;
  return CarbonIntensity{.grams_per_kilowatt_hour = found->grams_per_kilowatt_hour,
                         .region = std::string(found->name),
                         .year = kYear};
}

}  // namespace wattle::energy
