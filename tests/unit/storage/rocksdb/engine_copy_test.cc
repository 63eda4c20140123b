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

TEST(CheckFiles, BitFlippedInATableFile_IsNamed) {
  const TempDir dir;
  const RocksdbOptions options = {.dir = dir.path() + "/data",
                                  .memtable_bytes_max = size_t{64} << 10};
  {
    const auto store = RocksdbEngine::Open(options, rocksdb::Env::Default());
    ASSERT_TRUE(store.ok()) << store.status();
    for (uint64_t seq = 0; seq < 100; ++seq) {
      const Commit commit{"104",
                          seq,
                          {{absl::StrCat("k", seq),
                            std::string(4096, static_cast<char>(seq))}}};
      ASSERT_EQ((*store)->CommitAll({&commit, 1})[0].outcome,
                CommitOutcome::kCommitted);
    }
    EXPECT_TRUE((*store)->CheckFiles().ok());
  }
  int tables = 0;
  for (const auto& file : std::filesystem::directory_iterator(options.dir)) {
    if (file.path().extension() != ".sst") continue;
    ++tables;
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
      table.seekp(static_cast<std::streamoff>(at));
      table.put(sound);
    }
  }
  EXPECT_GT(tables, 0);
}

}  // namespace
}  // namespace yuheng::storage
