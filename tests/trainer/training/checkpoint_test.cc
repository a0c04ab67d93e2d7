// SPDX-License-Identifier: MIT
#include "trainer/training/checkpoint.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/trainer/temporary_folder.h"
#include "trainer/model/network.h"

namespace wattle::trainer {
namespace {

/// Gives a state that no generator of a processor takes, as one of another device does.
struct ForeignGenerator : at::CPUGeneratorImpl {
  c10::intrusive_ptr<c10::TensorImpl> get_state() const override {
    return at::zeros({3}, at::kByte).getIntrusivePtr();
  }
};

/// What a training of one parameter changes.
struct Parts {
  explicit Parts(double value)
      : weight(at::full({2}, value).requires_grad_(true)),
        updater(make_updater(with_momentum(), {weight})) {
    progress.work.updates = static_cast<std::int64_t>(value);
    progress.epochs = {{{"val_loss", value}}};
  }

  static TrainingSpecification with_momentum() {
    TrainingSpecification made;
    made.optimizer = Optimizer::kSgd;
    made.momentum = 0.5;
    return made;
  }
  void step() const {
    updater->step(1.0, [this] {
      weight.mutable_grad() = at::ones({2});
      return weight.detach().sum();
    });
  }
  TrainingState state() {
    return {progress, {{"weight", weight}}, {{"order", &order}}, *updater, best};
  }

  Progress progress;
  at::Tensor weight;
  at::Generator order = make_generator(1);
  std::unique_ptr<ParameterUpdater> updater;
  std::vector<at::Tensor> best;
};

class CheckpointFile : public ::testing::Test {
 protected:
  Checkpoint checkpoint() const { return Checkpoint(file_, "one"); }
  std::string bytes() const {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "checkpoint.pt";
};

TEST_F(CheckpointFile, BringsEverythingBack) {
  Parts saved(5.0);
  saved.step();
  at::rand({3}, saved.order);
  ASSERT_TRUE(checkpoint().save(saved.state()));
  Parts loaded(7.0);
  ASSERT_TRUE(checkpoint().load(loaded.state()));
  EXPECT_TRUE(at::equal(loaded.weight, saved.weight));
  EXPECT_TRUE(at::equal(at::rand({3}, loaded.order), at::rand({3}, saved.order)));
  EXPECT_EQ(loaded.progress.work.updates, 5);
  saved.step();  // with the velocity of the step before
  loaded.step();
  EXPECT_TRUE(at::equal(loaded.weight, saved.weight));
}

TEST_F(CheckpointFile, ThatDoesNotFitChangesNothing) {
  Parts saved(5.0);
  saved.step();
  saved.order = at::make_generator<ForeignGenerator>();
  ASSERT_TRUE(checkpoint().save(saved.state()));
  Parts kept(7.0);
  EXPECT_FALSE(checkpoint().load(kept.state()));
  EXPECT_EQ(kept.progress.work.updates, 7);
  EXPECT_TRUE(at::equal(kept.weight, at::full({2}, 7.0)));
  kept.step();  // the first: it has no velocity yet
  EXPECT_TRUE(at::equal(kept.weight, at::full({2}, 6.0)));
}

// libtorch's own reader takes a weight of which a bit has flipped.
TEST_F(CheckpointFile, OfWhichAnyByteHasChangedIsNotUsed) {
  Parts saved(5.0);
  ASSERT_TRUE(checkpoint().save(saved.state()));
  const std::string whole = bytes();
  for (std::size_t i = 0; i < whole.size(); i += 7) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    folder_.write("checkpoint.pt", damaged);
    Parts kept(7.0);
    ASSERT_FALSE(checkpoint().load(kept.state())) << "byte " << i;
  }
  folder_.write("checkpoint.pt", whole);
  Parts loaded(7.0);
  EXPECT_TRUE(checkpoint().load(loaded.state()));
}

}  // namespace
}  // namespace wattle::trainer
