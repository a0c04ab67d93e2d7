// SPDX-License-Identifier: MIT
#include "trainer/dataset/split.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

#include "trainer/random.h"

namespace wattle::trainer {
namespace {

using Indices = std::vector<std::int64_t>;

/// The examples of the first `count` by class, each class in random order.
std::vector<Indices> shuffled_classes(const Dataset& dataset, std::int64_t count,
                                      std::uint64_t seed) {
  const Target& target = dataset.targets.front();
  std::vector<Indices> classes(target.classes.size());
  for (std::int64_t i = 0; i < count; ++i) {
    const auto label = static_cast<std::size_t>(target.labels[static_cast<std::size_t>(i)]);
    classes[label].push_back(i);
  }
  std::mt19937_64 generator(stream_seed(seed, RandomStream::kSplit));
  for (Indices& members : classes) {
    shuffle(members, generator);
  }
  return classes;
}

/// Moves round(fraction * total) examples from the back of `members` into `part`.
void deal(Indices& members, std::size_t total, double fraction, Indices& part) {
  const auto wanted = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(total)));
  const std::size_t count = std::min(wanted, members.size());
  part.insert(part.end(), members.end() - static_cast<std::ptrdiff_t>(count), members.end());
  members.resize(members.size() - count);
}

/// How many of each class to keep so that `limit` remain in all: proportional, the largest
/// remainders rounded up, the lower class first among equals.
std::vector<std::size_t> quotas(const std::vector<Indices>& classes, std::size_t limit,
                                std::size_t total) {
  std::vector<std::size_t> quota(classes.size());
  std::vector<std::pair<std::size_t, std::size_t>> remainders;  // remainder, class
  std::size_t given = 0;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    quota[c] = limit * classes[c].size() / total;
    remainders.emplace_back(limit * classes[c].size() % total, c);
    given += quota[c];
  }
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; given < limit; ++i, ++given) {
    ++quota[remainders[i].second];
  }
  return quota;
}

void thin(std::vector<Indices>& classes, std::size_t limit) {
  const std::size_t total =
      std::accumulate(classes.begin(), classes.end(), std::size_t{0},
                      [](std::size_t sum, const Indices& c) { return sum + c.size(); });
  if (limit >= total) {
    return;
  }
  const std::vector<std::size_t> quota = quotas(classes, limit, total);
  for (std::size_t c = 0; c < classes.size(); ++c) {
    classes[c].resize(quota[c]);
  }
}

}  // namespace

Result<Split> split_dataset(const Dataset& dataset, const DataOptions& options) {
  Split split;
  std::vector<Indices> classes = shuffled_classes(dataset, dataset.own_test_begin, options.seed);
  for (Indices& members : classes) {
    const std::size_t total = members.size();
    if (!dataset.has_own_test()) {
      deal(members, total, options.test, split.test);
    }
    deal(members, total, options.validation, split.validation);
  }
  for (std::int64_t i = dataset.own_test_begin; i < dataset.size(); ++i) {
    split.test.push_back(i);
  }
  if (options.limit) {
    thin(classes, static_cast<std::size_t>(*options.limit));
  }
  for (const Indices& members : classes) {
    split.train.insert(split.train.end(), members.begin(), members.end());
  }
  for (Indices* part : {&split.train, &split.validation, &split.test}) {
    std::sort(part->begin(), part->end());
  }
  if (split.train.empty() || split.validation.empty()) {
    return fail(ErrorCode::kInvalidArgument,
                "data: validation " + std::to_string(options.validation) + " and test " +
                    std::to_string(options.test) + " of " + std::to_string(dataset.own_test_begin) +
                    " examples leave " + std::to_string(split.train.size()) + " to train and " +
                    std::to_string(split.validation.size()) + " to validate");
  }
  return split;
}

}  // namespace wattle::trainer
