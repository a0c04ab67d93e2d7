// SPDX-License-Identifier: MIT
// The binary format of CIFAR-10 and CIFAR-100 [Krizhevsky2009], gzip or plain.
//
// A file is a sequence of records: the label (CIFAR-10), or the coarse and then the fine label
// (CIFAR-100), one byte each, then 3,072 bytes: 32 x 32 red, then green, then blue, row by row.
// The format has neither header nor checksum: only its length and labels can be held against it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

enum class Cifar {
  k10,   ///< one target, "class"
  k100,  ///< "fine" of 100 classes, then "coarse" of 20
};

/// `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`, or `train.bin` and `test.bin`.
/// Failures: those of read_file and of append_cifar.
Result<Dataset> read_cifar(Cifar which, const std::filesystem::path& folder);

/// A set without examples.
Dataset empty_cifar(Cifar which);
/// Adds the records of a file to a set that empty_cifar made; `path` is for the message. Failure:
/// kCorrupt naming the file and the offset (unpacked): no record, half a record, a label out of
/// range; the set is then as it was.
Result<void> append_cifar(const std::vector<std::uint8_t>& bytes, const std::filesystem::path& path,
                          Dataset& dataset);

}  // namespace wattle::trainer
