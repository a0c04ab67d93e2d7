// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "search/report/profile_words.h"

namespace wattle::search {
namespace {

constexpr std::size_t kGap = 2;
constexpr double kBarWidth = 20.0;

/// Columns: every character here takes one.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::string bar(double share) {
  std::string text;
  for (long i = std::lround(share * kBarWidth); i > 0; --i) text += "█";
  return text;
}

std::string padded(const std::string& text, std::size_t width, bool left) {
  const std::string blanks(width - width_of(text), ' ');
  return left ? text + blanks : blanks + text;
}

std::string table_text(const ProfileTable& table) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < table.heads.size(); ++column) {
    widths.push_back(width_of(table.heads[column]));
    for (const auto& row : table.rows) {
      widths[column] = std::max(widths[column], width_of(row[column]));
    }
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t column = 0; column < cells.size(); ++column) {
      if (column > 0) text += std::string(kGap, ' ');
      text += padded(cells[column], widths[column], column < table.left);
    }
    return text;
  };
  std::string text = line(table.heads) + "\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    text += line(table.rows[row]);
    if (!table.shares.empty()) text += "  " + bar(table.shares[row]);
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n";
  }
  return text;
}

}  // namespace

std::string profile_text(const ProfileReport& report) {
  std::string text;
  for (const std::string& sentence : profile_sentences(report)) text += sentence + "\n";
  return text + "\n" + table_text(layers_table(report.profile)) + "\n" +
         table_text(kinds_table(report.profile)) + "\n" +
         table_text(inference_table(report.profile));
}

}  // namespace wattle::search
