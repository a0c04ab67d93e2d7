// SPDX-License-Identifier: MIT
#include "energy/meters/sum.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Says what the test says.
class StubMeter final : public EnergyMeter {
 public:
  explicit StubMeter(MeterInfo info) : info_(std::move(info)) {}
  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override {
    ++reads;
    return next;
  }

  Result<CumulativeEnergy> next = CumulativeEnergy{};
  int reads = 0;

 private:
  MeterInfo info_;
};

MeterInfo info(const std::string& name, Source source, std::vector<std::string> domains) {
  return {.name = name,
          .source = source,
          .domains = std::move(domains),
          .resolution = Seconds(0.001),
          .longest_gap = Seconds(0),
          .idle = Watts(10),
          .explanation = name + "'s explanation"};
}

class Sum : public ::testing::Test {
 protected:
  StubMeter& add(MeterInfo info) {
    auto meter = std::make_unique<StubMeter>(std::move(info));
    StubMeter& stub = *meter;
    meters_.push_back(std::move(meter));
    return stub;
  }
  std::unique_ptr<EnergyMeter> sum() { return sum_meters(std::move(meters_)).value(); }
  Error refusal() { return sum_meters(std::move(meters_)).error(); }

  std::vector<std::unique_ptr<EnergyMeter>> meters_;
};

TEST_F(Sum, AddsEnergiesAndTellsThePartsApart) {
  MeterInfo rapl = info("rapl", Source::kCounter, {"dram", "package"});
  rapl.parts = {"package-0", "dram-0"};
  add(rapl).next = CumulativeEnergy{Joules(30), Joules(29), Joules(32), {Joules(20), Joules(10)}};
  add(info("nvml", Source::kCounter, {"gpu"})).next =
      CumulativeEnergy{Joules(5), Joules(4), Joules(6)};
  const auto meter = sum();
  const CumulativeEnergy energy = meter->read().value();
  EXPECT_EQ(energy.joules, Joules(35));
  EXPECT_EQ(energy.low, Joules(33));
  EXPECT_EQ(energy.high, Joules(38));
  EXPECT_THAT(energy.parts, ElementsAre(Joules(20), Joules(10), Joules(5)));
  EXPECT_THAT(meter->info().parts, ElementsAre("package-0", "dram-0", "nvml"));
}

TEST_F(Sum, CoversWhatItsPartsCover) {
  add(info("rapl", Source::kCounter, {"package"}));
  add(info("nvml", Source::kCounter, {"gpu"}));
  const auto meter = sum();
  EXPECT_EQ(meter->info().name, "rapl+nvml");
  EXPECT_THAT(meter->info().domains, ElementsAre("gpu", "package"));
  EXPECT_THAT(meter->info().explanation, HasSubstr("rapl's explanation; and nvml's explanation"));
}

TEST_F(Sum, IsAsGoodAsItsWeakestPart) {
  const std::vector<Source> strongest_first = {Source::kCounter,  Source::kSampled,
                                               Source::kReplayed, Source::kEstimated,
                                               Source::kReported, Source::kUnknown};
  for (std::size_t i = 0; i < strongest_first.size(); ++i) {
    for (std::size_t j = 0; j < strongest_first.size(); ++j) {
      meters_.clear();
      add(info("a", strongest_first[i], {"package"}));
      add(info("b", strongest_first[j], {"gpu"}));
      EXPECT_EQ(sum()->info().source, strongest_first[std::max(i, j)]);
    }
  }
}

TEST_F(Sum, KnowsItsIdlePowerWhenAllDo) {
  add(info("a", Source::kCounter, {"package"}));
  add(info("b", Source::kCounter, {"gpu"}));
  EXPECT_EQ(sum()->info().idle, Watts(20));
  meters_.clear();
  add(info("a", Source::kCounter, {"package"}));
  MeterInfo unknown = info("b", Source::kCounter, {"gpu"});
  unknown.idle = std::nullopt;
  add(unknown);
  EXPECT_FALSE(sum()->info().idle.has_value());
}

TEST_F(Sum, IsAsCoarseAsItsCoarsestAndAsUrgentAsItsMostUrgent) {
  MeterInfo a = info("a", Source::kCounter, {"package"});
  MeterInfo b = info("b", Source::kCounter, {"gpu"});
  MeterInfo c = info("c", Source::kCounter, {"disk"});
  a.longest_gap = Seconds(30);
  b.longest_gap = Seconds(2);
  c.longest_gap = Seconds(0);  // no limit
  b.resolution = Seconds(0.1);
  add(a);
  add(b);
  add(c);
  const auto meter = sum();
  EXPECT_EQ(meter->info().longest_gap, Seconds(2));
  EXPECT_EQ(meter->info().resolution, Seconds(0.1));
}

TEST_F(Sum, FailsAsAWholeAndNamesThePart) {
  add(info("rapl", Source::kCounter, {"package"})).next = fail(ErrorCode::kIo, "gone");
  StubMeter& nvml = add(info("nvml", Source::kCounter, {"gpu"}));
  const auto meter = sum();
  const auto energy = meter->read();
  ASSERT_FALSE(energy.has_value());
  EXPECT_EQ(energy.error().code, ErrorCode::kIo);
  EXPECT_EQ(energy.error().message, "rapl: gone");
  EXPECT_EQ(nvml.reads, 1) << "its counter must not wrap unseen";
}

TEST_F(Sum, RefusesToCountADomainTwice) {
  add(info("rapl", Source::kCounter, {"dram", "package"}));
  add(info("estimate", Source::kEstimated, {"package"}));
  const Error error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(error.message, HasSubstr("\"rapl\" and \"estimate\" both cover \"package\""));
}

TEST_F(Sum, RefusesAPartBesideTheWhole) {
  for (const char* whole : {"wall", "system"}) {
    meters_.clear();
    add(info("nvml", Source::kCounter, {"gpu"}));
    add(info("whole", Source::kSampled, {whole}));
    EXPECT_THAT(refusal().message, HasSubstr("both cover \"gpu\""));
  }
}

TEST_F(Sum, OfOneIsThatOne) {
  const StubMeter& only = add(info("rapl", Source::kCounter, {"package"}));
  EXPECT_EQ(sum().get(), &only);
}

TEST_F(Sum, OfNothingIsRefused) { EXPECT_EQ(refusal().code, ErrorCode::kInvalidArgument); }

}  // namespace
}  // namespace wattle::energy
