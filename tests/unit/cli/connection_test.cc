#include "services/cli/connection.h"

#include <sstream>

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

}  // namespace
}  // namespace yuheng::cli
