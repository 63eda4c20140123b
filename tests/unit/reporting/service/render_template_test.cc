#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/budget/document_codec.h"
#include "services/budget/regional_form.h"
#include "services/forms/template.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "tests/unit/reporting/service/service_fixture.h"

namespace yuheng::reporting {
namespace {

using ::testing::HasSubstr;

class RenderTemplateTest : public ReportingServiceTest {
 protected:
  // The bytes as they came, put together.
  grpc::Status RenderTemplate(const v1::RenderTemplateRequest& request,
                              std::string* bytes) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, absl::Seconds(30));
    auto stream = stub_->RenderTemplate(&context, request);
    v1::RenderTemplateResponse piece;
    bytes->clear();
    while (stream->Read(&piece)) *bytes += piece.chunk();
    return stream->Finish();
  }
  static v1::RenderTemplateRequest TemplateRequest(const std::string& name,
                                                   int fiscal_year) {
    v1::RenderTemplateRequest request;
    request.set_name(absl::StrCat("prefectures/652300/departments/206", name));
    request.set_fiscal_year(fiscal_year);
    return request;
  }
};

TEST_F(RenderTemplateTest, IsForWhoIsNamed) {
  std::string bytes;
  grpc::Status status = RenderTemplate(TemplateRequest("", 2023), &bytes);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(bytes, *forms::RenderTemplate(budget::StandardForm(),
                                          {.department = "昌吉州科技局",
                                           .fiscal_year = 2023,
                                           .created = kNow}));
  status = RenderTemplate(TemplateRequest("/units/206001", 2024), &bytes);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(bytes, *forms::RenderTemplate(budget::StandardForm(),
                                          {.department = "科技局本级",
                                           .fiscal_year = 2024,
                                           .created = kNow}));
  EXPECT_THAT(metrics_.Render(),
              HasSubstr("yuheng_reporting_tables_total{what=\"template\"} 20"));
}

TEST_F(RenderTemplateTest, OfASubmission_IsFilledInWithIt) {
  budget::Document document;
  document.department = "昌吉州科学技术局";
  document.fiscal_year = 2023;
  document.form = "guangxi-2022";
  budget::DocumentToProto(document, &ingestion_.document);
  std::string bytes;
  const grpc::Status status =
      RenderTemplate(TemplateRequest("/submissions/s-1", 0), &bytes);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(bytes, *forms::RenderTemplate(*budget::FindForm("guangxi-2022"),
                                          {.department = "昌吉州科学技术局",
                                           .fiscal_year = 2023,
                                           .filled = &document,
                                           .created = kNow}));
  // Another form would leave amounts out.
  auto other = TemplateRequest("/submissions/s-1", 0);
  other.set_form("xinjiang-2023");
  const rpc::ErrorDetails details =
      rpc::ParseStatus(RenderTemplate(other, &bytes));
  EXPECT_EQ(details.reason, rpc::Reason::kFieldInvalid);
  EXPECT_THAT(details.en, HasSubstr("s-1 is printed in the form guangxi-2022"));
  // What ingestion has not, nobody has.
  ingestion_.status = rpc::MakeStatus(rpc::Reason::kNotFound, "没有", "none");
  EXPECT_EQ(rpc::ParseStatus(
                RenderTemplate(TemplateRequest("/submissions/s-1", 0), &bytes))
                .en,
            rpc::InfoOf(rpc::Reason::kNotFound).en);
}

TEST_F(RenderTemplateTest, WrongField_IsNamed) {
  auto unknown_form = TemplateRequest("", 2023);
  unknown_form.set_form("nowhere-2023");
  auto prefecture = TemplateRequest("", 2023);
  prefecture.set_name("prefectures/652300");
  const std::pair<const char*, v1::RenderTemplateRequest> cases[] = {
      {"name", prefecture},
      {"fiscal_year", TemplateRequest("", 0)},
      {"fiscal_year", TemplateRequest("/submissions/s-1", 1999)},
      {"form", unknown_form},
      {"form", TemplateRequest("", 2021)}};
  std::string bytes;
  for (const auto& [field, request] : cases) {
    const rpc::ErrorDetails details =
        rpc::ParseStatus(RenderTemplate(request, &bytes));
    ASSERT_EQ(details.field_violations.size(), 1u) << request.DebugString();
    EXPECT_EQ(details.field_violations[0].field, field);
  }
  auto nobody = TemplateRequest("", 2023);
  nobody.set_name("prefectures/652300/departments/299");
  EXPECT_EQ(rpc::ParseStatus(RenderTemplate(nobody, &bytes)).reason,
            rpc::Reason::kDepartmentUnknown);
}

}  // namespace
}  // namespace yuheng::reporting
