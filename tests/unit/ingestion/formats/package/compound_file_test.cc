// Old and protected files say what to do with them.
#include "tests/support/compound_file.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "services/rpc/reason.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using testing::CompoundFile;

std::string Refusal(const std::string& bytes) {
  const auto document = Read(bytes, "a.doc");
  EXPECT_EQ(rpc::ReasonOf(document.status()), rpc::Reason::kDocumentBinary);
  return rpc::DetailsOf(document.status()).en;
}

TEST(CompoundFile, OldWordAndPasswords_SayWhatToDo) {
  EXPECT_TRUE(
      absl::StrContains(Refusal(CompoundFile({"WordDocument"})), ".docx"));
  EXPECT_TRUE(absl::StrContains(Refusal(CompoundFile({"EncryptedPackage"})),
                                "password"));
  EXPECT_TRUE(absl::StrContains(Refusal(CompoundFile({"Workbook"})), ".xlsx"));
  EXPECT_TRUE(absl::StrContains(Refusal(CompoundFile({"Book"})), ".xlsx"));
}

TEST(CompoundFile, Others_AreNotCalledWord) {
  const std::string other = Refusal(CompoundFile({"PowerPoint Document"}));
  EXPECT_FALSE(absl::StrContains(other, "old Word file")) << other;
}

}  // namespace
}  // namespace yuheng::ingestion
