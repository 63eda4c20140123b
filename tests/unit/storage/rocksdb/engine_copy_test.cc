// The engine's files: copies hold what the store does, every file is checked,
// and damage is named.

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/engine.h"
#include "tests/unit/storage/support/temp_dir.h"

namespace yuheng::storage {
namespace {

constexpr uint64_t kCommits = 100;

// Stands in the properties of every table file.
constexpr char kProperty[] = "leveldb.BytewiseComparator";

// Short enough to stay in a table file, and long enough to get a place in a
// blob file.
std::string ValueOf(uint64_t seq) {
  return std::string(seq % 2 == 0 ? 4096 : 16384, static_cast<char>(seq));
}

class EngineFilesTest : public testing::Test {
 protected:
  std::unique_ptr<RocksdbEngine> Open(const std::string& dir) {
    auto store = RocksdbEngine::Open(
        {.dir = dir, .memtable_bytes_max = size_t{64} << 10},
        rocksdb::Env::Default());
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  // So much that tables and blobs are written.
  void Fill(RocksdbEngine& store) {
    for (uint64_t seq = 0; seq < kCommits; ++seq) {
      const Commit commit{"104", seq, {{absl::StrCat("k", seq), ValueOf(seq)}}};
      ASSERT_EQ(store.CommitAll({&commit, 1})[0].outcome,
                CommitOutcome::kCommitted);
    }
  }

  static int CountFiles(const std::string& dir, const char* extension) {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(dir)) {
      count += file.path().extension() == extension;
    }
    return count;
  }

  static std::string ReadFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // "table file 12" for 000012.sst.
  static std::string AsTheManifestNames(const std::filesystem::path& path) {
    int number = 0;
    EXPECT_TRUE(absl::SimpleAtoi(path.stem().string(), &number));
    return absl::StrCat("table file ", number);
  }

  TempDir dir_;
  const std::string data_ = dir_.path() + "/data";
};

TEST_F(EngineFilesTest, CopyTo_HoldsTablesBlobsAndLog) {
  const std::string copy = dir_.path() + "/copy";
  {
    const auto store = Open(data_);
    ASSERT_NE(store, nullptr);
    Fill(*store);
    ASSERT_TRUE(store->CopyTo(copy, nullptr).ok());
  }
  EXPECT_GT(CountFiles(copy, ".sst"), 0);
  EXPECT_GT(CountFiles(copy, ".blob"), 0);
  std::filesystem::remove_all(data_);
  const auto store = Open(copy);
  ASSERT_NE(store, nullptr);
  EXPECT_TRUE(store->CheckFiles().ok());
  for (uint64_t seq = 0; seq < kCommits; ++seq) {
    const auto value = store->Get("104", absl::StrCat("k", seq));
    ASSERT_TRUE(value.ok()) << value.status();
    EXPECT_EQ(value->value_or(""), ValueOf(seq));
  }
}

TEST_F(EngineFilesTest, BitFlippedInATableOrABlob_IsNamedAndNotServed) {
  {
    const auto store = Open(data_);
    ASSERT_NE(store, nullptr);
    Fill(*store);
    EXPECT_TRUE(store->CheckFiles().ok());
  }
  EXPECT_GT(CountFiles(data_, ".sst"), 0);
  EXPECT_GT(CountFiles(data_, ".blob"), 0);
  for (const auto& file : std::filesystem::directory_iterator(data_)) {
    const bool table = file.path().extension() == ".sst";
    if (!table && file.path().extension() != ".blob") continue;
    // A table begins with data and a blob file with records behind its header;
    // both end with a footer. A table's properties stand before its footer.
    std::vector<size_t> places = {table ? 8 : file.file_size() / 3,
                                  file.file_size() - 1};
    if (table) {
      places.push_back(ReadFile(file.path()).rfind(kProperty));
      ASSERT_NE(places.back(), std::string::npos);
    }
    for (const size_t at : places) {
      std::fstream bytes(file.path(),
                         std::ios::in | std::ios::out | std::ios::binary);
      bytes.seekg(static_cast<std::streamoff>(at));
      const char sound = static_cast<char>(bytes.get());
      bytes.seekp(static_cast<std::streamoff>(at));
      bytes.put(static_cast<char>(sound ^ 1)).flush();
      const auto store = RocksdbEngine::Open(
          {.dir = data_, .access = RocksdbAccess::kReadOnly},
          rocksdb::Env::Default());
      const absl::Status found =
          store.ok() ? (*store)->CheckFiles() : store.status();
      EXPECT_TRUE(absl::IsDataLoss(found)) << at << " " << found;
      // The manifest holds what tables' properties say, by the tables' numbers.
      EXPECT_TRUE(
          absl::StrContains(found.message(), file.path().filename().string()) ||
          absl::StrContains(found.message(), AsTheManifestNames(file.path())))
          << found;
      for (uint64_t seq = 0; store.ok() && seq < kCommits; ++seq) {
        const auto value = (*store)->Get("104", absl::StrCat("k", seq));
        if (value.ok()) {
          EXPECT_EQ(value->value_or(""), ValueOf(seq));
        } else {
          EXPECT_TRUE(absl::IsDataLoss(value.status())) << value.status();
        }
      }
      bytes.seekp(static_cast<std::streamoff>(at));
      bytes.put(sound);
    }
  }
}

}  // namespace
}  // namespace yuheng::storage
