// SPDX-License-Identifier: MIT
#include "search/dataset/download.h"

#include <httplib.h>

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "search/dataset/part_file.h"

namespace wattle::search {
namespace {

constexpr int kMostRedirects = 5;
constexpr int kConnectSeconds = 20;
constexpr int kSilenceSeconds = 60;
constexpr int kOk = 200;
constexpr int kPartialContent = 206;
constexpr int kNotFoundStatus = 404;
constexpr int kGone = 410;
constexpr int kRangeNotSatisfiable = 416;

constexpr const char* kGoOn = "the same command goes on where it stopped";

struct Url {
  std::string origin;  ///< "https://host:port"
  std::string path;    ///< "/a/b?c"

  bool is_secure() const { return origin.starts_with("https://"); }
};

std::optional<Url> parse_url(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return std::nullopt;
  const std::string name = url.substr(0, scheme);
  const std::size_t slash = url.find('/', scheme + 3);
  if ((name != "https" && name != "http") || slash == scheme + 3) return std::nullopt;
  if (slash == std::string::npos) return Url{url, "/"};
  return Url{url.substr(0, slash), url.substr(slash)};
}

/// Where a redirection leads; nothing when it is no place to go.
std::optional<Url> redirected(const Url& from, const std::string& location) {
  if (location.rfind('/', 0) == 0 && location.rfind("//", 0) != 0) {
    return Url{from.origin, location};
  }
  std::optional<Url> to = parse_url(location);
  if (to && from.is_secure() && !to->is_secure()) return std::nullopt;
  return to;
}

std::string why_lost(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
      return "there is no connection";
    case httplib::Error::SSLServerVerification:
      return "nobody that this system trusts vouches for its certificate";
    case httplib::Error::SSLLoadingCerts:
      return "this system has no certificates to check it by (package ca-certificates)";
    default:
      return httplib::to_string(error) + " error";
  }
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc() ? std::optional<std::int64_t>(value) : std::nullopt;
}

/// The first byte of "bytes 100-199/200".
std::optional<std::int64_t> range_begin(std::string_view content_range) {
  constexpr std::string_view kUnit = "bytes ";
  if (content_range.substr(0, kUnit.size()) != kUnit) return std::nullopt;
  return whole_number(content_range.substr(kUnit.size()));
}

/// Of the whole file, if the server says it.
std::optional<std::int64_t> whole_size(const httplib::Response& response) {
  if (response.status == kOk) return whole_number(response.get_header_value("Content-Length"));
  const std::string range = response.get_header_value("Content-Range");
  const std::size_t slash = range.find('/');
  return slash == std::string::npos ? std::nullopt
                                    : whole_number(std::string_view(range).substr(slash + 1));
}

/// One request, and what came of it.
class Transfer {
 public:
  Transfer(const RemoteFile& file, PartFile& part, const DownloadProgress& progress)
      : file_(file), part_(part), progress_(progress) {}

  void run(const Url& url) {
    httplib::Client client(url.origin);
    client.set_connection_timeout(kConnectSeconds);
    client.set_read_timeout(kSilenceSeconds);
    client.enable_server_certificate_verification(true);
    client.set_decompress(false);
    httplib::Headers headers = {{"Accept-Encoding", "identity"}, {"User-Agent", "wattle"}};
    if (part_.size() > 0) {
      headers.emplace("Range", "bytes=" + std::to_string(part_.size()) + "-");
    }
    const httplib::Result answer = client.Get(
        url.path, headers, [this](const httplib::Response& response) { return begin(response); },
        [this](const char* data, std::size_t count) { return receive(data, count); });
    if (status == 0) lost = why_lost(answer.error());
  }

  int status = 0;
  std::string location;
  std::string lost;  ///< why there was no answer at all
  std::optional<Error> failure;

 private:
  /// Whether the body is wanted.
  bool begin(const httplib::Response& response) {
    status = response.status;
    location = response.get_header_value("Location");
    if (status != kOk && status != kPartialContent) return false;
    if (const auto size = whole_size(response); size && *size != file_.bytes) {
      return refuse("has " + std::to_string(*size) + " bytes, but the file that Wattle knows has " +
                    std::to_string(file_.bytes));
    }
    if (status == kPartialContent) {
      if (range_begin(response.get_header_value("Content-Range")) == part_.size()) return true;
      return stop(
          {ErrorCode::kIo, file_.url + ": the server sends another part than asked for", {}});
    }
    const Result<void> cleared = part_.clear();  // the whole file comes
    return cleared || stop(cleared.error());
  }

  bool receive(const char* data, std::size_t count) {
    if (part_.size() + static_cast<std::int64_t>(count) > file_.bytes) {
      return refuse("is longer than the " + std::to_string(file_.bytes) +
                    " bytes of the file that Wattle knows");
    }
    const Result<void> written = part_.append(data, count);
    if (!written) return stop(written.error());
    progress_(file_, part_.size(), file_.bytes);
    return true;
  }

  /// Another file than the one that is wanted: nothing of it is kept.
  bool refuse(const std::string& what) {
    const Result<void> cleared = part_.clear();
    return stop(cleared ? Error{ErrorCode::kCorrupt, file_.url + ": " + what, {}}
                        : cleared.error());
  }

  bool stop(Error error) {
    failure = std::move(error);
    return false;
  }

  const RemoteFile& file_;
  PartFile& part_;
  const DownloadProgress& progress_;
};

tl::unexpected<Error> refused(const RemoteFile& file, int status) {
  const bool gone = status == kNotFoundStatus || status == kGone;
  return fail(gone ? ErrorCode::kNotFound : ErrorCode::kIo,
              file.url + ": the server answers " + std::to_string(status));
}

/// Fills the part, over as many redirections as are allowed.
Result<void> fill(const RemoteFile& file, PartFile& part, const DownloadProgress& progress) {
  std::optional<Url> url = parse_url(file.url);
  for (int redirects = 0; url && redirects <= kMostRedirects; ++redirects) {
    Transfer transfer(file, part, progress);
    transfer.run(*url);
    if (transfer.failure) return tl::unexpected(*transfer.failure);
    if (transfer.status == 0) {
      return fail(ErrorCode::kUnavailable, url->origin + ": cannot be reached: " + transfer.lost,
                  kGoOn);
    }
    if (transfer.status == kRangeNotSatisfiable && part.size() > 0) {
      if (auto cleared = part.clear(); !cleared) return cleared;
      continue;
    }
    if (!is_redirect(transfer.status)) {
      const bool sent = transfer.status == kOk || transfer.status == kPartialContent;
      if (!sent) return refused(file, transfer.status);
      return {};
    }
    url = redirected(*url, transfer.location);
  }
  return fail(ErrorCode::kIo, file.url + (url ? ": is redirected too often"
                                              : ": is no address, or redirected to none by HTTPS"));
}

Result<void> check(const RemoteFile& file, PartFile& part) {
  if (part.size() < file.bytes) {
    return fail(ErrorCode::kIo,
                file.url + ": broke off after " + std::to_string(part.size()) + " of " +
                    std::to_string(file.bytes) + " bytes",
                kGoOn);
  }
  const Result<std::string> digest = part.sha256();
  if (!digest) return tl::unexpected(digest.error());
  if (*digest == file.sha256) return {};
  if (auto cleared = part.clear(); !cleared) return cleared;
  return fail(ErrorCode::kCorrupt,
              file.url + ": has SHA-256 " + *digest + ", expected " + file.sha256,
              "nothing of it was kept");
}

}  // namespace

Result<void> download(const RemoteFile& file, const std::filesystem::path& target,
                      const DownloadProgress& progress) {
  Result<PartFile> part = PartFile::open(target.string() + ".part");
  if (!part) return tl::unexpected(part.error());
  if (part->size() > file.bytes) {
    if (auto cleared = part->clear(); !cleared) return cleared;
  }
  if (part->size() < file.bytes) {
    if (auto filled = fill(file, *part, progress); !filled) return filled;
  }
  return check(file, *part).and_then([&] { return part->rename_to(target); });
}

}  // namespace wattle::search
