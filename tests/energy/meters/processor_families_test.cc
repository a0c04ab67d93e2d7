// SPDX-License-Identifier: MIT
#include "energy/meters/processor_families.h"

#include <gtest/gtest.h>

#include <string>

namespace wattle::energy {
namespace {

struct Case {
  std::string label;
  Processor processor;
  std::string family;
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.label; }

Processor processor(std::string vendor, int family, int model, std::string name,
                    std::string board = "") {
  Processor made;
  made.vendor = std::move(vendor);
  made.family = family;
  made.model = model;
  made.name = std::move(name);
  made.board = std::move(board);
  return made;
}

Processor intel(int model, std::string name) {
  return processor("GenuineIntel", 6, model, std::move(name));
}

Processor amd(int family, int model, std::string name) {
  return processor("AuthenticAMD", family, model, std::move(name));
}

class FamilyOf : public ::testing::TestWithParam<Case> {};

TEST_P(FamilyOf, IsFound) {
  EXPECT_EQ(power_model_of(GetParam().processor).family, GetParam().family);
}

INSTANTIATE_TEST_SUITE_P(
    Common, FamilyOf,
    ::testing::Values(
        Case{"CascadeLakeGuest", intel(85, "Intel Xeon Processor (Cascadelake)"),
             "Intel Xeon Scalable, 1st and 2nd generation"},
        Case{"Skylake", intel(85, "Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz"),
             "Intel Xeon Scalable, 1st and 2nd generation"},
        Case{"Workstation", intel(85, "Intel(R) Xeon(R) W-2145 CPU @ 3.70GHz"), "generic"},
        Case{"IceLake", intel(106, "Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz"),
             "Intel Xeon Scalable, 3rd generation"},
        Case{"SapphireRapids", intel(143, "Intel(R) Xeon(R) Platinum 8488C"),
             "Intel Xeon Scalable, 4th and 5th generation"},
        Case{"Laptop8", intel(142, "Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz"),
             "Intel Core of laptops, 6th to 11th generation"},
        Case{"Laptop11", intel(140, "11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz"),
             "Intel Core of laptops, 6th to 11th generation"},
        Case{"Laptop7Y", intel(142, "Intel(R) Core(TM) m3-7Y30 CPU @ 1.00GHz"),
             "Intel Core of laptops, 6th to 11th generation"},
        Case{"Laptop12", intel(154, "12th Gen Intel(R) Core(TM) i7-12700H"),
             "Intel Core of laptops, 12th to 14th generation"},
        Case{"Desktop6", intel(94, "Intel(R) Core(TM) i7-6700K CPU @ 4.00GHz"),
             "Intel Core of desktops, 6th to 11th generation"},
        Case{"DesktopsSiblingOfALaptop", intel(94, "Intel(R) Core(TM) i7-6700HQ CPU @ 2.60GHz"),
             "Intel Core of laptops, 6th to 11th generation"},
        Case{"Desktop13", intel(183, "13th Gen Intel(R) Core(TM) i9-13900K"),
             "Intel Core of desktops, 12th to 14th generation"},
        // A model number of a desktop, shown to a guest of a server.
        Case{"DisguisedGuest", intel(167, "Intel(R) Xeon(R) Processor"), "generic"},
        Case{"Naples", amd(23, 1, "AMD EPYC 7571"), "AMD EPYC 7001"},
        Case{"Rome", amd(23, 49, "AMD EPYC 7742 64-Core Processor"), "AMD EPYC 7002"},
        Case{"Milan", amd(25, 1, "AMD EPYC 7763 64-Core Processor"), "AMD EPYC 7003"},
        Case{"Genoa", amd(25, 17, "AMD EPYC 9R14"), "AMD EPYC 9004"},
        Case{"RyzenLaptop", amd(23, 24, "AMD Ryzen 5 3500U with Radeon Vega Mobile Gfx"),
             "AMD Ryzen of laptops"},
        Case{"RyzenProLaptop", amd(25, 80, "AMD Ryzen 7 PRO 5850U with Radeon Graphics"),
             "AMD Ryzen of laptops"},
        Case{"RyzenDesktop", amd(25, 33, "AMD Ryzen 9 5950X 16-Core Processor"),
             "AMD Ryzen of desktops"},
        Case{"Threadripper", amd(23, 49, "AMD Ryzen Threadripper 3970X 32-Core Processor"),
             "generic"},
        Case{"Graviton2", processor("0x41", 0, 0xd0c, ""), "Arm Neoverse N1"},
        Case{"Graviton3", processor("0x41", 0, 0xd40, ""), "generic"},
        Case{"M1", processor("0x61", 0, 0x22, ""), "Apple M1 and M2"},
        Case{"Pi4", processor("0x41", 0, 0xd08, "", "Raspberry Pi 4 Model B Rev 1.1"),
             "Raspberry Pi 4"},
        Case{"Pi5", processor("0x41", 0, 0xd0b, "", "Raspberry Pi 5 Model B Rev 1.0"),
             "Raspberry Pi 5"},
        Case{"AnotherBoardWithTheSameCore", processor("0x41", 0, 0xd08, "", "Some Board"),
             "generic"},
        Case{"Unknown", Processor(), "generic"}),
    [](const auto& tried) { return tried.param.label; });

class EveryFamily : public ::testing::TestWithParam<ProcessorFamily> {};

TEST_P(EveryFamily, KeepsItsBoundsInOrderAtEveryLoad) {
  const PowerModel& power = GetParam().power;
  for (int percent = 0; percent <= 100; ++percent) {
    const Watts expected = power.expected.power(percent, 100);
    EXPECT_LT(power.low.power(percent, 100), expected) << percent;
    EXPECT_LT(expected, power.high.power(percent, 100)) << percent;
  }
}

TEST_P(EveryFamily, DrawsMoreWhenBusyThanIdle) {
  for (const PowerCurve& curve :
       {GetParam().power.low, GetParam().power.expected, GetParam().power.high}) {
    EXPECT_GT(curve.idle_watts_per_thread, 0.0);
    EXPECT_GT(curve.full_watts_per_thread, curve.idle_watts_per_thread);
    EXPECT_GT(curve.exponent, 0.0);
    EXPECT_LE(curve.exponent, 1.0);
  }
}

std::vector<ProcessorFamily> all_families() {
  const auto rows = processor_families();
  return {rows.begin(), rows.end()};
}

INSTANTIATE_TEST_SUITE_P(Table, EveryFamily, ::testing::ValuesIn(all_families()));

// Two parts that the table was not made from, under full load: their rated power is inside.
TEST(ProcessorFamilies, BoundTheRatedPowerOfOtherParts) {
  const PowerModel gold_6240 =
      power_model_of(intel(85, "Intel(R) Xeon(R) Gold 6240 CPU @ 2.60GHz"));
  EXPECT_LT(gold_6240.low.power(36, 36), Watts(150));
  EXPECT_GT(gold_6240.high.power(36, 36), Watts(150));
  const PowerModel epyc_7402 = power_model_of(amd(23, 49, "AMD EPYC 7402 24-Core Processor"));
  EXPECT_LT(epyc_7402.low.power(48, 48), Watts(180));
  EXPECT_GT(epyc_7402.high.power(48, 48), Watts(180));
}

// The same 205 W spread over half as many threads.
TEST(ProcessorFamilies, GiveAThreadMoreWhenHyperThreadingIsOff) {
  Processor one = intel(85, "Intel(R) Xeon(R) Platinum 8280 CPU @ 2.70GHz");
  const double both = power_model_of(one).expected.full_watts_per_thread;
  one.threads_per_core = 1.0;
  EXPECT_DOUBLE_EQ(power_model_of(one).expected.full_watts_per_thread, 2.0 * both);
  one.threads_per_core = 2.0;
  EXPECT_DOUBLE_EQ(power_model_of(one).expected.full_watts_per_thread, both);
}

TEST(ProcessorFamilies, DoNotBelieveAVirtualMachinesCores) {
  Processor guest = intel(85, "Intel Xeon Processor (Cascadelake)");
  const double both = power_model_of(guest).expected.full_watts_per_thread;
  guest.threads_per_core = 1.0;
  guest.virtual_machine = true;
  EXPECT_DOUBLE_EQ(power_model_of(guest).expected.full_watts_per_thread, both);
}

}  // namespace
}  // namespace wattle::energy
