#include "services/cli/connection.h"

#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::cli {
namespace {

TEST(ReportFailure, NamesEveryField_AndSaysNothingTwice) {
  std::ostringstream err;
  Terminal terminal;
  terminal.err = &err;
  terminal.language = Language::kEn;
  EXPECT_EQ(
      ReportFailure(terminal, rpc::ToGrpcStatus(rpc::MakeFieldError(
                                  {{"payee", "too many"}, {"unit", "unknown"}},
                                  "太多", "too many"))),
      kExitFound);
  EXPECT_NE(err.str().find("too many [FIELD_INVALID]\n  payee\n"
                           "  unit: unknown\n"),
            std::string::npos)
      << err.str();
}

TEST(ReportFailure, OfTheActor_NamesTheFlag) {
  for (const char* field : {"actor", "window.actor"}) {
    std::ostringstream err;
    Terminal terminal;
    terminal.err = &err;
    terminal.language = Language::kZh;
    ReportFailure(terminal, rpc::ToGrpcStatus(rpc::MakeFieldError(
                                {{field, "required, at most 128 bytes"}})));
    EXPECT_NE(err.str().find("\n  --actor：写明经办人，最多 128 字节\n"),
              std::string::npos)
        << err.str();
    EXPECT_EQ(err.str().find("required"), std::string::npos) << err.str();
  }
}

std::string TokenOf(const std::string& claims) {
  return absl::StrCat("e30.", absl::WebSafeBase64Escape(claims), ".c2ln");
}

TEST(OwnDepartment, IsThatOfWhoWorksForOneOnly) {
  EXPECT_EQ(
      OwnDepartment(TokenOf(R"({"roles":["clerk"],"departments":["104"]})")),
      "104");
  EXPECT_EQ(OwnDepartment(
                TokenOf(R"({"roles":["clerk"],"departments":["104","105"]})")),
            "");
  // Who is more than that may mean the prefecture.
  EXPECT_EQ(OwnDepartment(TokenOf(
                R"({"roles":["clerk","reviewer"],"departments":["104"]})")),
            "");
  for (const char* wrong : {"", "a.b.c", "....", "e30.e30.x"}) {
    EXPECT_EQ(OwnDepartment(wrong), "") << wrong;
  }
}

}  // namespace
}  // namespace yuheng::cli
