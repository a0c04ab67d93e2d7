// SPDX-License-Identifier: MIT
#include "trainer/whole_file.h"

#include <fstream>
#include <system_error>

namespace wattle::trainer {

Result<void> write_whole(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::path partial = path;
  partial += ".partial";
  std::ofstream out(partial, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (!out.fail()) {
    std::filesystem::rename(partial, path, error);
  }
  if (out.fail() || error) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    return fail(ErrorCode::kIo, path.string() + ": cannot be written" +
                                    (error ? ": " + error.message() : std::string()));
  }
  return {};
}

}  // namespace wattle::trainer
