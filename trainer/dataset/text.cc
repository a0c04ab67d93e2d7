// SPDX-License-Identifier: MIT
#include "trainer/dataset/text.h"

#include <system_error>
#include <utility>

#include "energy/text/utf8.h"
#include "trainer/dataset/csv_columns.h"
#include "trainer/dataset/file.h"
#include "trainer/dataset/folder.h"
#include "trainer/dataset/tokens.h"

namespace wattle::trainer {
namespace {

std::string empty_text(TokenKind tokens) {
  return tokens == TokenKind::kWords ? ": holds no word" : ": holds no character";
}

Result<Examples> read_text_folder(const std::filesystem::path& folder, const TextSource& source) {
  auto found = list_labelled_files(folder, {".txt"});
  if (!found) {
    return tl::unexpected(found.error());
  }
  Examples examples;
  examples.texts.reserve(found->files.size());
  for (const std::filesystem::path& file : found->files) {
    const auto bytes = read_file(file);
    if (!bytes) {
      return tl::unexpected(bytes.error());
    }
    std::string text(bytes->begin(), bytes->end());
    if (const std::size_t end = end_of_utf8(text); end < text.size()) {
      return fail(ErrorCode::kCorrupt,
                  file.string() + ": the byte at offset " + std::to_string(end) + " is no UTF-8");
    }
    if (tokens_of(text, source.tokens).empty()) {
      return fail(ErrorCode::kCorrupt, file.string() + empty_text(source.tokens));
    }
    examples.texts.push_back(std::move(text));
  }
  examples.dataset.targets = {std::move(found->target)};
  return examples;
}

Result<Examples> read_text_table(const std::filesystem::path& path, const TextSource& source,
                                 const std::vector<std::string>& more_targets) {
  if (source.target.empty()) {
    return fail(ErrorCode::kInvalidArgument,
                "data.target: is missing; it names the column of the classes in " + path.string());
  }
  const auto table = read_csv(path);
  if (!table) {
    return tl::unexpected(table.error());
  }
  Examples examples;
  std::vector<std::string> names = {source.target};
  names.insert(names.end(), more_targets.begin(), more_targets.end());
  for (const std::string& name : names) {
    auto target =
        find_column(path, *table, name, name == source.target ? "data.target" : "data.targets")
            .and_then([&](std::size_t column) { return read_target(path, *table, column); });
    if (!target) {
      return tl::unexpected(target.error());
    }
    examples.dataset.targets.push_back(std::move(*target));
  }
  const auto column = find_column(path, *table, source.column, "data.column");
  if (!column) {
    return tl::unexpected(column.error());
  }
  for (std::size_t row = 0; row < table->rows(); ++row) {
    examples.texts.emplace_back(table->cell(row, *column));
    if (tokens_of(examples.texts.back(), source.tokens).empty()) {
      return fail(ErrorCode::kCorrupt,
                  place_of(path, *table, row, *column) + empty_text(source.tokens));
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
                "data.target: " + path.string() +
                    " is a folder, whose only target is the class that a file's folder names");
  }
  auto examples =
      folder ? read_text_folder(path, source) : read_text_table(path, source, more_targets);
  if (examples) {
    Dataset& dataset = examples->dataset;
    dataset.name = path.stem().string();
    dataset.input.kind = InputKind::kTokens;
    dataset.input.shape = {source.length};
    dataset.own_test_begin = dataset.size();
  }
  return examples;
}

}  // namespace wattle::trainer
