// SPDX-License-Identifier: MIT
#include "search/dataset/download.h"

#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <fstream>
#include <iterator>

#include "search/dataset/part_file.h"
#include "tests/search/dataset/server.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

/// 300,000 bytes without a period that a mistake could hide in.
const std::string& content() {
  static const std::string bytes = [] {
    std::string made;
    for (std::uint32_t i = 0; i < 300000; ++i) made += static_cast<char>(i * 2654435761U >> 24U);
    return made;
  }();
  return bytes;
}

constexpr std::size_t kHalf = 150000;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

class Download : public ::testing::Test {
 protected:
  RemoteFile file(const std::string& origin, const std::string& path = "/data.bin") const {
    return {origin + path, sha256_of(content()), static_cast<std::int64_t>(content().size())};
  }
  Result<void> get(const RemoteFile& file) const { return download(file, target_, quiet_); }
  fs::path part() const { return target_.string() + ".part"; }
  void leave_part(const std::string& bytes) const {
    std::ofstream(part(), std::ios::binary) << bytes;
  }

  test::TemporaryDirectory folder_;
  fs::path target_ = folder_.path() / "data.bin";
  DownloadProgress quiet_ = [](const RemoteFile&, std::int64_t, std::int64_t) {};
  TestServer server_;
};

void serve_whole(httplib::Server& server) {
  server.Get("/data.bin", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(content(), "application/octet-stream");
  });
}

/// Promises everything and hangs up halfway.
void serve_half(httplib::Server& server) {
  server.Get("/data.bin", [](const httplib::Request&, httplib::Response& response) {
    response.set_content_provider(content().size(), "application/octet-stream",
                                  [](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                    if (offset < kHalf)
                                      sink.write(content().data() + offset, kHalf - offset);
                                    return false;
                                  });
  });
}

TEST_F(Download, WritesTheFile) {
  serve_whole(server_.routes());
  const auto done = get(file(server_.start()));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
  EXPECT_FALSE(fs::exists(part()));
  EXPECT_THAT(server_.ranges(), ElementsAre(""));
}

TEST_F(Download, TellsHowFarItIs) {
  serve_whole(server_.routes());
  std::int64_t last = 0;
  const auto done = download(file(server_.start()), target_,
                             [&](const RemoteFile&, std::int64_t bytes, std::int64_t total) {
                               EXPECT_GT(bytes, last);
                               EXPECT_EQ(total, 300000);
                               last = bytes;
                             });
  ASSERT_TRUE(done);
  EXPECT_EQ(last, 300000);
}

TEST_F(Download, ThatBreaksOffKeepsWhatCame) {
  serve_half(server_.routes());
  const auto done = get(file(server_.start()));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kIo);
  EXPECT_THAT(done.error().message, HasSubstr("broke off after 150000 of 300000 bytes"));
  EXPECT_FALSE(fs::exists(target_));
  EXPECT_EQ(text_of(part()), content().substr(0, kHalf));
}

TEST_F(Download, GoesOnWhereItBrokeOff) {
  leave_part(content().substr(0, kHalf));
  serve_whole(server_.routes());
  const auto done = get(file(server_.start()));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
  EXPECT_THAT(server_.ranges(), ElementsAre("bytes=150000-"));
}

TEST_F(Download, BeginsAgainWhereTheServerKnowsNoRanges) {
  leave_part(content().substr(0, kHalf));
  server_.routes().Get("/data.bin", [](const httplib::Request&, httplib::Response& response) {
    response.set_chunked_content_provider("application/octet-stream",
                                          [](std::size_t, httplib::DataSink& sink) {
                                            sink.write(content().data(), content().size());
                                            sink.done();
                                            return true;
                                          });
    response.status = 200;
  });
  const auto done = get(file(server_.start()));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
  EXPECT_THAT(server_.ranges(), ElementsAre("bytes=150000-"));
}

TEST_F(Download, AsksForNothingWhenThePartIsComplete) {
  leave_part(content());
  const auto done = get(file("http://127.0.0.1:1"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
}

TEST_F(Download, ForgetsAPartThatIsTooLong) {
  leave_part(content() + "more");
  serve_whole(server_.routes());
  const auto done = get(file(server_.start()));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(server_.ranges(), ElementsAre(""));
}

TEST_F(Download, RefusesBytesWithAnotherHashAndKeepsNone) {
  serve_whole(server_.routes());
  RemoteFile wanted = file(server_.start());
  wanted.sha256 = std::string(64, '0');
  const auto done = get(wanted);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(done.error().message, HasSubstr(sha256_of(content())));
  EXPECT_FALSE(fs::exists(target_));
  EXPECT_EQ(fs::file_size(part()), 0U);
}

TEST_F(Download, RecoversFromAWrongPart) {
  leave_part(std::string(kHalf, 'x'));
  serve_whole(server_.routes());
  const RemoteFile wanted = file(server_.start());
  EXPECT_FALSE(get(wanted));
  const auto done = get(wanted);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
}

TEST_F(Download, RefusesAFileThatIsLonger) {
  serve_whole(server_.routes());
  RemoteFile wanted = file(server_.start());
  wanted.bytes = 1000;
  const auto done = get(wanted);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(done.error().message, HasSubstr("longer than the 1000 bytes"));
}

TEST_F(Download, OfNoFileIsNotFound) {
  const auto done = get(file(server_.start()));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(done.error().message, HasSubstr("404"));
}

TEST_F(Download, SaysWhatTheServerAnswers) {
  server_.routes().Get("/data.bin", [](const httplib::Request&, httplib::Response& response) {
    response.status = 503;
  });
  const auto done = get(file(server_.start()));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kIo);
  EXPECT_THAT(done.error().message, HasSubstr("503"));
}

TEST_F(Download, WithoutAServerIsUnavailable) {
  const auto done = get(file("http://127.0.0.1:1"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(done.error().message, HasSubstr("http://127.0.0.1:1: cannot be reached"));
}

TEST_F(Download, FollowsRedirections) {
  serve_whole(server_.routes());
  server_.routes().Get("/moved", [](const httplib::Request&, httplib::Response& response) {
    response.set_redirect("/data.bin");
  });
  leave_part(content().substr(0, kHalf));
  const auto done = get(file(server_.start(), "/moved"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
  EXPECT_THAT(server_.ranges(), ElementsAre("bytes=150000-", "bytes=150000-"));
}

TEST_F(Download, FollowsNoEndlessRedirection) {
  server_.routes().Get("/data.bin", [](const httplib::Request&, httplib::Response& response) {
    response.set_redirect("/data.bin");
  });
  const auto done = get(file(server_.start()));
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("redirected too often"));
  EXPECT_EQ(server_.ranges().size(), 6U);
}

TEST_F(Download, IsRefusedWhileAnotherProcessIsAtIt) {
  const auto other = PartFile::open(part());
  ASSERT_TRUE(other);
  const auto done = get(file("http://127.0.0.1:1"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kLocked);
}

/// A server whose certificate nobody vouches for.
std::unique_ptr<httplib::Server> untrusted_server() {
  constexpr unsigned kBits = 2048;
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_RSA_gen(kBits), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return std::make_unique<httplib::SSLServer>(certificate.get(), key.get());
}

TEST_F(Download, RefusesACertificateThatNobodyVouchesFor) {
  TestServer secure(untrusted_server());
  serve_whole(secure.routes());
  const auto done = get(file(secure.start("https")));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(done.error().message, HasSubstr("vouches for its certificate"));
  EXPECT_TRUE(secure.ranges().empty()) << "the request was sent all the same";
}

TEST_F(Download, RefusesAnAddressThatIsNone) {
  for (const char* url : {"ftp://host/data.bin", "data.bin", "https:///data.bin"}) {
    const auto done = get({url, std::string(64, '0'), 1});
    ASSERT_FALSE(done) << url;
    EXPECT_EQ(done.error().code, ErrorCode::kIo) << url;
  }
}

}  // namespace
}  // namespace wattle::search
