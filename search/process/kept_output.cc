// SPDX-License-Identifier: MIT
#include "search/process/kept_output.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

namespace wattle::search {

KeptOutput::KeptOutput(std::filesystem::path file) : file_(std::move(file)) {
  std::error_code ignored;
  if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

KeptOutput::~KeptOutput() {
  const std::uint64_t rest = total_ - written_;
  if (rest == 0) return;
  const std::uint64_t kept = std::min<std::uint64_t>({rest, end_.size(), kPart});
  if (kept < rest) write("\n[... " + std::to_string(rest - kept) + " bytes left out ...]\n");
  write(std::string_view(end_).substr(end_.size() - static_cast<std::size_t>(kept)));
}

void KeptOutput::add(std::string_view bytes) {
  total_ += bytes.size();
  end_ += bytes;
  // Cut now and then only, so that a byte is moved once on average.
  if (end_.size() > 2 * kPart) end_.erase(0, end_.size() - kPart);
  if (written_ >= kPart || file_.empty()) return;
  const std::string_view beginning = bytes.substr(0, kPart - written_);
  write(beginning);
  written_ += beginning.size();
}

void KeptOutput::write(std::string_view bytes) {
  if (file_.empty()) return;
  if (!out_.is_open()) {
    std::error_code failed;
    std::filesystem::create_directories(file_.parent_path(), failed);
    out_.open(file_, std::ios::binary);
  }
  out_ << bytes << std::flush;
}

std::string KeptOutput::last_lines(std::size_t count, std::size_t longest) const {
  std::string lines;
  std::string_view rest = std::string_view(end_).substr(end_.size() - std::min(end_.size(), kPart));
  while (count > 0 && !rest.empty()) {
    const std::size_t newline = rest.rfind('\n');
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    std::string line = printable(rest.substr(begin));
    rest = rest.substr(0, newline == std::string_view::npos ? 0 : newline);
    if (line.find_first_not_of(' ') == std::string::npos) continue;
    if (!lines.empty()) line.append(" | ").append(lines);
    lines = std::move(line);
    if (lines.size() > longest) {
      return printable("..." + lines.substr(lines.size() - longest));
    }
    --count;
  }
  return lines;
}

std::string printable(std::string_view text) {
  using nlohmann::json;
  // Written as JSON and read back: what is no UTF-8 is replaced on the way.
  const std::string quoted =
      json(std::string(text)).dump(-1, ' ', false, json::error_handler_t::replace);
  auto clean = json::parse(quoted).get<std::string>();
  std::ranges::replace_if(
      clean, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, ' ');
  while (!clean.empty() && clean.back() == ' ') clean.pop_back();
  return clean;
}

}  // namespace wattle::search
