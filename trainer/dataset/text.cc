// SPDX-License-Identifier: MIT
#include "trainer/dataset/text.h"

#include <string_view>
#include <system_error>
#include <utility>

#include "energy/text/utf8.h"
#include "trainer/dataset/csv_columns.h"
#include "trainer/dataset/file.h"
#include "trainer/dataset/folder.h"
#include "trainer/dataset/tokens.h"

namespace wattle::trainer {
namespace {

// Unpacked, of one text. A heuristic: it is a thousand times what a training looks at.
constexpr std::size_t kLargestText = std::size_t{1} << 26U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string empty_text(TokenKind tokens) {
  return tokens == TokenKind::kWords ? "holds no word" : "holds no character";
}

Result<std::string> read_text_file(const std::filesystem::path& file, TokenKind tokens) {
  const auto bytes = read_file(file, kLargestText);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  std::string text(bytes->begin(), bytes->end());
  if (const std::size_t end = end_of_utf8(text); end < text.size()) {
    return corrupt(file, "the byte at offset " + std::to_string(end) + " is no UTF-8");
  }
  if (text.starts_with(kByteOrderMark)) {
    text.erase(0, kByteOrderMark.size());
  }
  if (!has_token(text, tokens)) {
    return corrupt(file, empty_text(tokens));
  }
  return text;
}

Result<Examples> read_text_folder(const std::filesystem::path& folder, const TextSource& source) {
  auto found = list_labelled_files(folder, {".txt"});
  if (!found) {
    return tl::unexpected(found.error());
  }
  Examples examples;
  examples.texts.reserve(found->files.size());
  for (const std::filesystem::path& file : found->files) {
    auto text = read_text_file(file, source.tokens);
    if (!text) {
      return tl::unexpected(text.error());
    }
    examples.texts.push_back(std::move(*text));
  }
  examples.dataset.targets = {std::move(found->target)};
  return examples;
}

Result<Examples> read_text_table(const std::filesystem::path& path, const TextSource& source,
                                 const std::vector<std::string>& more_targets) {
  const auto table = read_csv(path);
  if (!table) {
    return tl::unexpected(table.error());
  }
  if (source.target.empty()) {
    return fail(ErrorCode::kInvalidArgument, std::string(kTarget) +
                                                 ": is missing; it names the column of the "
                                                 "classes in " +
                                                 path.string());
  }
  auto targets = read_targets(path, *table, source.target, more_targets);
  if (!targets) {
    return tl::unexpected(targets.error());
  }
  Examples examples;
  examples.dataset.targets = std::move(*targets);
  const auto column = find_column(path, *table, source.column, "data.column");
  if (!column) {
    return tl::unexpected(column.error());
  }
  for (std::size_t row = 0; row < table->rows(); ++row) {
    examples.texts.emplace_back(table->cell(row, *column));
    if (!has_token(examples.texts.back(), source.tokens)) {
      return fail(ErrorCode::kCorrupt,
                  place_of(path, *table, row, *column) + ": " + empty_text(source.tokens));
    }
  }
  return examples;
}

}  // namespace

Result<Examples> read_texts(const std::filesystem::path& path, const TextSource& source,
                            const std::vector<std::string>& more_targets) {
  std::error_code ignored;
  const bool folder = std::filesystem::is_directory(path, ignored);
  if (folder && (!source.target.empty() || !more_targets.empty())) {
    return fail(ErrorCode::kInvalidArgument,
                std::string(kTarget) + ": " + path.string() +
                    " is a folder, whose only target is the class that a file's folder names");
  }
  auto examples =
      folder ? read_text_folder(path, source) : read_text_table(path, source, more_targets);
  if (examples) {
    Dataset& dataset = examples->dataset;
    dataset.name = folder ? folder_name(path) : path.stem().string();
    dataset.input.kind = InputKind::kTokens;
    dataset.input.shape = {source.length};
    dataset.own_test_begin = dataset.size();
  }
  return examples;
}

}  // namespace wattle::trainer
