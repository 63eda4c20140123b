#include "services/ingestion/formats/form_detection.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/text_lines.h"

namespace yuheng::ingestion {
namespace {

using budget::Form;
using budget::TableKind;

// A document with nothing but the numbers and titles of tables, each with one
// row.
class Tables {
 public:
  Tables& Add(const std::string& label, const std::string& title) {
    if (!label.empty()) absl::StrAppend(&text_, "表", label, "\n\n");
    absl::StrAppend(&text_, title, "\n\n单位：万元\n\t合计\n\t1\n\t1\n\t\n\n");
    return *this;
  }
  // All tables of a form but `without`.
  Tables& AddAll(const Form& form, TableKind without = TableKind::kNone) {
    for (const TableKind kind : form.order) {
      if (kind == without) continue;
      Add(form.Table(kind).label, form.Table(kind).title);
    }
    return *this;
  }

  FormDetection Detect(int year = 0, absl::Span<const Form* const> forms =
                                         budget::Forms()) const {
    const auto lines = SplitLines(text_);
    EXPECT_TRUE(lines.ok());
    return DetectForm(
        *lines, FindTableAnchors(budget::StandardForm(), *lines),
        [year] { return year; }, forms);
  }
  std::string FormIn(int year = 0) const { return Detect(year).form->id; }

 private:
  std::string text_;
};

TEST(FormDetection, EveryForm_IsKnownByItsNumbers) {
  for (const Form* form : budget::Forms()) {
    EXPECT_EQ(Tables().AddAll(*form).FormIn(), form->id);
  }
}

TEST(FormDetection, AMissingTable_ChangesNothing) {
  for (const Form* form : budget::Forms()) {
    for (const TableKind kind : form->order) {
      EXPECT_EQ(Tables().AddAll(*form, kind).FormIn(), form->id)
          << "T" << static_cast<int>(kind);
    }
  }
}

TEST(FormDetection, AWrongNumber_ChangesNothing) {
  const Form& standard = budget::StandardForm();
  for (const TableKind kind : standard.order) {
    for (int number = 1; number <= 10; ++number) {
      Tables document;
      for (const TableKind each : standard.order) {
        document.Add(
            each == kind ? absl::StrCat(number) : standard.Table(each).label,
            standard.Table(each).title);
      }
      EXPECT_EQ(document.FormIn(2021), standard.id)
          << "T" << static_cast<int>(kind) << " as " << number;
    }
  }
}

TEST(FormDetection, AFormOfOtherYears_IsNoCandidate) {
  Tables document;
  document.AddAll(*budget::FindForm("xinjiang-2019"));
  EXPECT_EQ(document.FormIn(2020), "xinjiang-2019");
  EXPECT_EQ(document.FormIn(2022), "xinjiang-2023");
}

TEST(FormDetection, TwoTables_AreTheStandardForm) {
  EXPECT_EQ(
      Tables().Add("3.15", "部门收支总表").Add("3.17", "部门支出总表").FormIn(),
      "xinjiang-2023");
}

TEST(FormDetection, FormsThatFitAlike_AreToldAndNotTaken) {
  Form twin = *budget::FindForm("guangxi-2022");
  twin.id = "twin";
  const Form* const forms[] = {&budget::StandardForm(),
                               budget::FindForm("guangxi-2022"), &twin};
  const FormDetection detection = Tables().AddAll(twin).Detect(2023, forms);
  EXPECT_EQ(detection.form->id, "xinjiang-2023");
  ASSERT_EQ(detection.candidates.size(), 2u);
  EXPECT_EQ(detection.candidates[1]->id, "twin");
}

}  // namespace
}  // namespace yuheng::ingestion
