#include "services/budget/regional_form.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/budget/data_files.h"

namespace yuheng::budget {
namespace {

std::string FormText() {
  for (const EmbeddedFile& file : data::Files()) {
    if (file.name == "regional_xinjiang_2019.textproto") {
      return std::string(file.content);
    }
  }
  return "";
}

TEST(Forms, TheStandardOneIsFirst_AndEveryIdIsFound) {
  ASSERT_GE(Forms().size(), 4u);
  EXPECT_EQ(Forms().front(), &StandardForm());
  for (const Form* form : Forms()) EXPECT_EQ(FindForm(form->id), form);
  EXPECT_EQ(FindForm(""), nullptr);
  EXPECT_EQ(FindForm("nowhere-1900"), nullptr);
  Document document;
  EXPECT_EQ(&FormOf(document), &StandardForm());
  document.form = "guangxi-2022";
  EXPECT_EQ(FormOf(document).id, "guangxi-2022");
}

// Whatever the form, documents have the columns and lines of the standard one.
TEST(Forms, HaveTheColumnsOfDocuments) {
  for (const Form* form : Forms()) {
    for (const TableShape& standard : StandardForm().tables) {
      const TableShape& shape = form->Table(standard.kind);
      ASSERT_EQ(shape.columns.size(), standard.columns.size()) << form->id;
      for (size_t i = 0; i < shape.columns.size(); ++i) {
        EXPECT_EQ(shape.columns[i].key, standard.columns[i].key);
        EXPECT_EQ(shape.columns[i].parts, standard.columns[i].parts);
      }
      ASSERT_EQ(shape.lines.size(), standard.lines.size()) << form->id;
      for (size_t i = 0; i < shape.lines.size(); ++i) {
        EXPECT_EQ(shape.lines[i].key, standard.lines[i].key);
      }
    }
  }
}

// No two tables of a form have one number.
TEST(Forms, LabelsAreUnique) {
  for (const Form* form : Forms()) {
    std::set<std::string> labels;
    for (const TableKind kind : form->order) {
      EXPECT_TRUE(labels.insert(form->Table(kind).label).second) << form->id;
    }
    EXPECT_EQ(labels.count(""), 0u) << form->id;
  }
}

TEST(Xinjiang2019, HasNineTablesAndFewerColumns) {
  const Form& form = *FindForm("xinjiang-2019");
  EXPECT_EQ(form.order.size(), 9u);
  EXPECT_EQ(form.Table(TableKind::kT10).label, "8");
  EXPECT_EQ(form.Table(TableKind::kT8).label, "9");
  EXPECT_FALSE(form.Table(TableKind::kT9).printed);
  const TableShape& paper = form.OnPaper().Table(TableKind::kT2);
  EXPECT_EQ(paper.cells_per_row, 10);
  ASSERT_EQ(paper.columns.size(), 6u);
  EXPECT_EQ(paper.columns[0].parts, (std::vector<int>{1, 4, 5}));
  EXPECT_EQ(paper.columns[1].parts, (std::vector<int>{2, 3}));
  EXPECT_EQ(paper.document_columns, (std::vector<int>{0, 1, 2, 4, 8, 9}));
  const TableShape& shape = form.Table(TableKind::kT2);
  EXPECT_EQ(shape.columns[3].presence, Presence::kWithin);
  EXPECT_EQ(shape.columns[3].within, "gen");
  EXPECT_EQ(shape.columns[10].presence, Presence::kOutside);
}

TEST(Shanghai2022, IsInYuanUnderNumbersOfItsOwn) {
  const Form& form = *FindForm("shanghai-2022");
  EXPECT_EQ(form.unit_fen, 100);
  EXPECT_EQ(form.Table(TableKind::kT1).label, "3.15");
  EXPECT_EQ(NumberedTable(form.Table(TableKind::kT1)).zh, "表1（原文表3.15）");
  EXPECT_EQ(NumberedTable(StandardForm().Table(TableKind::kT1)).zh, "表1");
}

TEST(ParseRegionalForm, RefusesABrokenForm) {
  const std::string good = FormText();
  ASSERT_TRUE(ParseRegionalForm(StandardForm(), good).ok());
  const std::pair<const char*, const char*> edits[] = {
      {"id: \"xinjiang-2019\"", ""},
      {"columns { key: \"total\" }", "columns { key: \"everything\" }"},
      {"key: \"gen\" holds: \"gen_up\"", "key: \"gen\" holds: \"total\""},
      {"key: \"special\" side", "key: \"gen_own\" side"},
      {"label: \"9\"", "label: \"\""},
      {"outside: \"carry\"", "outside: \"gen_own\""},
      {"outside: TABLE_KIND_T9", "outside: TABLE_KIND_T8"},
      {"kind: TABLE_KIND_T3", "kind: TABLE_KIND_T2"},
      {"  columns { key: \"total\" }\n  columns { key: \"fiscal\"",
       "  columns { key: \"gen_up\" }\n  columns { key: \"fiscal\""},
  };
  for (const auto& [from, to] : edits) {
    const std::string bad = absl::StrReplaceAll(good, {{from, to}});
    ASSERT_NE(bad, good) << from;
    EXPECT_FALSE(ParseRegionalForm(StandardForm(), bad).ok()) << to;
  }
}

}  // namespace
}  // namespace yuheng::budget
