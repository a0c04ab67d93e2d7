// SPDX-License-Identifier: MIT
#include "energy/meters/processor.h"

#include <gtest/gtest.h>

#include "energy/meters/memory_size.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::TemporaryFolder;
using testing::write_file;

class ProcessorTest : public ::testing::Test {
 protected:
  Processor read(const std::string& cpuinfo) {
    write_file(folder_.path() / "cpuinfo", cpuinfo);
    return read_processor(folder_.path(), folder_.path());
  }
  TemporaryFolder folder_;
};

TEST_F(ProcessorTest, ReadsTheFirstOfManyProcessors) {
  const Processor processor = read(
      "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\n"
      "model name\t: Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz\nsiblings\t: 40\ncpu cores\t: 20\n"
      "flags\t\t: fpu vme\n\nprocessor\t: 1\nvendor_id\t: Another\nmodel\t\t: 1\n");
  EXPECT_EQ(processor.vendor, "GenuineIntel");
  EXPECT_EQ(processor.family, 6);
  EXPECT_EQ(processor.model, 85);
  EXPECT_EQ(processor.threads_per_core, 2.0);
  EXPECT_FALSE(processor.virtual_machine);
  EXPECT_EQ(processor.base_hertz, 2.4e9);
  EXPECT_EQ(identity(processor), "Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz");
}

TEST_F(ProcessorTest, KnowsAVirtualMachineByItsFlag) {
  EXPECT_TRUE(read("flags\t\t: fpu hypervisor vme\n").virtual_machine);
  EXPECT_FALSE(read("flags\t\t: fpu hypervisors vme\n").virtual_machine);
}

TEST_F(ProcessorTest, ReadsArm) {
  const Processor processor = read(
      "processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd08\n\n"
      "Model\t\t: Raspberry Pi 4 Model B Rev 1.1\n");
  EXPECT_EQ(processor.vendor, "0x41");
  EXPECT_EQ(processor.family, 0);
  EXPECT_EQ(processor.model, 0xd08);
  EXPECT_EQ(identity(processor), "0x41/0xd08, Raspberry Pi 4 Model B Rev 1.1");
}

TEST_F(ProcessorTest, PrefersTheKernelsBaseFrequency) {
  write_file(folder_.path() / "devices/system/cpu/cpu0/cpufreq/base_frequency", "2100000\n");
  EXPECT_EQ(read("model name\t: Some CPU @ 2.40GHz\n").base_hertz, 2.1e9);
}

TEST_F(ProcessorTest, TellsNoFrequencyThatItDoesNotKnow) {
  EXPECT_EQ(read("model name\t: Some CPU\n").base_hertz, std::nullopt);
  EXPECT_EQ(read("model name\t: Some CPU @ fastGHz\n").base_hertz, std::nullopt);
}

TEST_F(ProcessorTest, IsEmptyWithoutCpuinfo) {
  const Processor processor = read_processor(folder_.path(), folder_.path());
  EXPECT_EQ(processor.vendor, "");
  EXPECT_EQ(processor.threads_per_core, 0.0);
}

TEST_F(ProcessorTest, ReadsTheMemorysSize) {
  EXPECT_EQ(memory_gigabytes(folder_.path()), std::nullopt);
  write_file(folder_.path() / "meminfo", "MemTotal:       16000000 kB\nMemFree:  1 kB\n");
  EXPECT_DOUBLE_EQ(memory_gigabytes(folder_.path()).value(), 16.384);
  write_file(folder_.path() / "meminfo", "MemTotal: much\n");
  EXPECT_EQ(memory_gigabytes(folder_.path()), std::nullopt);
}

}  // namespace
}  // namespace wattle::energy
