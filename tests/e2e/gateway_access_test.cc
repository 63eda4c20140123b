// The page where everybody has an identity: signing in, cookies, other sites.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/access/account_folder.h"
#include "services/audit/log/log_reader.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/gateway_process.h"
#include "tests/e2e/secured_cluster.h"
#include "tests/support/command.h"
#include "tests/support/http_client.h"

namespace yuheng::testing {
namespace {

constexpr char kOrigin[] = "https://budget.example";
constexpr char kPassword[] = "correct horse battery";
constexpr char kListSubmissions[] =
    "/yuheng.ingestion.v1.IngestionService/ListSubmissions";
constexpr char kListTotals[] =
    "/yuheng.aggregation.v1.AggregationService/ListTotals";
constexpr char kWatchSubmissions[] =
    "/yuheng.ingestion.v1.IngestionService/WatchSubmissions";
constexpr char kSetWindow[] = "/yuheng.ingestion.v1.IngestionService/SetWindow";
constexpr char kTotals[] =
    "{\"scope\":{\"name\":\"prefectures/652300\",\"fiscalYear\":2023,"
    "\"stage\":\"STAGE_APPROVED\"}}";

class GatewayAccessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 12, .departments = 2});
    secured_ = SecuredCluster::Start(documents_);
    ASSERT_NE(secured_, nullptr);
    auto folder = access::AccountFolder::Open(secured_->auth_dir());
    ASSERT_TRUE(folder.ok()) << folder.status();
    access::v1::Account wang;
    wang.set_name("wang");
    wang.set_display_name("王");
    wang.add_roles(access::v1::ROLE_CLERK);
    wang.add_departments(documents_[0].code);
    ASSERT_TRUE(folder->Add(wang, kPassword).ok());
    access::v1::Account li;
    li.set_name("li");
    li.add_roles(access::v1::ROLE_REVIEWER);
    ASSERT_TRUE(folder->Add(li, kPassword).ok());
  }

  // Behind a proxy that speaks TLS.
  config::v1::GatewayConfig Config() const {
    config::v1::GatewayConfig config;
    config.set_origin(kOrigin);
    config.set_accounts_dir(secured_->auth_dir());
    config.mutable_upstream_tls()->set_ca_file(
        secured_->CertificateFile("ca.crt"));
    config.mutable_upstream_tls()->set_cert_file(
        secured_->CertificateFile("gateway.crt"));
    config.mutable_upstream_tls()->set_key_file(
        secured_->CertificateFile("gateway.key"));
    return config;
  }
  void Start(const config::v1::GatewayConfig& config) {
    gateway_.emplace(secured_->cluster(), config);
    ASSERT_FALSE(gateway_->address().empty());
  }

  HttpResponse SignIn(const std::string& account, const std::string& password,
                      HttpHeaders headers = {{"Origin", kOrigin}}) const {
    headers.push_back({"Content-Type", "application/json"});
    return Fetch(gateway_->address(), "POST", "/session", headers,
                 absl::StrCat("{\"account\":\"", account, "\",\"password\":\"",
                              password, "\"}"));
  }
  static std::string CookieOf(const HttpResponse& response) {
    const std::string cookie = response.Header("set-cookie");
    return cookie.substr(0, cookie.find(';'));
  }
  HttpResponse Call(const std::string& path, const std::string& body,
                    const std::string& cookie,
                    HttpHeaders headers = {{"Origin", kOrigin}}) const {
    headers.push_back({"Content-Type", "application/json"});
    if (!cookie.empty()) headers.push_back({"Cookie", cookie});
    return Fetch(gateway_->address(), "POST", path, headers, body);
  }
  HttpResponse ListOf(int document, const std::string& cookie) const {
    return Call(kListSubmissions,
                absl::StrCat("{\"parent\":\"prefectures/652300/departments/",
                             documents_[document].code, "\"}"),
                cookie);
  }
  // A stream, and the last that it says.
  void Watch(HttpClient* client, const std::string& path,
             const std::string& request, const std::string& cookie) const {
    std::string body("\0\0\0\0", 4);
    body.push_back(static_cast<char>(request.size()));
    client->SendRequest("POST", path,
                        {{"Content-Type", "application/connect+json"},
                         {"Cookie", cookie},
                         {"Origin", kOrigin}},
                        body + request);
    ASSERT_EQ(client->ReadHead().status, 200);
  }
  static std::string LastOf(HttpClient* client) {
    std::string last;
    for (std::string chunk = client->ReadChunk(); !chunk.empty();
         chunk = client->ReadChunk()) {
      last = chunk;
    }
    return last;
  }
  std::string WatchedSubmissions() const {
    return absl::StrCat("{\"parent\":\"prefectures/652300/departments/",
                        documents_[0].code,
                        "\",\"fiscalYear\":2023,\"stage\":\"STAGE_APPROVED\"}");
  }
  HttpResponse Tell(const std::string& cookie) const {
    return Fetch(gateway_->address(), "GET", "/session", {{"Cookie", cookie}});
  }

  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<SecuredCluster> secured_;
  std::optional<GatewayProcess> gateway_;
};

TEST_F(GatewayAccessTest, SignedIn_ReachesWhatIsOnesOwnUntilSigningOut) {
  Start(Config());
  // Nobody: what is public, and no more.
  EXPECT_EQ(Call(kListTotals, kTotals, "").status, 200);
  EXPECT_EQ(ListOf(0, "").status, 403);
  EXPECT_TRUE(absl::StrContains(Tell("").body, "\"required\":true"));

  const HttpResponse signed_in = SignIn("wang", kPassword);
  ASSERT_EQ(signed_in.status, 200) << signed_in.body;
  for (const std::string& part :
       {std::string("\"signedIn\":true"), std::string("\"subject\":\"wang\""),
        std::string("\"displayName\":\"王\""), std::string("[\"clerk\"]"),
        absl::StrCat("[\"", documents_[0].code, "\"]"),
        std::string("\"expiresAt\":\"")}) {
    EXPECT_TRUE(absl::StrContains(signed_in.body, part)) << signed_in.body;
  }
  const std::string attributes = signed_in.Header("set-cookie");
  for (const char* part :
       {"; HttpOnly", "; SameSite=Strict", "; Secure", "; Path=/"}) {
    EXPECT_TRUE(absl::StrContains(attributes, part)) << attributes;
  }
  const std::string cookie = CookieOf(signed_in);
  EXPECT_EQ(cookie.size(), sizeof("__Host-yuheng_session=") - 1 + 43);
  EXPECT_EQ(ListOf(0, cookie).status, 200);
  EXPECT_EQ(ListOf(1, cookie).status, 404);
  EXPECT_TRUE(absl::StrContains(Tell(cookie).body, "\"subject\":\"wang\""));

  const HttpResponse out = Fetch(gateway_->address(), "DELETE", "/session",
                                 {{"Cookie", cookie}, {"Origin", kOrigin}});
  EXPECT_EQ(out.status, 204);
  EXPECT_TRUE(absl::StrContains(out.Header("set-cookie"), "Max-Age=0"));
  // Told, and not taken for somebody who never signed in.
  EXPECT_EQ(ListOf(0, cookie).status, 401);
  EXPECT_EQ(Call(kListTotals, kTotals, cookie).status, 401);
  EXPECT_TRUE(absl::StrContains(Tell(cookie).body, "\"signedIn\":false"));
}

TEST_F(GatewayAccessTest, AddressOfTheBrowser_IsInTheAuditLog) {
  Start(Config());
  const std::string cookie = CookieOf(SignIn("wang", kPassword));
  // The proxy says it, behind what its own peer claims.
  EXPECT_EQ(Call(kListSubmissions,
                 absl::StrCat("{\"parent\":\"prefectures/652300/departments/",
                              documents_[0].code, "\"}"),
                 cookie,
                 {{"Origin", kOrigin},
                  {"X-Forwarded-For", "198.51.100.1, 203.0.113.7"}})
                .status,
            200);
  const std::string dir =
      absl::StrCat(secured_->cluster().data_dir(Process::kIngestion), ".audit");
  // What only reads is recorded within a second.
  absl::optional<audit::AuditRecord> found;
  for (int i = 0; i < 100 && !found.has_value(); ++i) {
    audit::ReadLog(dir, [&](const audit::AuditRecord& record, const auto&) {
      if (record.subject == "wang" && !record.forwarded_for.empty()) {
        found = record;
      }
      return true;
    }).IgnoreError();
    absl::SleepFor(absl::Milliseconds(50));
  }
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->forwarded_for, "203.0.113.7");
  EXPECT_TRUE(absl::StrContains(found->peer, "127.0.0.1")) << found->peer;
}

TEST_F(GatewayAccessTest, OtherSites_CanDoNothingWithACookie) {
  Start(Config());
  const std::string cookie = CookieOf(SignIn("li", kPassword));
  ASSERT_FALSE(cookie.empty());
  const std::string window =
      "{\"window\":{\"parent\":\"prefectures/652300\",\"fiscalYear\":2023,"
      "\"stage\":\"STAGE_DRAFT\",\"deadline\":\"2099-01-01T00:00:00Z\","
      "\"reason\":\"notice 1\"}}";
  for (const HttpHeaders& headers :
       {HttpHeaders{{"Origin", "https://evil.example"}},
        HttpHeaders{{"Origin", "null"}},
        HttpHeaders{{"Sec-Fetch-Site", "cross-site"}},
        HttpHeaders{{"Sec-Fetch-Site", "same-site"}}, HttpHeaders{}}) {
    EXPECT_EQ(Call(kSetWindow, window, cookie, headers).status, 403);
  }
  EXPECT_EQ(Fetch(gateway_->address(), "DELETE", "/session",
                  {{"Cookie", cookie}, {"Origin", "https://evil.example"}})
                .status,
            403);
  EXPECT_EQ(
      SignIn("li", kPassword, {{"Origin", "https://evil.example"}}).status,
      403);
  // Still there, and of use to the page itself and to programs.
  EXPECT_EQ(Call(kSetWindow, window, cookie).status, 200);
  EXPECT_EQ(
      Call(kSetWindow, window, cookie, {{"Sec-Fetch-Site", "same-origin"}})
          .status,
      200);
  EXPECT_EQ(
      Call(kSetWindow, window, cookie, {{"Connect-Protocol-Version", "1"}})
          .status,
      200);
}

TEST_F(GatewayAccessTest, SessionIdOfSomebodyElsesChoice_IsNeverOnes) {
  Start(Config());
  const std::string chosen =
      absl::StrCat("__Host-yuheng_session=", std::string(43, 'A'));
  const std::string first = CookieOf(
      SignIn("wang", kPassword, {{"Origin", kOrigin}, {"Cookie", chosen}}));
  EXPECT_NE(first, chosen);
  EXPECT_EQ(ListOf(0, chosen).status, 401);
  // And signing in again leaves the old one behind.
  const std::string second = CookieOf(
      SignIn("wang", kPassword, {{"Origin", kOrigin}, {"Cookie", first}}));
  EXPECT_NE(second, first);
  EXPECT_EQ(ListOf(0, first).status, 401);
  EXPECT_EQ(ListOf(0, second).status, 200);
  // Two of them: nobody guesses.
  EXPECT_EQ(ListOf(0, absl::StrCat(chosen, "; ", second)).status, 401);
}

TEST_F(GatewayAccessTest, SignInThatIsNone_IsRefusedLikeACall) {
  Start(Config());
  const auto post = [&](const char* type, const std::string& body) {
    return Fetch(gateway_->address(), "POST", "/session",
                 {{"Content-Type", type}, {"Origin", kOrigin}}, body)
        .status;
  };
  const std::string body =
      absl::StrCat("{\"account\":\"wang\",\"password\":\"", kPassword, "\"}");
  EXPECT_EQ(post("application/json; charset=utf-8", body), 200);
  for (const char* type : {"application/jsonx", "application/proto", ""}) {
    EXPECT_EQ(post(type, body), 415) << type;
  }
  EXPECT_EQ(post("application/json", std::string(10'000, ' ')), 413);
  EXPECT_EQ(post("application/json", "{}{}"), 400);
}

TEST_F(GatewayAccessTest, WrongPasswords_AreToldApartFromNothingAndSlowedDown) {
  Start(Config());
  const HttpResponse wrong = SignIn("wang", "not the password");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.Header("set-cookie"), "");
  EXPECT_EQ(SignIn("nobody", "not the password").body, wrong.body);
  HttpResponse last;
  for (int i = 0; i < 8 && last.status != 429; ++i) {
    last = SignIn("wang", "not the password");
  }
  EXPECT_EQ(last.status, 429);
  EXPECT_NE(last.Header("retry-after"), "");
  EXPECT_EQ(SignIn("wang", kPassword).status, 429);
  // Nobody else waits.
  EXPECT_EQ(SignIn("li", kPassword).status, 200);
  EXPECT_FALSE(absl::StrContains(gateway_->log(), "not the password"));
  EXPECT_FALSE(absl::StrContains(gateway_->log(), kPassword));
}

TEST_F(GatewayAccessTest, DisabledAccount_IsOut) {
  Start(Config());
  const std::string cookie = CookieOf(SignIn("wang", kPassword));
  ASSERT_EQ(ListOf(0, cookie).status, 200);
  HttpClient watch(gateway_->address());
  Watch(&watch, kWatchSubmissions, WatchedSubmissions(), cookie);
  EXPECT_TRUE(absl::StrContains(watch.ReadChunk(), "snapshot"));
  {
    auto folder = access::AccountFolder::Open(secured_->auth_dir());
    ASSERT_TRUE(folder.ok() && folder->Disable("wang").ok());
  }
  const std::string last = LastOf(&watch);
  EXPECT_TRUE(absl::StrContains(last, "unauthenticated")) << last;
  EXPECT_EQ(ListOf(0, cookie).status, 401);
}

TEST_F(GatewayAccessTest, SigningOut_EndsWhatIsWatched) {
  Start(Config());
  const std::string cookie = CookieOf(SignIn("wang", kPassword));
  const std::string other = CookieOf(SignIn("wang", kPassword));
  // Of a shared view, and of a call of its own.
  HttpClient shared(gateway_->address()), own(gateway_->address());
  HttpClient stays(gateway_->address());
  Watch(&shared, kWatchSubmissions, WatchedSubmissions(), cookie);
  Watch(&stays, kWatchSubmissions, WatchedSubmissions(), other);
  Watch(&own, "/yuheng.aggregation.v1.AggregationService/WatchEntries",
        absl::StrCat("{\"parent\":\"prefectures/652300/departments/",
                     documents_[0].code, "\"}"),
        cookie);
  for (HttpClient* client : {&shared, &stays, &own}) {
    EXPECT_FALSE(absl::StrContains(client->ReadChunk(), "error"));
  }
  EXPECT_EQ(Fetch(gateway_->address(), "DELETE", "/session",
                  {{"Cookie", cookie}, {"Origin", kOrigin}})
                .status,
            204);
  for (HttpClient* client : {&shared, &own}) {
    const std::string last = LastOf(client);
    EXPECT_TRUE(absl::StrContains(last, "unauthenticated")) << last;
  }
  EXPECT_TRUE(absl::StrContains(stays.ReadChunk(), "progress"));
}

TEST_F(GatewayAccessTest, WithoutAnIdentityOfItsOwn_NobodyLooks) {
  config::v1::GatewayConfig config = Config();
  config.mutable_upstream_tls()->clear_cert_file();
  config.mutable_upstream_tls()->clear_key_file();
  Start(config);
  const HttpResponse refused = Call(kListTotals, kTotals, "");
  EXPECT_EQ(refused.status, 401);
  EXPECT_TRUE(absl::StrContains(refused.body, "UNAUTHENTICATED"));
  EXPECT_EQ(ListOf(0, CookieOf(SignIn("wang", kPassword))).status, 200);
  // A program with a token of its own.
  const std::string token = secured_->Sign(access::Identity{
      .subject = "auditor", .roles = {access::v1::ROLE_AUDITOR}});
  EXPECT_EQ(Call(kListTotals, kTotals, "",
                 {{"Authorization", absl::StrCat("Bearer ", token)}})
                .status,
            200);
  EXPECT_EQ(
      Call(kListTotals, kTotals, "", {{"Authorization", "Bearer x"}}).status,
      401);
}

TEST_F(GatewayAccessTest, AuthorizationOfAnyBytes_EndsNothing) {
  Start(Config());
  for (const char* value : {"Bearer \xe9", "Bearer\tx", "Bearer x\xff"}) {
    EXPECT_EQ(Call(kListTotals, kTotals, "", {{"Authorization", value}}).status,
              401)
        << value;
  }
  // Longer than a service takes: it would end all that share its connection.
  EXPECT_EQ(Call(kListTotals, kTotals, "",
                 {{"Authorization", std::string(15'000, 'x')}})
                .status,
            401);
  const HttpResponse after = Call(kListTotals, kTotals, "");
  EXPECT_EQ(after.status, 200) << after.body;
}

TEST_F(GatewayAccessTest, CertificateOfAService_IsRefusedAtTheStart) {
  const auto run = RunCommand(
      {.arguments = {
           YUHENG_BIN_DIR "/yuheng-gateway", "--ingestion_address",
           "127.0.0.1:1", "--aggregation_address", "127.0.0.1:1",
           "--validation_address", "127.0.0.1:1", "--reporting_address",
           "127.0.0.1:1", "--division", "652300", "--upstream_tls.ca_file",
           secured_->CertificateFile("ca.crt"), "--upstream_tls.cert_file",
           secured_->CertificateFile("reporting.crt"),
           "--upstream_tls.key_file",
           secured_->CertificateFile("reporting.key")}});
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_EQ(run->exit_code, 2);
  EXPECT_TRUE(absl::StrContains(run->err, "service's")) << run->err;
}

// What is answered over TLS to who believes the authority of `ca_file` alone.
std::string Curl(const std::string& ca_file,
                 std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {"/usr/bin/env", "curl", "-s", "-i", "--noproxy", "*",
                    "--max-time", "20", "--cacert", ca_file});
  const auto run = RunCommand({.arguments = std::move(arguments)});
  EXPECT_TRUE(run.ok()) << run.status();
  return run.ok() ? run->out : "";
}

// With the files of a certificate and its key, which browsers come by.
config::v1::GatewayConfig WithTls(config::v1::GatewayConfig config,
                                  const std::string& certificate,
                                  const std::string& key) {
  config.clear_origin();
  config.mutable_server()->mutable_tls()->set_cert_file(certificate);
  config.mutable_server()->mutable_tls()->set_key_file(key);
  return config;
}

TEST_F(GatewayAccessTest, OverTls_ItSaysToStayThere) {
  Start(WithTls(Config(), secured_->CertificateFile("gateway.crt"),
                secured_->CertificateFile("gateway.key")));
  const auto curl = [&](std::vector<std::string> arguments) {
    return Curl(secured_->CertificateFile("ca.crt"), std::move(arguments));
  };
  const std::string url = absl::StrCat("https://", gateway_->address());
  const std::string page = curl({absl::StrCat(url, "/")});
  EXPECT_TRUE(absl::StartsWith(page, "HTTP/1.1 200")) << page;
  EXPECT_TRUE(absl::StrContains(page, "Strict-Transport-Security")) << page;
  const std::string totals = curl({"-H", "Content-Type: application/json", "-d",
                                   kTotals, absl::StrCat(url, kListTotals)});
  EXPECT_TRUE(absl::StartsWith(totals, "HTTP/1.1 200")) << totals;
  const std::string old = curl({"--tls-max", "1.1", absl::StrCat(url, "/")});
  EXPECT_EQ(old, "");
  // In clear nobody is answered.
  HttpClient clear(gateway_->address());
  clear.SendRequest("GET", "/");
  EXPECT_EQ(clear.Read().status, 0);
}

TEST_F(GatewayAccessTest, ChangedCertificate_IsTakenWithoutARestart) {
  const std::string certificate = secured_->Path("page.crt");
  const std::string key = secured_->Path("page.key");
  const std::string others = secured_->Path("others");
  MakeCertificates(others, {"gateway,127.0.0.1"});
  std::filesystem::copy(secured_->CertificateFile("gateway.crt"), certificate);
  std::filesystem::copy(secured_->CertificateFile("gateway.key"), key);
  Start(WithTls(Config(), certificate, key));
  const auto answers_by = [&](const std::string& ca_file) {
    return absl::StartsWith(
        Curl(ca_file, {absl::StrCat("https://", gateway_->address(), "/")}),
        "HTTP/1.1 200");
  };
  // Files are looked at now and then, when somebody connects.
  const auto within = [](const std::function<bool()>& holds) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (!holds() && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(100));
    }
    return holds();
  };
  const std::string before = secured_->CertificateFile("ca.crt");
  ASSERT_TRUE(answers_by(before));

  // The new certificate, and still the old key: no pair.
  std::filesystem::rename(others + "/gateway.crt", certificate);
  constexpr char kNotTaken[] = "certificate not taken";
  EXPECT_TRUE(within([&] {
    EXPECT_TRUE(answers_by(before));
    return absl::StrContains(gateway_->log(), kNotTaken);
  })) << gateway_->log();
  EXPECT_TRUE(answers_by(before));

  std::filesystem::rename(others + "/gateway.key", key);
  EXPECT_TRUE(within([&] { return answers_by(others + "/ca.crt"); }))
      << gateway_->log();
  EXPECT_FALSE(answers_by(before));
}

}  // namespace
}  // namespace yuheng::testing
