#include "services/budget/table_shape.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/budget/data_files.h"

namespace yuheng::budget {
namespace {

std::string FormText() {
  for (const EmbeddedFile& file : data::Files()) {
    if (file.name == "form_xinjiang_2023.textproto") {
      return std::string(file.content);
    }
  }
  return "";
}

TEST(StandardForm, HasTheTenTablesOfTheForm) {
  const Form& form = StandardForm();
  ASSERT_EQ(form.tables.size(), 10u);
  const int cells[] = {4, 16, 7, 7, 7, 6, 16, 7, 7, 5};
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(form.tables[i].number, i + 1);
    EXPECT_EQ(form.tables[i].cells_per_row, cells[i]) << "T" << i + 1;
  }
  const TableShape& t1 = form.Table(TableKind::kT1);
  EXPECT_EQ(t1.FindLine(Side::kIncome, "cur")->parts.size(), 5u);
  EXPECT_EQ(t1.FindLine(Side::kExpenditure, "ALL")->parts.size(), 30u);
  const TableShape& t2 = form.Table(TableKind::kT2);
  ASSERT_EQ(t2.columns.size(), 12u);
  EXPECT_EQ(t2.columns[t2.ColumnIndex(Side::kNone, "fiscal")].parts.size(), 6u);
  EXPECT_EQ(t2.ColumnIndex(Side::kNone, "nothing"), -1);
}

TEST(ParseForm, RefusesABrokenForm) {
  const std::string good = FormText();
  ASSERT_TRUE(ParseForm(good).ok());
  const std::pair<const char*, const char*> edits[] = {
      {"parts: \"gen_own\"", "parts: \"nothing\""},
      {"key: \"gen_up\" label", "key: \"gen_own\" label"},
      {"kind: TABLE_KIND_T2", "kind: TABLE_KIND_T3"},
      {"label: \"一、本年收入\"", "labell: \"一、本年收入\""},
      {"key: \"gen_own\" label: \"其中：一般财力\"",
       "key: \"gen_own\" parts: \"cur\" label: \"其中：一般财力\""},
  };
  for (const auto& [from, to] : edits) {
    const std::string bad = absl::StrReplaceAll(good, {{from, to}});
    ASSERT_NE(bad, good) << from;
    EXPECT_FALSE(ParseForm(bad).ok()) << to;
  }
}

}  // namespace
}  // namespace yuheng::budget
