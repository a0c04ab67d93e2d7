// SPDX-License-Identifier: MIT
#include "energy/gpu/power_limit.h"

#include <cstddef>
#include <mutex>
#include <string>
#include <utility>

#include "energy/gpu/gpu_selection.h"
#include "energy/gpu/guardian.h"

namespace wattle::energy {
namespace {

std::string watts_text(Watts watts) {
  const std::string text = std::to_string(watts.value);
  return text.substr(0, text.find('.') + 2) + " W";
}

/// GPUs with the limits they had.
struct Former {
  std::shared_ptr<const Nvml> nvml;
  std::vector<int> gpus;
  std::vector<Watts> limits;
};

/// All of them, whatever fails; the first failure.
Result<void> put_back(const Former& former) {
  Result<void> result;
  for (std::size_t i = 0; i < former.gpus.size(); ++i) {
    auto done = former.nvml->set_power_limit(former.gpus[i], former.limits[i]);
    if (!done && result) result = std::move(done);
  }
  return result;
}

Result<void> check(const Nvml& nvml, int gpu, Watts limit) {
  const auto range = nvml.power_limit_range(gpu);
  if (!range) return tl::unexpected(range.error());
  if (limit >= range->least && limit <= range->most) return {};
  return fail(ErrorCode::kInvalidArgument,
              "gpu-" + std::to_string(gpu) + " allows power limits from " +
                  watts_text(range->least) + " to " + watts_text(range->most) + ", not " +
                  watts_text(limit));
}

class GuardedLimit final : public PowerLimit {
 public:
  GuardedLimit(Former former, std::unique_ptr<Guardian> guardian)
      : former_(std::move(former)), guardian_(std::move(guardian)) {}
  ~GuardedLimit() override { static_cast<void>(restore()); }
  GuardedLimit(const GuardedLimit&) = delete;
  GuardedLimit& operator=(const GuardedLimit&) = delete;

  Result<void> set(std::optional<Watts> limit) override {
    const std::scoped_lock lock(mutex_);
    if (!limit) return put_back(former_);
    for (const int gpu : former_.gpus) {
      if (auto allowed = check(*former_.nvml, gpu, *limit); !allowed) return allowed;
    }
    for (const int gpu : former_.gpus) {
      if (auto done = former_.nvml->set_power_limit(gpu, *limit); !done) return done;
    }
    return {};
  }

  const std::vector<Watts>& former() const override { return former_.limits; }

  Result<void> restore() override {
    const std::scoped_lock lock(mutex_);
    if (!guardian_) return {};
    auto restored = put_back(former_);
    if (restored) guardian_->dismiss();
    guardian_.reset();  // one that was not dismissed acts now
    return restored;
  }

 private:
  const Former former_;
  std::mutex mutex_;
  std::unique_ptr<Guardian> guardian_;
};

}  // namespace

Result<std::unique_ptr<PowerLimit>> PowerLimit::hold(std::shared_ptr<const Nvml> nvml,
                                                     std::vector<int> gpus) {
  Former former{std::move(nvml), std::move(gpus), {}};
  for (const int gpu : former.gpus) {
    const auto range = former.nvml->power_limit_range(gpu);
    if (!range) return tl::unexpected(range.error());
    const auto limit = former.nvml->power_limit(gpu);
    if (!limit) return tl::unexpected(limit.error());
    former.limits.push_back(*limit);
  }
  // To what they are already: tells whether we may.
  if (const auto may = put_back(former); !may) return tl::unexpected(may.error());
  auto guardian = Guardian::start([former] { static_cast<void>(put_back(former)); });
  if (!guardian) return tl::unexpected(guardian.error());
  return std::make_unique<GuardedLimit>(std::move(former), std::move(*guardian));
}

Result<std::unique_ptr<PowerLimit>> hold_power_limit(const System& system) {
  auto nvml = Nvml::open(system.nvml);
  if (!nvml) return tl::unexpected(nvml.error());
  const auto selected = select_gpus(**nvml, system.cuda);
  if (!selected) return tl::unexpected(selected.error());
  return PowerLimit::hold(std::move(*nvml), selected->gpus);
}

}  // namespace wattle::energy
