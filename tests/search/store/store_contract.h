// SPDX-License-Identifier: MIT
// What tests of the contract of Store share: a store of every kind, and a study in it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "search/store/store.h"
#include "tests/search/store/sample.h"
#include "tests/support/temporary_directory.h"

namespace wattle::test {

struct StoreKind {
  std::string name;
  std::function<Result<std::unique_ptr<search::Store>>(const std::filesystem::path&)> open;
};

inline void PrintTo(const StoreKind& kind, std::ostream* out) { *out << kind.name; }

class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    auto opened = GetParam().open(directory_.path());
    if (!opened && opened.error().code == ErrorCode::kUnavailable) {
      GTEST_SKIP() << opened.error().message;
    }
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }

  /// A study that this process works on.
  void start(const search::StudyRecord& study = sample_study()) {
    ASSERT_TRUE(store_->create(study));
    ASSERT_TRUE(store_->join({study.scenario, study.context}));
  }
  /// As after an interruption.
  void start_anew() {
    ASSERT_TRUE(store_->leave("interrupted"));
    ASSERT_TRUE(store_->join({sample_study().scenario, sample_study().context}));
  }

  search::StudyRecord loaded() {
    auto study = store_->load();
    EXPECT_TRUE(study) << study.error().message;
    return study ? *study : search::StudyRecord{};
  }

  TemporaryDirectory directory_;
  std::unique_ptr<search::Store> store_;
};

}  // namespace wattle::test
