#include "services/gateway/http/origins.h"

#include <string>

#include "gtest/gtest.h"

namespace yuheng::gateway {
namespace {

using Effect = Origins::Effect;

constexpr char kOrigin[] = "https://budget.example";

RequestHead Head(std::vector<std::pair<std::string, std::string>> headers) {
  return {.method = "POST", .target = "/", .headers = std::move(headers)};
}

TEST(OriginsTest, Origin_IsSchemeHostAndPort) {
  for (const char* good : {"", "http://a", "https://a:8443", kOrigin}) {
    EXPECT_TRUE(Origins::Make(good, false).ok()) << good;
  }
  for (const char* bad :
       {"a", "ftp://a", "https://", "https://a/", "https://a b", "https://a?x",
        "https://u@a", "https://a#x"}) {
    EXPECT_FALSE(Origins::Make(bad, false).ok()) << bad;
  }
  EXPECT_FALSE(Origins::Make("", false)->secure());
  EXPECT_TRUE(Origins::Make("", true)->secure());
  EXPECT_TRUE(Origins::Make(kOrigin, false)->secure());
}

TEST(OriginsTest, OtherHosts_AreRefused) {
  const Origins origins = *Origins::Make(kOrigin, false);
  for (const char* ours :
       {"budget.example", "BUDGET.example", "127.0.0.1:8780", "localhost:8780",
        "localhost", "[::1]:8780", "[::1]"}) {
    EXPECT_TRUE(origins.CheckHost(Head({{"Host", ours}})).ok()) << ours;
  }
  // A name that somebody had lead to this address.
  for (const char* other : {"evil.example", "budget.example.evil.example",
                            "budget.example:99", "127.0.0.1.evil.example", "",
                            "10.0.0.5:8780", "localhost.evil.example"}) {
    EXPECT_FALSE(origins.CheckHost(Head({{"Host", other}})).ok()) << other;
  }
}

TEST(OriginsTest, CallsFromOtherSites_AreRefused) {
  const Origins origins = *Origins::Make(kOrigin, false);
  for (const Effect effect : {Effect::kReads, Effect::kChanges}) {
    for (const char* origin :
         {"https://evil.example", "null", "http://budget.example",
          "https://budget.example:444",
          "https://budget.example.evil.example"}) {
      EXPECT_FALSE(
          origins
              .CheckCall(Head({{"Host", "budget.example"}, {"Origin", origin}}),
                         effect)
              .ok())
          << origin;
    }
    for (const char* site : {"cross-site", "same-site", "strange"}) {
      EXPECT_FALSE(origins
                       .CheckCall(Head({{"Host", "budget.example"},
                                        {"Sec-Fetch-Site", site}}),
                                  effect)
                       .ok())
          << site;
    }
    // What a browser says of the site does not make another origin good.
    EXPECT_FALSE(origins
                     .CheckCall(Head({{"Host", "budget.example"},
                                      {"Sec-Fetch-Site", "same-origin"},
                                      {"Origin", "https://evil.example"}}),
                                effect)
                     .ok());
    EXPECT_TRUE(
        origins
            .CheckCall(Head({{"Host", "budget.example"}, {"Origin", kOrigin}}),
                       effect)
            .ok());
    EXPECT_TRUE(origins
                    .CheckCall(Head({{"Host", "budget.example"},
                                     {"Sec-Fetch-Site", "same-origin"}}),
                               effect)
                    .ok());
  }
}

TEST(OriginsTest, OnThisMachine_OnlyTheSamePortIsOurs) {
  const Origins origins = *Origins::Make("", false);
  EXPECT_TRUE(origins
                  .CheckCall(Head({{"Host", "localhost:8780"},
                                   {"Origin", "http://localhost:8780"}}),
                             Effect::kChanges)
                  .ok());
  for (const char* other : {"http://localhost:3000", "https://localhost:8780",
                            "http://127.0.0.1:8780"}) {
    EXPECT_FALSE(
        origins
            .CheckCall(Head({{"Host", "localhost:8780"}, {"Origin", other}}),
                       Effect::kChanges)
            .ok())
        << other;
  }
}

TEST(OriginsTest, CookieAlone_ChangesNothing) {
  const Origins origins = *Origins::Make(kOrigin, false);
  const RequestHead form = Head({{"Host", "budget.example"},
                                 {"Cookie", "yuheng_session=x"},
                                 {"Content-Type", "text/plain"}});
  EXPECT_FALSE(origins.CheckCall(form, Effect::kChanges).ok());
  EXPECT_TRUE(origins.CheckCall(form, Effect::kReads).ok());
  const RequestHead json_only = Head({{"Host", "budget.example"},
                                      {"Cookie", "yuheng_session=x"},
                                      {"Content-Type", "application/json"}});
  EXPECT_FALSE(origins.CheckCall(json_only, Effect::kChanges).ok());
  const RequestHead program = Head({{"Host", "budget.example"},
                                    {"Cookie", "yuheng_session=x"},
                                    {"Connect-Protocol-Version", "1"},
                                    {"Content-Type", "application/json"}});
  EXPECT_TRUE(origins.CheckCall(program, Effect::kChanges).ok());
  const RequestHead typed =
      Head({{"Host", "budget.example"}, {"Sec-Fetch-Site", "none"}});
  EXPECT_TRUE(origins.CheckCall(typed, Effect::kReads).ok());
  EXPECT_FALSE(origins.CheckCall(typed, Effect::kChanges).ok());
}

}  // namespace
}  // namespace yuheng::gateway
