#include "storage/format/sha256.h"

#include <gtest/gtest.h>

namespace yuheng::storage {
namespace {

constexpr char kAbcHex[] =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256Test, Sha256_PublishedExample_Matches) {
  EXPECT_EQ(ToHex(Sha256("abc")), kAbcHex);
}

TEST(Sha256Test, Stream_InPieces_EqualsTheWhole) {
  Sha256Stream stream;
  stream.Update("a");
  stream.Update("");
  stream.Update("bc");
  EXPECT_EQ(stream.Finish(), Sha256("abc"));
  EXPECT_EQ(stream.Finish(), Sha256(""));
}

TEST(Sha256Test, DigestFromHex_EitherCase_ComesBack) {
  EXPECT_EQ(*DigestFromHex(kAbcHex), Sha256("abc"));
  EXPECT_EQ(*DigestFromHex(std::string(64, 'F')),
            *DigestFromHex(std::string(64, 'f')));
}

TEST(Sha256Test, DigestFromHex_NotADigest_IsInvalidArgument) {
  for (const std::string& text : {std::string(), std::string(63, '0'),
                                  std::string(65, '0'), std::string(64, 'g')}) {
    EXPECT_TRUE(absl::IsInvalidArgument(DigestFromHex(text).status())) << text;
  }
}

}  // namespace
}  // namespace yuheng::storage
