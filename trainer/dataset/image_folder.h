// SPDX-License-Identifier: MIT
// PNG and JPEG files as examples.
#pragma once

#include <filesystem>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/dataset/options.h"

namespace wattle::trainer {

/// The images of `folder` (folder.h), brought to source.size as resized() does and to one number of
/// channels. Failures: those of list_labelled_files and read_image; kCorrupt, naming both files,
/// when two images differ in size and source.size is empty.
Result<Dataset> read_image_folder(const std::filesystem::path& folder, const ImageSource& source);

}  // namespace wattle::trainer
