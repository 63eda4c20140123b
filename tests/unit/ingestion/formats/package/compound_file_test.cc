// Old and protected files say what to do with them.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "services/rpc/reason.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

// A compound file whose directory names that stream.
std::string WithStream(const std::string& name) {
  std::string bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  bytes.append(1'016, '\0');
  for (const char c : name) bytes += {c, '\0'};
  bytes.append(512, '\0');
  return bytes;
}

std::string Refusal(const std::string& bytes) {
  const auto document = Read(bytes, "a.doc");
  EXPECT_EQ(rpc::ReasonOf(document.status()), rpc::Reason::kDocumentBinary);
  return rpc::DetailsOf(document.status()).en;
}

TEST(CompoundFile, OldWordAndPasswords_SayWhatToDo) {
  EXPECT_TRUE(absl::StrContains(Refusal(WithStream("WordDocument")), ".docx"));
  EXPECT_TRUE(
      absl::StrContains(Refusal(WithStream("EncryptedPackage")), "password"));
  EXPECT_TRUE(absl::StrContains(Refusal(WithStream("Workbook")), ".xlsx"));
  EXPECT_TRUE(absl::StrContains(Refusal(WithStream("Book")), ".xlsx"));
}

TEST(CompoundFile, Others_AreNotCalledWord) {
  const std::string other = Refusal(WithStream("PowerPoint Document"));
  EXPECT_FALSE(absl::StrContains(other, "old Word file")) << other;
}

}  // namespace
}  // namespace yuheng::ingestion
