// SPDX-License-Identifier: MIT
// A file to download, and a server that has it.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "search/dataset/download.h"
#include "tests/search/dataset/server.h"
#include "tests/support/file_text.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {

/// 300,000 bytes without a period that a mistake could hide in.
inline const std::string& content() {
  static const std::string bytes = [] {
    std::string made;
    for (std::uint32_t i = 0; i < 300000; ++i) made += static_cast<char>(i * 2654435761U >> 24U);
    return made;
  }();
  return bytes;
}

inline constexpr std::size_t kHalf = 150000;

class DownloadTest : public ::testing::Test {
 protected:
  RemoteFile file(const std::string& origin, const std::string& path = "/data.bin") const {
    return {origin + path, sha256_of(content()), static_cast<std::int64_t>(content().size())};
  }
  Result<void> get(const RemoteFile& file) const { return download(file, target_, quiet_); }
  std::filesystem::path part() const { return target_.string() + ".part"; }
  void leave_part(const std::string& bytes) const {
    std::ofstream(part(), std::ios::binary) << bytes;
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path target_ = folder_.path() / "data.bin";
  DownloadProgress quiet_ = [](const RemoteFile&, std::int64_t, std::int64_t) {};
  TestServer server_;
};

inline void serve_whole(httplib::Server& server) {
  server.Get("/data.bin", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(content(), "application/octet-stream");
  });
}

}  // namespace wattle::search
