// SPDX-License-Identifier: MIT
// What a scenario says of its electricity.
#include <gtest/gtest.h>

#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Fault> with_energy(const json& energy, const json& budget = {{"trials", 2}}) {
  return faults_of(with(with(train_sample(), "/energy", energy), "/budget", budget));
}

TEST(EnergyMeaning, MayTellAllOfTheElectricity) {
  EXPECT_THAT(
      with_energy({{"region", "FR"}, {"price_per_kwh", 0.2}, {"currency", "EUR"}}, {{"grams", 5}}),
      IsEmpty());
  EXPECT_THAT(with_energy({{"grams_per_kwh", 52}}, {{"grams", 5}}), IsEmpty());
}

TEST(EnergyMeaning, GramsNeedAnIntensity) {
  EXPECT_THAT(with_energy(json::object(), {{"grams", 5}}),
              ElementsAre(IsFaultAt("/energy/region",
                                    "a region, or grams_per_kwh: budget.grams is counted by it")));
}

TEST(EnergyMeaning, TakesOneIntensity) {
  EXPECT_THAT(with_energy({{"region", "FR"}, {"grams_per_kwh", 52}}),
              ElementsAre(IsFaultAt("/energy/grams_per_kwh",
                                    "no such member beside a region: one of the two")));
}

TEST(EnergyMeaning, PriceAndCurrencyGoTogether) {
  EXPECT_THAT(with_energy({{"price_per_kwh", 0.2}}),
              ElementsAre(IsFaultAt("/energy/currency", "the currency of price_per_kwh")));
  EXPECT_THAT(with_energy({{"currency", "EUR"}}),
              ElementsAre(IsFaultAt("/energy/price_per_kwh", "what a kilowatt-hour costs")));
}

}  // namespace
}  // namespace wattle::search
