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

TEST(OwnDepartments, AreThoseOfWhoWorksForNothingElse) {
  using Codes = std::set<std::string>;
  EXPECT_EQ(
      OwnDepartments(TokenOf(R"({"roles":["clerk"],"departments":["104"]})")),
      Codes{"104"});
  EXPECT_EQ(OwnDepartments(TokenOf(R"({"roles":["clerk","department_head"],)"
                                   R"("departments":["104","205"]})")),
            (Codes{"104", "205"}));
  EXPECT_EQ(OwnDepartments(TokenOf(
                R"({"roles":["clerk"],"units":["205/205001","205/205002"]})")),
            Codes{"205"});
  EXPECT_EQ(OwnDepartments(TokenOf(
                R"({"roles":["clerk","reviewer"],"departments":["104"]})")),
            Codes{});
  for (const char* wrong : {"", "a.b", "a.b.c", "a.e30.c"}) {
    EXPECT_EQ(OwnDepartments(wrong), Codes{}) << wrong;
  }
}

}  // namespace
}  // namespace yuheng::cli
