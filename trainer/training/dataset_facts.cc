// SPDX-License-Identifier: MIT
#include "trainer/training/dataset_facts.h"

#include <ATen/ATen.h>

#include <nlohmann/json.hpp>

#include "trainer/checksum.h"
#include "trainer/training/batches.h"
#include "trainer/training/compute_threads.h"

namespace wattle::trainer {
namespace {

template <class T>
std::string_view bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

std::string digest_of(const Dataset& dataset) {
  nlohmann::ordered_json names = {{"kind", dataset.input.kind},
                                  {"shape", dataset.input.shape},
                                  {"vocabulary", dataset.input.vocabulary},
                                  {"divisor", dataset.divisor},
                                  {"inputs", dataset.input_names},
                                  {"own_test_begin", dataset.own_test_begin}};
  std::uint64_t size = 0;
  std::uint32_t sum = 0;
  const auto add = [&](std::string_view bytes) {
    sum = checksum(bytes, sum);
    size += bytes.size();
  };
  add(bytes_of(dataset.bytes));
  add(bytes_of(dataset.values));
  add(bytes_of(dataset.tokens));
  for (const Target& target : dataset.targets) {
    names["targets"].push_back({target.name, target.classes});
    add(bytes_of(target.labels));
  }
  // Names come from files as they are, whatever their encoding.
  add(names.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return digest_text(size, sum);
}

}  // namespace

DatasetFacts::Facts& DatasetFacts::facts_of(const std::shared_ptr<const Dataset>& dataset) {
  facts_.remove_if([](const Facts& facts) { return facts.dataset.expired(); });
  for (Facts& facts : facts_) {
    if (facts.dataset.lock() == dataset) {
      return facts;
    }
  }
  facts_.push_back({dataset, digest_of(*dataset), {}});
  return facts_.back();
}

std::string DatasetFacts::digest(const std::shared_ptr<const Dataset>& dataset) {
  const std::scoped_lock lock(mutex_);
  return facts_of(dataset).digest;
}

InputScaling DatasetFacts::scaling(const std::shared_ptr<const Dataset>& dataset,
                                   const std::vector<std::int64_t>& examples) {
  const std::scoped_lock lock(mutex_);
  std::map<std::string, InputScaling>& known = facts_of(dataset).scalings;
  const std::string_view numbers = bytes_of(examples);
  const std::string key = digest_text(numbers.size(), checksum(numbers));
  auto found = known.find(key);
  if (found == known.end()) {
    const OneThread alone;
    const DataTensors data(dataset, at::kCPU);
    found = known.emplace(key, fit_scaling(data, to_tensor(examples))).first;
  }
  return {found->second.mean.clone(), found->second.scale.clone()};
}

}  // namespace wattle::trainer
