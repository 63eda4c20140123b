#include "services/gateway/routes/client_address.h"

#include <string>

#include "gtest/gtest.h"

namespace yuheng::gateway {
namespace {

std::string Of(const std::string& peer, const std::string& forwarded) {
  return ClientAddress({.headers = {{"x-forwarded-for", forwarded}}}, peer);
}

TEST(ClientAddressTest, WhoIsConnected_WhereNobodyIsSpokenFor) {
  EXPECT_EQ(ClientAddress({}, "127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(ClientAddress({}, "203.0.113.7"), "203.0.113.7");
}

TEST(ClientAddressTest, ProxyOnThisMachine_IsBelieved) {
  for (const char* proxy : {"127.0.0.1", "::1"}) {
    EXPECT_EQ(Of(proxy, "203.0.113.7"), "203.0.113.7");
    EXPECT_EQ(Of(proxy, " 203.0.113.7:51544 "), "203.0.113.7");
    EXPECT_EQ(Of(proxy, "2001:db8::7"), "2001:db8::7");
    EXPECT_EQ(Of(proxy, "[2001:db8::7]:443"), "2001:db8::7");
  }
  // It adds its peer at the end of what that claims.
  EXPECT_EQ(Of("127.0.0.1", "198.51.100.1, 203.0.113.7"), "203.0.113.7");
}

TEST(ClientAddressTest, WhoeverElseClaimsOne_IsNotBelieved) {
  EXPECT_EQ(Of("203.0.113.7", "127.0.0.1"), "203.0.113.7");
}

TEST(ClientAddressTest, WhatIsNoAddress_IsNobody) {
  for (const char* forwarded :
       {"", ",", "unknown", "203.0.113.7, _hidden", "1.2.3", "[", "]", "[::1",
        "\x01", "203.0.113.7 203.0.113.8"}) {
    const std::string address = Of("127.0.0.1", forwarded);
    EXPECT_TRUE(address == "127.0.0.1" || address == "::1") << forwarded;
  }
  EXPECT_EQ(ClientAddress({.headers = {{"X-Forwarded-For", "203.0.113.7"},
                                       {"X-Forwarded-For", "203.0.113.8"}}},
                          "127.0.0.1"),
            "127.0.0.1");
}

}  // namespace
}  // namespace yuheng::gateway
