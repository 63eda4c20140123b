#include "services/rpc/loopback.h"

#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

TEST(RequireLoopback, LoopbackAddresses_AreTaken) {
  EXPECT_EQ(RequireLoopback("127.0.0.1:7001")->ToString(), "127.0.0.1:7001");
  EXPECT_EQ(RequireLoopback("127.8.9.10:0")->ToString(), "127.8.9.10:0");
  EXPECT_EQ(RequireLoopback("[::1]:7001")->ToString(), "[::1]:7001");
  EXPECT_EQ(RequireLoopback("LocalHost:65535")->ToString(), "127.0.0.1:65535");
}

TEST(RequireLoopback, OtherAddresses_AreRefusedWithBothTexts) {
  for (const char* address :
       {"0.0.0.0:7001", "10.0.0.1:7001", "[::]:7001", "[fe80::1]:7001",
        "128.0.0.1:1", "[::ffff:10.0.0.1]:1", "localhost.example.com:1",
        "127.0.0.1.example.com:1", "127.1:1", "example.com:7001"}) {
    SCOPED_TRACE(address);
    const absl::Status status = RequireLoopback(address).status();
    EXPECT_EQ(ReasonOf(status), Reason::kUnauthenticatedListener);
    EXPECT_NE(DetailsOf(status).en.find("no authentication is configured yet"),
              std::string::npos);
    EXPECT_NE(DetailsOf(status).zh.find("尚未配置身份认证"), std::string::npos);
  }
}

TEST(ParseHostPort, Malformed_IsFieldInvalid) {
  for (const char* address :
       {"", "127.0.0.1", ":7001", "127.0.0.1:", "127.0.0.1:x", "::1:7001",
        "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1: 1", "[]:1",
        "127.0.0.1:99999999999"}) {
    SCOPED_TRACE(address);
    EXPECT_EQ(ReasonOf(ParseHostPort(address).status()), Reason::kFieldInvalid);
  }
}

}  // namespace
}  // namespace yuheng::rpc
