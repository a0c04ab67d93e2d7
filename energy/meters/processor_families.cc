// SPDX-License-Identifier: MIT
// The table of processors. Watts are those of the package, for one hardware thread.
//
// Full load: "expected" lies between the thermal design power (TDP) of the family's common parts,
// divided by their threads, and what whole servers with them draw at full load by SPECpower_ssj2008
// results [CCF2026]. "low" is 0.7 x the least TDP a thread among the family's parts, since ordinary
// code need not fill the limit; 0.7 is a heuristic. "high" is the greatest, boost limits of
// desktops and laptops included, without the few parts that trade cores for frequency (8 cores and
// fewer of a server family). TDPs are those of the makers' data sheets (Intel ARK, AMD and Ampere
// product pages); the parts are named in each row with watts/threads.
//
// Idle: servers: "expected" is half of a whole idle server's power a thread [CCF2026], the rest
// being fans, disks, memory and the power supply; "low" is a quarter, "high" twice the whole,
// because those results come from large parts and tuned systems. Where a package was measured that
// is said.
//
// Exponents: those of the generic curve (power_model.h) but where said otherwise.
//
// Absent because nobody has published numbers to stand on: Graviton3 and Graviton4 (Neoverse V1 and
// V2), and everything newer than the rows. They get the generic curve.
#include "energy/meters/processor_families.h"

#include <algorithm>
#include <array>
#include <regex>
#include <utility>

namespace wattle::energy {
namespace {

struct Bounds {
  double low;
  double expected;
  double high;
};

// Low and high as in the generic curve: a linear one, and the measured server's.
constexpr Bounds kBoosting{1.0, 0.4, 1.0 / 6.0};
// Cores of one fixed frequency, each with its own power gate, without boost: closer to linear. A
// heuristic.
constexpr Bounds kFixedFrequency{1.0, 0.7, 0.35};

constexpr PowerModel model(const char* family, Bounds idle, Bounds full, Bounds exponent) {
  return {.family = family,
          .low = {idle.low, full.low, exponent.low},
          .expected = {idle.expected, full.expected, exponent.expected},
          .high = {idle.high, full.high, exponent.high}};
}

ProcessorFamily entry(const char* vendor, int family, std::vector<int> models, const char* pattern,
                      int threads_per_core, const PowerModel& power) {
  return {vendor, family, std::move(models), pattern, threads_per_core, power};
}

constexpr const char* kIntel = "GenuineIntel";
constexpr const char* kAmd = "AuthenticAMD";
constexpr const char* kArm = "0x41";
constexpr const char* kApple = "0x61";
// "Xeon W" are workstations, with other limits.
constexpr const char* kXeonServer = "Xeon(?!.* W-)";
constexpr const char* kCoreOfLaptop = R"(Core\(TM\) [im][3579]-[0-9]+(U|Y|H|P|N?G[0-9]|[0-9]*Y))";

const std::array<ProcessorFamily, 19>& table() {
  static const std::array<ProcessorFamily, 19> rows{{
      // Full: Platinum 8180 205/56, 8280 205/56, Gold 6148 150/40, 6230 125/40, 6238T 125/44,
      // Silver 4110 and 4208 85/16. Idle server 0.61 to 0.69.
      entry(kIntel, 6, {85}, kXeonServer, 2,
            model("Intel Xeon Scalable, 1st and 2nd generation", {0.16, 0.33, 1.4}, {2.0, 3.4, 5.3},
                  kBoosting)),
      // Platinum 8380 270/80, 8352Y 205/64, Gold 6338N 185/64, 6330 205/56, 4314 135/32,
      // 4309Y 105/16. Idle server 0.77.
      entry(kIntel, 6, {106, 108}, kXeonServer, 2,
            model("Intel Xeon Scalable, 3rd generation", {0.19, 0.38, 1.5}, {2.0, 3.3, 6.6},
                  kBoosting)),
      // Platinum 8592+ 350/128, 8490H 350/120, 8480+ 350/112, Gold 6448Y 225/64, 6430 270/64,
      // Silver 4410Y 150/24. Idle server 0.81 (5th generation) to 1.04 (4th).
      entry(kIntel, 6, {143, 207}, kXeonServer, 2,
            model("Intel Xeon Scalable, 4th and 5th generation", {0.23, 0.46, 2.1}, {1.9, 3.2, 6.3},
                  kBoosting)),
      // Laptops of one kind of core. TDP: i5-6200U 15/4, i7-8550U 15/8, i7-6700HQ 45/8, i7-8750H
      // 45/12, i7-1165G7 28/8, m3-6Y30 4.5/4. Idle: a heuristic, 0.5 to 4 W a package.
      entry(kIntel, 6, {78, 94, 126, 140, 141, 142, 158, 165, 166}, kCoreOfLaptop, 2,
            model("Intel Core of laptops, 6th to 11th generation", {0.05, 0.2, 0.8},
                  {0.75, 2.4, 5.8}, kBoosting)),
      // Laptops of two kinds of cores: i7-1260P 28/16 (64 W of boost), i7-12700H 45/20 (115),
      // i9-13980HX 55/32 (157). Threads a core differ by part, so the kernel's ratio is not used.
      entry(kIntel, 6, {151, 154, 183, 186, 191}, kCoreOfLaptop, 1,
            model("Intel Core of laptops, 12th to 14th generation", {0.05, 0.2, 0.8},
                  {0.75, 2.4, 5.8}, kBoosting)),
      // Desktops of one kind of core, 6th to 11th generation. TDP: i7-6700 65/8, i7-6700K 91/8,
      // i7-6700T 35/8, i7-8700K 95/12, i9-9900K 95/16, i9-10900T 35/20, i9-10900K 125/20 (250 W of
      // boost), i9-11900K 125/16 (251 W of boost). Idle: a heuristic, 2 to 15 W a package.
      entry(kIntel, 6, {94, 158, 165, 167}, R"(Core\(TM\) i[3579]-)", 2,
            model("Intel Core of desktops, 6th to 11th generation", {0.12, 0.5, 1.9},
                  {1.2, 7.5, 15.7}, kBoosting)),
      // Desktops of two kinds of cores, 12th to 14th generation: limits i3-12100 60/8 (89 W of
      // boost), i5-12400 65/12 (117), i9-12900K 125/24 (241), i9-13900K and 14900K 125/32 (253),
      // i9-13900T 35/32 (106). Idle as above.
      entry(kIntel, 6, {151, 183, 191}, R"(Core\(TM\) i[3579]-)", 1,
            model("Intel Core of desktops, 12th to 14th generation", {0.06, 0.3, 1.9},
                  {0.75, 6.5, 11.2}, kBoosting)),
      // 7601 180/64, 7501 155/64, 7401 155/48, 7351 155/32. Idle server 0.85.
      entry(kAmd, 23, {1}, "EPYC", 2,
            model("AMD EPYC 7001", {0.21, 0.42, 1.7}, {1.7, 2.6, 4.9}, kBoosting)),
      // 7742 225/128, 7702 200/128, 7452 155/64, 7502 180/64, 7302 155/32. Idle server 0.47; an
      // idle package measured at 65 W [Frumusanu2021]: 0.51 with 128 threads, 1.0 with 64.
      entry(kAmd, 23, {49}, "EPYC", 2,
            model("AMD EPYC 7002", {0.12, 0.35, 1.0}, {1.1, 1.7, 4.9}, kBoosting)),
      // 7763 280/128, 7713 225/128, 7543 225/64, 7443 200/48, 7313 155/32. Idle server 0.46; idle
      // packages of early systems measured at 100 to 111 W [Frumusanu2021], on 64 to 128 threads.
      entry(kAmd, 25, {1}, "EPYC", 2,
            model("AMD EPYC 7003", {0.12, 0.45, 1.75}, {1.2, 1.9, 4.9}, kBoosting)),
      // 9654 360/192, 9634 290/168, 9554 360/128, 9454 290/96, 9334 210/64, 9124 200/32. Idle
      // server 0.74.
      entry(kAmd, 25, {17}, "EPYC", 2,
            model("AMD EPYC 9004", {0.18, 0.37, 1.5}, {1.2, 2.1, 6.3}, kBoosting)),
      // Laptops. TDP: 2500U and 3500U 15/8, 5700U 15/16, 4800H 45/16, 5800H 45/16 (54 W at most),
      // 3550H 35/8, 7945HX 55/32. Idle: a heuristic, 0.5 to 6 W a package.
      entry(kAmd, 23, {}, R"(Ryzen [3579] (PRO )?[0-9]{4}(U|H|C))", 2,
            model("AMD Ryzen of laptops", {0.05, 0.2, 0.8}, {0.65, 2.0, 4.4}, kBoosting)),
      entry(kAmd, 25, {}, R"(Ryzen [3579] (PRO )?[0-9]{4}(U|H|C))", 2,
            model("AMD Ryzen of laptops", {0.05, 0.2, 0.8}, {0.65, 2.0, 4.4}, kBoosting)),
      // Desktops. TDP: 1600 65/12, 2700X 105/16, 3600 65/12, 5950X 105/32, 7900 65/24, 7950X
      // 170/32; the socket may draw 1.35 x TDP (AMD's package power tracking): 7600X 142/12. Idle:
      // a heuristic, 5 W (one die) to 35 W (with an input-output die) a package.
      entry(kAmd, 23, {}, R"(Ryzen [3579] (PRO )?[0-9]{4})", 2,
            model("AMD Ryzen of desktops", {0.3, 1.1, 3.0}, {1.9, 5.0, 11.8}, kBoosting)),
      entry(kAmd, 25, {}, R"(Ryzen [3579] (PRO )?[0-9]{4})", 2,
            model("AMD Ryzen of desktops", {0.3, 1.1, 3.0}, {1.9, 5.0, 11.8}, kBoosting)),
      // Neoverse N1: Graviton2, Ampere Altra. Altra Q80-30 210/80, Q80-33 250/80, Altra Max M128-30
      // 250/128; Arm stated 105 W for 64 cores (2019), which is all that is known of Graviton2.
      // Idle: a heuristic, 10 to 50 W a package.
      entry(kArm, 0, {0xd0c}, "", 1,
            model("Arm Neoverse N1", {0.12, 0.3, 0.7}, {1.1, 1.8, 3.2}, kFixedFrequency)),
      // M1 (8 threads): the whole Mac mini draws 6.8 W idle and 39 W at most, graphics included
      // [Apple2021]: at most 0.85 and 4.9 W a thread. M2, and Pro and Max of both, have the same
      // kinds of cores. Expected and low: heuristics below that.
      entry(kApple, 0, {0x22, 0x23, 0x24, 0x25, 0x28, 0x29, 0x32, 0x33, 0x34, 0x35, 0x38, 0x39}, "",
            1, model("Apple M1 and M2", {0.02, 0.12, 0.85}, {1.2, 2.5, 4.9}, kFixedFrequency)),
      // Boards measured whole: Pi 4 idle 2.7 W, four threads busy 6.4 W [Geerling2019]. The
      // difference is the processor's, 0.93 W a thread; idle is at most the whole board's.
      entry(kArm, 0, {0xd08}, "Raspberry Pi (4|400|Compute Module 4)", 1,
            model("Raspberry Pi 4", {0.1, 0.3, 0.68}, {0.9, 1.25, 1.6}, kFixedFrequency)),
      // Pi 5: 12 W at most for the whole board [Upton2023]. Expected and low: heuristics, between
      // the Pi 4 and that.
      entry(kArm, 0, {0xd0b}, "Raspberry Pi (5|500|Compute Module 5)", 1,
            model("Raspberry Pi 5", {0.1, 0.4, 0.9}, {0.9, 1.7, 3.0}, kFixedFrequency)),
  }};
  return rows;
}

bool matches(const ProcessorFamily& row, const Processor& processor) {
  if (processor.vendor != row.vendor || processor.family != row.family) return false;
  if (!row.models.empty() && std::ranges::find(row.models, processor.model) == row.models.end()) {
    return false;
  }
  const std::regex pattern(row.pattern);
  return std::regex_search(processor.name, pattern) || std::regex_search(processor.board, pattern);
}

PowerCurve scaled(PowerCurve curve, double factor) {
  curve.idle_watts_per_thread *= factor;
  curve.full_watts_per_thread *= factor;
  return curve;
}

}  // namespace

std::span<const ProcessorFamily> processor_families() { return table(); }

PowerModel power_model_of(const Processor& processor) {
  const auto rows = processor_families();
  const auto row =
      std::ranges::find_if(rows, [&](const auto& each) { return matches(each, processor); });
  if (row == rows.end()) return kGenericPowerModel;
  double factor = 1.0;
  if (!processor.virtual_machine && processor.threads_per_core >= 1.0) {
    factor = std::max(row->threads_per_core / processor.threads_per_core, 1.0);
  }
  PowerModel model = row->power;
  for (PowerCurve* curve : {&model.low, &model.expected, &model.high}) {
    *curve = scaled(*curve, factor);
  }
  return model;
}

}  // namespace wattle::energy
