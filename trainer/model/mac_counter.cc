// SPDX-License-Identifier: MIT
#include "trainer/model/mac_counter.h"

#include <ATen/core/Tensor.h>
#include <ATen/record_function.h>

#include <map>
#include <memory>
#include <string>

namespace wattle::trainer {
namespace {

thread_local std::int64_t* current_count = nullptr;

/// MACs of a convolution are known by its output, which is there at the end.
struct ConvolutionContext final : at::ObserverContext {
  std::int64_t weights_each = 0;  ///< weights that meet one number of the output
};

/// Where the factors of a product stand among the operation's inputs; -1 for other operations.
int first_factor(const std::string& operation) {
  static const std::map<std::string, int> places = {
      {"aten::mm", 0}, {"aten::bmm", 0}, {"aten::addmm", 1}, {"aten::baddbmm", 1}};
  const auto found = places.find(operation);
  return found == places.end() ? -1 : found->second;
}

std::unique_ptr<at::ObserverContext> on_start(const at::RecordFunction& function) {
  const std::string operation = function.name();
  const auto inputs = function.inputs();
  if (const int first = first_factor(operation); first >= 0) {
    const at::Tensor& left = inputs[static_cast<std::size_t>(first)].toTensor();
    const at::Tensor& right = inputs[static_cast<std::size_t>(first) + 1].toTensor();
    *current_count += left.numel() * right.size(-1);
  } else if (operation == "aten::convolution") {
    constexpr std::size_t kTransposed = 6;
    const at::Tensor& weight = inputs[1].toTensor();
    const std::int64_t weights_each = weight.numel() / weight.size(0);
    if (inputs[kTransposed].toBool()) {
      *current_count += inputs[0].toTensor().numel() * weights_each;
    } else {
      auto context = std::make_unique<ConvolutionContext>();
      context->weights_each = weights_each;
      return context;
    }
  }
  return nullptr;
}

void on_end(const at::RecordFunction& function, at::ObserverContext* context) {
  if (const auto* convolution = dynamic_cast<const ConvolutionContext*>(context)) {
    *current_count += function.outputs()[0].toTensor().numel() * convolution->weights_each;
  }
}

/// Listens to this thread's operations while it lives.
class Listening {
 public:
  explicit Listening(std::int64_t& count)
      : handle_(at::addThreadLocalCallback(at::RecordFunctionCallback(on_start, on_end)
                                               .needsInputs(true)
                                               .needsOutputs(true)
                                               .scopes({at::RecordScope::FUNCTION}))) {
    current_count = &count;
  }
  ~Listening() {
    at::removeCallback(handle_);
    current_count = nullptr;
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

 private:
  at::RecordFunctionGuard enabled_;
  at::CallbackHandle handle_;
};

}  // namespace

std::int64_t count_macs(const std::function<void()>& work) {
  std::int64_t count = 0;
  const Listening listening(count);
  work();
  return count;
}

}  // namespace wattle::trainer
