#include "storage/rocksdb/engine_keys.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace yuheng::storage {
namespace {

// The layout of data folders that exist: these bytes never change.
TEST(EngineKeysTest, Layout_Version1_IsUnchanged) {
  EXPECT_EQ(absl::BytesToHexString(DataKey("104", "h")), "0331303468");
  EXPECT_EQ(absl::BytesToHexString(HeadKey("104")), "70313034");
  EXPECT_EQ(absl::BytesToHexString(EncodeHead({.seq = 258, .epoch = 3})),
            "0100000000000001020000000000000003");
  EXPECT_EQ(absl::BytesToHexString(EncodeFormatVersion(1)), "00000001");
}

TEST(EngineKeysTest, DecodeHead_OwnBytes_ComesBack) {
  const absl::StatusOr<Head> head =
      DecodeHead(EncodeHead({.seq = UINT64_MAX, .epoch = 3}));
  ASSERT_TRUE(head.ok());
  EXPECT_EQ(head->seq, UINT64_MAX);
  EXPECT_EQ(head->epoch, 3u);
}

TEST(EngineKeysTest, DecodeHead_DamagedBytes_IsDataLoss) {
  const std::string value = EncodeHead({.seq = 1, .epoch = 1});
  EXPECT_TRUE(absl::IsDataLoss(DecodeHead("").status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeHead(value.substr(1)).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeHead(value + "x").status()));
}

}  // namespace
}  // namespace yuheng::storage
