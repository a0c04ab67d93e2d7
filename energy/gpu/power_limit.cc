// SPDX-License-Identifier: MIT
#include "energy/gpu/power_limit.h"

#include <string>
#include <utility>

#include "energy/gpu/guardian.h"

namespace wattle::energy {
namespace {

std::string watts_text(Watts watts) {
  const std::string text = std::to_string(watts.value);
  return text.substr(0, text.find('.') + 2) + " W";
}

class GuardedLimit final : public PowerLimit {
 public:
  GuardedLimit(std::shared_ptr<const Nvml> nvml, int gpu, Watts former,
               std::unique_ptr<Guardian> guardian)
      : nvml_(std::move(nvml)), gpu_(gpu), former_(former), guardian_(std::move(guardian)) {}
  ~GuardedLimit() override { static_cast<void>(restore()); }
  GuardedLimit(const GuardedLimit&) = delete;
  GuardedLimit& operator=(const GuardedLimit&) = delete;

  Watts former() const override { return former_; }

  Result<void> restore() override {
    if (!guardian_) return {};
    auto restored = nvml_->set_power_limit(gpu_, former_);
    if (restored) guardian_->dismiss();
    guardian_.reset();  // one that was not dismissed acts now
    return restored;
  }

 private:
  std::shared_ptr<const Nvml> nvml_;
  int gpu_;
  Watts former_;
  std::unique_ptr<Guardian> guardian_;
};

Result<void> check(const Nvml& nvml, int gpu, Watts limit) {
  const auto range = nvml.power_limit_range(gpu);
  if (!range) return tl::unexpected(range.error());
  if (limit >= range->least && limit <= range->most) return {};
  return fail(ErrorCode::kInvalidArgument,
              "gpu-" + std::to_string(gpu) + " allows power limits from " +
                  watts_text(range->least) + " to " + watts_text(range->most) + ", not " +
                  watts_text(limit));
}

}  // namespace

Result<std::unique_ptr<PowerLimit>> PowerLimit::set(std::shared_ptr<const Nvml> nvml, int gpu,
                                                    Watts limit) {
  if (const auto allowed = check(*nvml, gpu, limit); !allowed) {
    return tl::unexpected(allowed.error());
  }
  const auto former = nvml->power_limit(gpu);
  if (!former) return tl::unexpected(former.error());
  auto guardian = Guardian::start(
      [nvml, gpu, back = *former] { static_cast<void>(nvml->set_power_limit(gpu, back)); });
  if (!guardian) return tl::unexpected(guardian.error());
  if (const auto done = nvml->set_power_limit(gpu, limit); !done) {
    (*guardian)->dismiss();
    return tl::unexpected(done.error());
  }
  return std::make_unique<GuardedLimit>(std::move(nvml), gpu, *former, std::move(*guardian));
}

}  // namespace wattle::energy
