// SPDX-License-Identifier: MIT
// Every pruner is held against the contract.
#include <gtest/gtest.h>

#include "search/pruning/pruner.h"
#include "tests/contract/pruner_contract.h"

namespace wattle::test {
namespace {

using namespace contract;

PrunerCase with(const std::string& name, nlohmann::json options) {
  PrunerCase pruner{name, [options](const search::Goal& goal, double unit) {
                      nlohmann::json scaled = options;
                      if (scaled.contains("min_delta")) {
                        scaled["min_delta"] = unit * options["min_delta"].get<double>();
                      }
                      return search::make_pruner(scaled, goal);
                    }};
  pruner.stops_some = options.at("kind") != "none";
  pruner.stops_alone = options.at("kind") == "patience";
  return pruner;
}

INSTANTIATE_TEST_SUITE_P(
    Each, PrunerContract,
    testing::Values(
        with("none", {{"kind", "none"}}), with("median", {{"kind", "median"}}),
        with("asha", {{"kind", "asha"}}),
        with("asha_of_two", {{"kind", "asha"}, {"min_steps", 2}, {"reduction_factor", 2}}),
        with("hyperband", {{"kind", "hyperband"}}), with("patience", {{"kind", "patience"}}),
        with("patience_with_delta", {{"kind", "patience"}, {"patience", 3}, {"min_delta", 0.01}}),
        with("energy", {{"kind", "energy"}})),
    pruner_case_name);

TEST(MakePruner, BuildsEachKindByItsName) {
  const search::Goal goal = search::Goal::from_json({{"kind", "best"}, {"metric", "val_accuracy"}});
  for (const std::string& kind : search::pruner_kinds()) {
    EXPECT_EQ(search::make_pruner({{"kind", kind}}, goal)->kind(), kind);
  }
}

}  // namespace
}  // namespace wattle::test
