// SPDX-License-Identifier: MIT
#include "search/dataset/fetch.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <set>

#include "search/dataset/locked_file.h"
#include "tests/search/dataset/archive.h"
#include "tests/search/dataset/server.h"
#include "tests/support/file_text.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using test::text_of;
using ::testing::ElementsAre;
namespace fs = std::filesystem;

class Fetch : public ::testing::Test {
 protected:
  /// A set of two files that the server has.
  PublicSet two_files() {
    PublicSet set;
    set.name = "pair";
    set.folders = {"pair"};
    for (const std::string name : {"one.gz", "two.gz"}) {
      const std::string bytes = "content of " + name;
      serve(name, bytes);
      set.files.push_back({name, sha256_of(bytes), static_cast<std::int64_t>(bytes.size())});
    }
    return set;
  }
  PublicSet packed() {
    PublicSet set;
    set.name = "packed";
    set.folders = {"packed", "packed-archive"};
    set.archive = true;
    const std::string bytes =
        gzip_of(folder_, tar_member("packed-archive/a.bin", "abc") + tar_end());
    serve("packed.tar.gz", bytes);
    set.files = {{"packed.tar.gz", sha256_of(bytes), static_cast<std::int64_t>(bytes.size())}};
    return set;
  }
  void serve(const std::string& name, const std::string& bytes) {
    server_.routes().Get("/" + name, [bytes](const httplib::Request&, httplib::Response& response) {
      response.set_content(bytes, "application/gzip");
    });
  }
  /// Starts the server and points the set at it.
  PublicSet at_server(PublicSet set) {
    const std::string origin = server_.start();
    for (RemoteFile& file : set.files) file.url = origin + "/" + file.url;
    return set;
  }
  Result<fs::path> fetch(const PublicSet& set) const {
    return fetch_set(set, folder_.path() / "cache" / "data",
                     [](const RemoteFile&, std::int64_t, std::int64_t) {});
  }
  fs::path cache(const std::string& name) const { return folder_.path() / "cache" / "data" / name; }
  void write(const fs::path& file, const std::string& text) const {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  std::set<std::string> entries() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(cache(""))) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }

  test::TemporaryDirectory folder_;
  TestServer server_;
};

TEST_F(Fetch, PutsTheFilesIntoTheSetsFolder) {
  const auto folder = fetch(at_server(two_files()));
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(*folder, folder_.path() / "cache" / "data" / "pair");
  EXPECT_EQ(text_of(*folder / "one.gz"), "content of one.gz");
  EXPECT_EQ(text_of(*folder / "two.gz"), "content of two.gz");
  EXPECT_THAT(entries(), ElementsAre(".pair.lock", "pair"));
}

TEST_F(Fetch, UnpacksAnArchive) {
  const auto folder = fetch(at_server(packed()));
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(text_of(*folder / "a.bin"), "abc");
  EXPECT_FALSE(fs::exists(*folder / "packed.tar.gz"));
  EXPECT_THAT(entries(), ElementsAre(".packed.lock", "packed"));
}

TEST_F(Fetch, AsksForNothingWhenTheSetIsThere) {
  const PublicSet set = at_server(two_files());
  ASSERT_TRUE(fetch(set));
  EXPECT_TRUE(fetch(set));
  EXPECT_EQ(server_.ranges().size(), 2U);
}

TEST_F(Fetch, KeepsCompleteFilesWhenOneFails) {
  PublicSet set = at_server(two_files());
  const std::string right = std::exchange(set.files[1].sha256, std::string(64, '0'));
  EXPECT_FALSE(fetch(set));
  EXPECT_FALSE(fs::exists(folder_.path() / "cache" / "data" / "pair"));
  set.files[1].sha256 = right;
  const auto folder = fetch(set);
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(server_.ranges().size(), 3U) << "the first file was fetched twice";
}

// Where somebody else is unpacking, nothing may be touched.
TEST_F(Fetch, LeavesAllToTheProcessThatIsAtIt) {
  const PublicSet set = at_server(packed());
  write(cache(".packed.partial/contents/half"), "of it");
  {
    const auto other = LockedFile::open(cache(".packed.lock"));
    ASSERT_TRUE(other);
    const auto folder = fetch(set);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().code, ErrorCode::kLocked);
    EXPECT_EQ(text_of(cache(".packed.partial/contents/half")), "of it");
    EXPECT_TRUE(server_.ranges().empty());
  }
  const auto folder = fetch(set);
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_FALSE(fs::exists(*folder / "half"));
}

TEST_F(Fetch, FindsAnArchiveUnderItsOwnName) {
  write(cache("packed-archive/a.bin"), "abc");
  const auto folder = fetch(at_server(packed()));
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(*folder, cache("packed-archive"));
  EXPECT_TRUE(server_.ranges().empty());
}

TEST_F(Fetch, FillsAFolderThatIsEmpty) {
  fs::create_directories(cache("packed-archive"));
  const auto folder = fetch(at_server(packed()));
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(text_of(cache("packed-archive/a.bin")), "abc");
}

TEST_F(Fetch, GetsTheFilesThatAFolderLacks) {
  write(cache("pair/one"), "unpacked by hand");
  const auto folder = fetch(at_server(two_files()));
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(text_of(*folder / "one"), "unpacked by hand");
  EXPECT_EQ(text_of(*folder / "two.gz"), "content of two.gz");
  EXPECT_EQ(server_.ranges().size(), 1U);
  EXPECT_THAT(entries(), ElementsAre(".pair.lock", "pair"));
}

TEST_F(Fetch, RefusesASetThatShips) {
  const auto folder = fetch(*find_public_set("digits"));
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, ErrorCode::kInvalidArgument);
}

TEST(Catalogue, HasSoundEntries) {
  for (const PublicSet& set : public_sets()) {
    EXPECT_FALSE(set.folders.empty()) << set.name;
    EXPECT_FALSE(set.licence.empty()) << set.name;
    EXPECT_TRUE(!set.archive || set.files.size() == 1) << set.name;
    for (const RemoteFile& file : set.files) {
      EXPECT_EQ(file.url.rfind("https://", 0), 0U) << file.url;
      EXPECT_EQ(file.sha256.size(), 64U) << file.url;
      EXPECT_EQ(file.sha256.find_first_not_of("0123456789abcdef"), std::string::npos) << file.url;
      EXPECT_GT(file.bytes, 0) << file.url;
    }
  }
}

TEST(Catalogue, FindsAFolderByEitherName) {
  const test::TemporaryDirectory folder;
  const PublicSet& set = *find_public_set("cifar10");
  EXPECT_TRUE(find_folder(set, {"/nowhere", folder.path()}).empty());
  fs::create_directory(folder.path() / "cifar-10-batches-bin");
  EXPECT_EQ(find_folder(set, {"/nowhere", folder.path()}), folder.path() / "cifar-10-batches-bin");
  fs::create_directory(folder.path() / "cifar10");
  EXPECT_EQ(find_folder(set, {"/nowhere", folder.path()}), folder.path() / "cifar10");
}

TEST(Catalogue, KnowsNoOtherName) { EXPECT_EQ(find_public_set("cifar"), nullptr); }

}  // namespace
}  // namespace wattle::search
