// SPDX-License-Identifier: MIT
// What is worked out from a data set in memory once, however many trainings ask.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "trainer/dataset/dataset.h"
#include "trainer/model/model.h"

namespace wattle::trainer {

/// Facts about data sets, forgotten when their set goes. Thread-safe: who asks for one that is
/// being worked out waits.
class DatasetFacts {
 public:
  /// Tells whether two sets give the same training: a digest of examples, labels and names.
  std::string digest(const std::shared_ptr<const Dataset>& dataset);
  /// fit_scaling() over these examples, on one thread, so that the number of threads of whoever
  /// asks first does not matter. The tensors are the caller's own.
  InputScaling scaling(const std::shared_ptr<const Dataset>& dataset,
                       const std::vector<std::int64_t>& examples);

 private:
  struct Facts {
    std::weak_ptr<const Dataset> dataset;
    std::string digest;
    std::map<std::string, InputScaling> scalings;  ///< by the digest of the examples' numbers
  };

  Facts& facts_of(const std::shared_ptr<const Dataset>& dataset);

  std::mutex mutex_;
  std::list<Facts> facts_;
};

}  // namespace wattle::trainer
