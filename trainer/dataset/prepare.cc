// SPDX-License-Identifier: MIT
#include "trainer/dataset/prepare.h"

#include <cmath>
#include <utility>
#include <vector>

#include "trainer/dataset/tokens.h"

namespace wattle::trainer {
namespace {

Result<void> impute(Dataset& dataset, const Split& split) {
  const std::size_t width = dataset.input_names.size();
  std::vector<double> sums(width);
  std::vector<std::int64_t> counts(width);
  for (const std::int64_t number : split.train) {
    const float* row = dataset.values.data() + static_cast<std::size_t>(number) * width;
    for (std::size_t i = 0; i < width; ++i) {
      if (!std::isnan(row[i])) {
        sums[i] += row[i];
        ++counts[i];
      }
    }
  }
  for (std::int64_t number = 0; number < dataset.size(); ++number) {
    float* row = dataset.values.data() + static_cast<std::size_t>(number) * width;
    for (std::size_t i = 0; i < width; ++i) {
      if (!std::isnan(row[i])) {
        continue;
      }
      if (counts[i] == 0) {
        return fail(ErrorCode::kCorrupt,
                    dataset.name + ": the training part has no value of \"" +
                        dataset.input_names[i] + "\" to take the mean of",
                    "list the column in \"ignore\"");
      }
      row[i] = static_cast<float>(sums[i] / static_cast<double>(counts[i]));
    }
  }
  return {};
}

void number_tokens(Examples& examples, const TextSource& source, const Split& split) {
  Dataset& dataset = examples.dataset;
  const Vocabulary vocabulary(examples.texts, split.train, source.tokens, source.vocabulary);
  dataset.input_names = vocabulary.tokens();
  dataset.input.vocabulary = static_cast<std::int64_t>(vocabulary.tokens().size());
  dataset.tokens.resize(examples.texts.size() * static_cast<std::size_t>(source.length));
  for (std::size_t i = 0; i < examples.texts.size(); ++i) {
    vocabulary.encode(examples.texts[i], source.length,
                      dataset.tokens.data() + i * static_cast<std::size_t>(source.length));
  }
}

}  // namespace

Result<Dataset> fitted(Examples examples, const DataOptions& options, const Split& split) {
  if (const auto* source = std::get_if<TextSource>(&options.source)) {
    number_tokens(examples, *source, split);
  }
  const auto* table = std::get_if<CsvSource>(&options.source);
  if (table != nullptr && table->impute) {
    if (auto done = impute(examples.dataset, split); !done) {
      return tl::unexpected(done.error());
    }
  }
  return std::move(examples.dataset);
}

}  // namespace wattle::trainer
