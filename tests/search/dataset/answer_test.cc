// SPDX-License-Identifier: MIT
// What a server may answer to a request for a file, or for the rest of one.
#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>

#include "tests/search/dataset/download_fixture.h"

namespace wattle::search {
namespace {

using test::text_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class Answer : public DownloadTest {
 protected:
  void redirect_to(httplib::Server& server, const std::string& address) {
    server.Get("/moved", [address](const httplib::Request&, httplib::Response& response) {
      response.set_redirect(address);
    });
  }
};

TEST_F(Answer, MayBeARedirection) {
  serve_whole(server_.routes());
  redirect_to(server_.routes(), "/data.bin");
  leave_part(content().substr(0, kHalf));
  const auto done = get(file(server_.start(), "/moved"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
  EXPECT_THAT(server_.ranges(), ElementsAre("bytes=150000-", "bytes=150000-"));
}

TEST_F(Answer, MayBeNoEndlessRedirection) {
  server_.routes().Get("/data.bin", [](const httplib::Request&, httplib::Response& response) {
    response.set_redirect("/data.bin");
  });
  const auto done = get(file(server_.start()));
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("redirected too often"));
  EXPECT_EQ(server_.ranges().size(), 6U);
}

TEST_F(Answer, MayLeadToAnotherHost) {
  TestServer other;
  serve_whole(other.routes());
  redirect_to(server_.routes(), other.start() + "/data.bin");
  const auto done = get(file(server_.start(), "/moved"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
  EXPECT_EQ(server_.ranges().size(), 1U);
  EXPECT_EQ(other.ranges().size(), 1U);
}

// 416: the server has not even as much as the part.
TEST_F(Answer, OfNoSuchRangeBeginsAgain) {
  leave_part(content().substr(0, kHalf));
  server_.routes().Get("/data.bin",
                       [](const httplib::Request& request, httplib::Response& response) {
                         if (request.has_header("Range")) {
                           response.status = 416;
                         } else {
                           response.set_content(content(), "application/octet-stream");
                         }
                       });
  const auto done = get(file(server_.start()));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
  EXPECT_THAT(server_.ranges(), ElementsAre("bytes=150000-", ""));
}

TEST_F(Answer, OfAnotherPartIsRefusedAndThePartKept) {
  leave_part(content().substr(0, kHalf));
  // Before the server's library answers the range by itself.
  server_.routes().set_pre_routing_handler(
      [](const httplib::Request&, httplib::Response& response) {
        response.status = 206;
        response.set_header("Content-Range", "bytes 5-299999/300000");
        return httplib::Server::HandlerResponse::Handled;
      });
  const auto done = get(file(server_.start()));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kIo);
  EXPECT_THAT(done.error().message, HasSubstr("another part than asked for"));
  EXPECT_EQ(text_of(part()), content().substr(0, kHalf));
}

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;

Key new_key() {
  constexpr unsigned kBits = 2048;
  return {EVP_RSA_gen(kBits), EVP_PKEY_free};
}

/// Of 127.0.0.1 for an hour, signed by itself.
Certificate certificate_of(const Key& key) {
  Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);  // counted from 0: version 3
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> alternative(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"),
      X509_EXTENSION_free);
  X509_add_ext(certificate.get(), alternative.get(), -1);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return certificate;
}

/// Over HTTPS, from a server whose certificate nobody vouches for until `trust` is called.
class SecureAnswer : public Answer {
 protected:
  ~SecureAnswer() override { ::unsetenv("SSL_CERT_FILE"); }

  /// OpenSSL looks for trusted certificates where this variable says.
  void trust() const {
    const fs::path path = folder_.path() / "trusted.pem";
    std::FILE* const out = std::fopen(path.c_str(), "w");
    PEM_write_X509(out, certificate_.get());
    std::fclose(out);
    ::setenv("SSL_CERT_FILE", path.c_str(), 1);
  }

  Key key_ = new_key();
  Certificate certificate_ = certificate_of(key_);
  TestServer secure_{std::make_unique<httplib::SSLServer>(certificate_.get(), key_.get())};
};

TEST_F(SecureAnswer, IsRefusedWhereNobodyVouchesForTheCertificate) {
  serve_whole(secure_.routes());
  const auto done = get(file(secure_.start("https")));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(done.error().message, HasSubstr("vouches for its certificate"));
  EXPECT_TRUE(secure_.ranges().empty()) << "the request was sent all the same";
}

TEST_F(SecureAnswer, IsTakenWhereTheCertificateIsTrusted) {
  trust();
  serve_whole(secure_.routes());
  const auto done = get(file(secure_.start("https")));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(target_), content());
}

TEST_F(SecureAnswer, MayNotLeadOutOfHttps) {
  trust();
  serve_whole(server_.routes());
  redirect_to(secure_.routes(), server_.start() + "/data.bin");
  const auto done = get(file(secure_.start("https"), "/moved"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kIo);
  EXPECT_THAT(done.error().message, HasSubstr("redirected to none by HTTPS"));
  EXPECT_TRUE(server_.ranges().empty()) << "the request was sent all the same";
}

}  // namespace
}  // namespace wattle::search
