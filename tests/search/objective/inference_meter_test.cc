// SPDX-License-Identifier: MIT
#include "search/objective/inference_meter.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

void pass(InferenceMeter& meter, double from, double to, std::int64_t examples) {
  meter.begin(Joules(from));
  meter.end(Joules(to), examples);
}

TEST(InferenceMeter, CountsAllPassesButTheFirst) {
  InferenceMeter meter;
  pass(meter, 0.0, 100.0, 10);  // cold
  pass(meter, 150.0, 152.0, 500);
  pass(meter, 300.0, 304.0, 1000);
  EXPECT_DOUBLE_EQ(*meter.joules_per_1000(), 4.0);
}

TEST(InferenceMeter, TakesTheFirstPassWhereThereIsNoOther) {
  InferenceMeter meter;
  pass(meter, 1.0, 3.0, 500);
  EXPECT_DOUBLE_EQ(*meter.joules_per_1000(), 4.0);
}

TEST(InferenceMeter, KnowsNothingOfNothing) {
  InferenceMeter meter;
  EXPECT_FALSE(meter.joules_per_1000());
  pass(meter, 1.0, 1.0, 500);  // the meter has not moved
  EXPECT_FALSE(meter.joules_per_1000());
}

}  // namespace
}  // namespace wattle::search
