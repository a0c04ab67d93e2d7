// SPDX-License-Identifier: MIT
#include "search/dataset/download.h"

#include <gmock/gmock.h>

#include "search/dataset/part_file.h"
#include "tests/search/dataset/download_fixture.h"

namespace wattle::search {
namespace {

using test::text_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class Download : public DownloadTest {};

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

/// All of it, in pieces, whatever part is asked for.
void serve_without_size(httplib::Server& server) {
  server.Get("/data.bin", [](const httplib::Request&, httplib::Response& response) {
    response.set_chunked_content_provider("application/octet-stream",
                                          [](std::size_t, httplib::DataSink& sink) {
                                            sink.write(content().data(), content().size());
                                            sink.done();
                                            return true;
                                          });
    response.status = 200;
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
  serve_without_size(server_.routes());
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

// The size is wrong for ever: to go on, or to fetch all of it first, would be in vain.
TEST_F(Download, RefusesAFileOfAnotherSizeBeforeItComes) {
  serve_whole(server_.routes());
  const RemoteFile right = file(server_.start());
  for (const std::int64_t bytes : {right.bytes - 1, right.bytes + 1}) {
    RemoteFile wanted = right;
    wanted.bytes = bytes;
    const auto done = get(wanted);
    ASSERT_FALSE(done) << bytes;
    EXPECT_EQ(done.error().code, ErrorCode::kCorrupt) << bytes;
    EXPECT_THAT(done.error().message, HasSubstr("has 300000 bytes"));
    EXPECT_TRUE(done.error().hint.empty()) << done.error().hint;
    EXPECT_EQ(fs::file_size(part()), 0U);
  }
}

TEST_F(Download, RefusesTheRestOfAFileOfAnotherSize) {
  leave_part(content().substr(0, kHalf));
  serve_whole(server_.routes());
  RemoteFile wanted = file(server_.start());
  ++wanted.bytes;
  const auto done = get(wanted);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(done.error().message, HasSubstr("has 300000 bytes"));
  EXPECT_EQ(fs::file_size(part()), 0U);
}

TEST_F(Download, RefusesAFileThatTurnsOutLonger) {
  serve_without_size(server_.routes());
  RemoteFile wanted = file(server_.start());
  wanted.bytes = 1000;
  const auto done = get(wanted);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(done.error().message, HasSubstr("longer than the 1000 bytes"));
  EXPECT_EQ(fs::file_size(part()), 0U);
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

TEST_F(Download, IsRefusedWhileAnotherProcessIsAtIt) {
  const auto other = PartFile::open(part());
  ASSERT_TRUE(other);
  const auto done = get(file("http://127.0.0.1:1"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kLocked);
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
