// The engine's files: every one of them is checked, and damage is named.

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/engine.h"
#include "tests/unit/storage/support/temp_dir.h"

namespace yuheng::storage {
namespace {

// Short enough to stay in a table file, and long enough to get a place in a
// blob file.
std::string ValueOf(uint64_t seq) {
  return std::string(seq % 2 == 0 ? 4096 : 16384, static_cast<char>(seq));
}

TEST(CheckFiles, BitFlippedInATableOrABlobFile_IsNamedAndNotServed) {
  const TempDir dir;
  const RocksdbOptions options = {.dir = dir.path() + "/data",
                                  .memtable_bytes_max = size_t{64} << 10};
  {
    const auto store = RocksdbEngine::Open(options, rocksdb::Env::Default());
    ASSERT_TRUE(store.ok()) << store.status();
    for (uint64_t seq = 0; seq < 100; ++seq) {
      const Commit commit{"104", seq, {{absl::StrCat("k", seq), ValueOf(seq)}}};
      ASSERT_EQ((*store)->CommitAll({&commit, 1})[0].outcome,
                CommitOutcome::kCommitted);
    }
    EXPECT_TRUE((*store)->CheckFiles().ok());
  }
  int tables = 0;
  int blobs = 0;
  for (const auto& file : std::filesystem::directory_iterator(options.dir)) {
    const bool blob = file.path().extension() == ".blob";
    if (!blob && file.path().extension() != ".sst") continue;
    ++(blob ? blobs : tables);
    for (const uint64_t at : {file.file_size() / 3, file.file_size() - 1}) {
      std::fstream table(file.path(),
                         std::ios::in | std::ios::out | std::ios::binary);
      table.seekg(static_cast<std::streamoff>(at));
      const char sound = static_cast<char>(table.get());
      table.seekp(static_cast<std::streamoff>(at));
      table.put(static_cast<char>(sound ^ 1)).flush();
      RocksdbOptions reading = options;
      reading.access = RocksdbAccess::kReadOnly;
      const auto store = RocksdbEngine::Open(reading, rocksdb::Env::Default());
      const absl::Status found =
          store.ok() ? (*store)->CheckFiles() : store.status();
      EXPECT_TRUE(absl::IsDataLoss(found)) << at << " " << found;
      EXPECT_TRUE(
          absl::StrContains(found.message(), file.path().filename().string()))
          << found;
      for (uint64_t seq = 0; store.ok() && seq < 100; ++seq) {
        const auto value = (*store)->Get("104", absl::StrCat("k", seq));
        if (value.ok()) {
          EXPECT_EQ(value->value_or(""), ValueOf(seq));
        } else {
          EXPECT_TRUE(absl::IsDataLoss(value.status())) << value.status();
        }
      }
      table.seekp(static_cast<std::streamoff>(at));
      table.put(sound);
    }
  }
  EXPECT_GT(tables, 0);
  EXPECT_GT(blobs, 0);
}

}  // namespace
}  // namespace yuheng::storage
