// SPDX-License-Identifier: MIT
#include "trainer/dataset/cifar.h"

#include <array>
#include <sstream>
#include <string>

#include "trainer/dataset/file.h"

namespace wattle::trainer {
namespace {

constexpr std::int64_t kSide = 32;
constexpr std::size_t kPixels = std::size_t{3} * kSide * kSide;
// Those of the longest file, train.bin of CIFAR-100.
constexpr std::size_t kMostRecords = 50000;

// In the order of the sets' labels.
constexpr const char* kTenClasses = "airplane automobile bird cat deer dog frog horse ship truck";
constexpr const char* kCoarseClasses =
    "aquatic_mammals fish flowers food_containers fruit_and_vegetables "
    "household_electrical_devices household_furniture insects large_carnivores "
    "large_man-made_outdoor_things large_natural_outdoor_scenes "
    "large_omnivores_and_herbivores medium_mammals non-insect_invertebrates people "
    "reptiles small_mammals trees vehicles_1 vehicles_2";
constexpr const char* kFineClasses =
    "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge "
    "bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud "
    "cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl "
    "hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man "
    "maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree "
    "pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray "
    "road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel "
    "streetcar sunflower sweet_pepper table tank telephone television tiger tractor train "
    "trout tulip turtle wardrobe whale willow_tree wolf woman worm";

std::vector<std::string> words(const char* text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

/// The target of a record's label at `place`. The last one stands first: coarse before fine.
const Target& target_at(const Dataset& dataset, std::size_t place) {
  return dataset.targets[dataset.targets.size() - 1 - place];
}

/// A file is whole records, and each label has a class.
Result<void> check_records(const std::vector<std::uint8_t>& bytes,
                           const std::filesystem::path& path, const Dataset& dataset) {
  const std::size_t labels = dataset.targets.size();
  const std::size_t record = labels + kPixels;
  if (bytes.empty() || bytes.size() % record != 0) {
    return corrupt(path, "ends at offset " + std::to_string(bytes.size()) +
                             (bytes.empty() ? ", before any record of " : ", inside a record of ") +
                             std::to_string(record) + " bytes");
  }
  for (std::size_t offset = 0; offset < bytes.size(); offset += record) {
    for (std::size_t i = 0; i < labels; ++i) {
      const std::size_t classes = target_at(dataset, i).classes.size();
      if (const std::uint8_t label = bytes[offset + i]; label >= classes) {
        return corrupt(path, "the label at offset " + std::to_string(offset + i) + " is " +
                                 std::to_string(label) + ", expected 0 to " +
                                 std::to_string(classes - 1));
      }
    }
  }
  return {};
}

Result<void> append_file(const std::filesystem::path& file, Dataset& dataset) {
  const std::filesystem::path path = packed_or_plain(file);
  return read_file(path, kMostRecords * (dataset.targets.size() + kPixels))
      .and_then([&](const std::vector<std::uint8_t>& bytes) {
        return append_cifar(bytes, path, dataset);
      });
}

}  // namespace

Dataset empty_cifar(Cifar which) {
  Dataset dataset;
  dataset.name = which == Cifar::k10 ? "cifar10" : "cifar100";
  dataset.input.shape = {3, kSide, kSide};
  dataset.divisor = kBrightestByte;
  if (which == Cifar::k10) {
    dataset.targets = {{"class", words(kTenClasses), {}}};
  } else {
    dataset.targets = {{"fine", words(kFineClasses), {}}, {"coarse", words(kCoarseClasses), {}}};
  }
  return dataset;
}

Result<void> append_cifar(const std::vector<std::uint8_t>& bytes, const std::filesystem::path& path,
                          Dataset& dataset) {
  if (auto sound = check_records(bytes, path, dataset); !sound) {
    return sound;
  }
  const std::size_t labels = dataset.targets.size();
  const std::size_t record = labels + kPixels;
  const std::size_t records = bytes.size() / record;
  dataset.bytes.reserve(dataset.bytes.size() + records * kPixels);
  for (std::size_t offset = 0; offset < bytes.size(); offset += record) {
    for (std::size_t i = 0; i < labels; ++i) {
      dataset.targets[labels - 1 - i].labels.push_back(bytes[offset + i]);
    }
    const auto pixels = bytes.begin() + static_cast<std::ptrdiff_t>(offset + labels);
    dataset.bytes.insert(dataset.bytes.end(), pixels, pixels + kPixels);
  }
  return {};
}

Result<Dataset> read_cifar(Cifar which, const std::filesystem::path& folder) {
  const bool ten = which == Cifar::k10;
  const std::vector<std::string> train =
      ten ? words("data_batch_1 data_batch_2 data_batch_3 data_batch_4 data_batch_5")
          : words("train");
  Dataset dataset = empty_cifar(which);
  for (const std::string& name : train) {
    if (auto done = append_file(folder / (name + ".bin"), dataset); !done) {
      return tl::unexpected(done.error());
    }
  }
  dataset.own_test_begin = dataset.size();
  if (auto done = append_file(folder / (ten ? "test_batch.bin" : "test.bin"), dataset); !done) {
    return tl::unexpected(done.error());
  }
  return dataset;
}

}  // namespace wattle::trainer
