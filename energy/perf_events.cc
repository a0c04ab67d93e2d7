// SPDX-License-Identifier: MIT
#include "energy/perf_events.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

namespace wattle::energy {
namespace {

class KernelCounter final : public PerfCounter {
 public:
  explicit KernelCounter(int descriptor) : descriptor_(descriptor) {}
  ~KernelCounter() override { ::close(descriptor_); }
  KernelCounter(const KernelCounter&) = delete;
  KernelCounter& operator=(const KernelCounter&) = delete;

  Result<PerfCount> read() const override {
    std::array<std::uint64_t, 3> words{};  // the value, then nanoseconds enabled and running
    const ssize_t size = ::read(descriptor_, words.data(), sizeof words);
    if (size != static_cast<ssize_t>(sizeof words)) {
      return fail(ErrorCode::kIo, "a performance counter cannot be read");
    }
    constexpr double kNanosecond = 1e-9;
    return PerfCount{.value = words[0],
                     .enabled = Seconds(kNanosecond * static_cast<double>(words[1])),
                     .running = Seconds(kNanosecond * static_cast<double>(words[2]))};
  }

 private:
  int descriptor_;
};

tl::unexpected<Error> failure(int number) {
  switch (number) {
    case EACCES:
    case EPERM:
      return fail(ErrorCode::kPermissionDenied, "this user may not open performance counters",
                  "allow it until the next start with `sudo sysctl kernel.perf_event_paranoid=0`, "
                  "or give the program the right with `sudo setcap cap_perfmon=ep PROGRAM`");
    case ESRCH:
      return fail(ErrorCode::kNotFound, "the thread to be counted is gone");
    case ENOENT:
    case ENODEV:
    case EOPNOTSUPP:
    case ENOSYS:
    case EINVAL:
      return fail(ErrorCode::kUnavailable, "this machine has no such performance counter",
                  "virtual machines usually have none; their host can pass them through");
    default:
      return fail(ErrorCode::kIo, "a performance counter cannot be opened: " +
                                      std::generic_category().message(number));
  }
}

class KernelEvents final : public PerfEvents {
 public:
  Result<std::unique_ptr<PerfCounter>> open(const PerfEvent& event) const override {
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = event.type;
    attributes.config = event.config;
    attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    attributes.inherit = event.inherit ? 1 : 0;
    attributes.exclude_kernel = event.user_only ? 1 : 0;
    attributes.exclude_hv = event.user_only ? 1 : 0;
    const long descriptor =
        ::syscall(SYS_perf_event_open, &attributes, event.pid, event.cpu, -1, PERF_FLAG_FD_CLOEXEC);
    if (descriptor < 0) return failure(errno);
    return std::make_unique<KernelCounter>(static_cast<int>(descriptor));
  }
};

}  // namespace

double PerfCount::scaled() const {
  if (!(running > Seconds(0))) return 0.0;
  return static_cast<double>(value) * (enabled / running);
}

std::shared_ptr<const PerfEvents> kernel_perf_events() { return std::make_shared<KernelEvents>(); }

}  // namespace wattle::energy
